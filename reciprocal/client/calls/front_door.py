"""Front door: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.front_door import Health, Welcome


class FrontDoor(Calls):
    """What this is, and whether it is well."""

    def front(self) -> Answer[Welcome]:
        """Say what this service is and where its API lives; a browser is shown the desk."""
        return self._send("GET", "/")

    def live(self) -> Answer[Health]:
        """Answer while the process lives; asks nothing of the database."""
        return self._send("GET", "/health/live")

    def ready(self) -> Answer[Health]:
        """Answer when the database and the background worker are there."""
        return self._send("GET", "/health/ready")
