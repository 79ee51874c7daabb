"""A client of the API for systems and scripts, typed from the API's description.

    with Client("https://…", SystemClient(client_id, key_from_file(path))) as client:
        for home in every(client.own_homes):
            …

docs/integrating.md takes a stranger from nothing to a working system.
"""

from types import TracebackType
from typing import Final, Self

import httpx

from reciprocal.client.calls.audit_and_balances import AuditAndBalances
from reciprocal.client.calls.changes_in_a_case import ChangesInACase
from reciprocal.client.calls.coordinators import Coordinators
from reciprocal.client.calls.front_door import FrontDoor
from reciprocal.client.calls.handing_over import HandingOver
from reciprocal.client.calls.homes_owed import HomesOwed
from reciprocal.client.calls.landlords import Landlords
from reciprocal.client.calls.own_sign_in import OwnSignIn
from reciprocal.client.calls.people_sessions_and_systems import (
    PeopleSessionsAndSystems,
)
from reciprocal.client.calls.referring_services import ReferringServices
from reciprocal.client.calls.reports import Reports
from reciprocal.client.calls.support import Support
from reciprocal.client.calls.the_book import TheBook
from reciprocal.client.calls.viewings import Viewings
from reciprocal.client.calls.webhooks import Webhooks
from reciprocal.client.calls.whole_files import WholeFiles
from reciprocal.client.connection import (
    Answer,
    Connection,
    Credentials,
    Patience,
    every,
    new_key,
)
from reciprocal.client.credentials import PersonSignIn, SystemKey
from reciprocal.client.faults import (
    ClientFault,
    DestinationRefused,
    Fault,
    KeyFileRefused,
    Refused,
    Unreachable,
)
from reciprocal.client.systems import (
    SystemClient,
    key_from_file,
    new_key_file,
    public_key,
)

__all__ = [
    "CSV",
    "XLSX",
    "Answer",
    "Client",
    "ClientFault",
    "DestinationRefused",
    "Fault",
    "KeyFileRefused",
    "Patience",
    "PersonSignIn",
    "Refused",
    "SystemClient",
    "SystemKey",
    "Unreachable",
    "every",
    "key_from_file",
    "new_key",
    "new_key_file",
    "public_key",
]

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Content types of files of homes."""


class Client(
    AuditAndBalances,
    ChangesInACase,
    Coordinators,
    FrontDoor,
    Landlords,
    OwnSignIn,
    PeopleSessionsAndSystems,
    ReferringServices,
    Reports,
    Support,
    TheBook,
    HandingOver,
    HomesOwed,
    Viewings,
    Webhooks,
    WholeFiles,
):
    """Every call of the API, as one person or one system.

    Args:
        base_url: As `https://reciprocal.example`; http for this machine only.
        transport: What carries the requests, where it is not the network.

    Raises:
        DestinationRefused: For an address that is neither https nor this machine.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(
            Connection(
                base_url,
                credentials,
                patience=patience or Patience(),
                transport=transport,
            )
        )

    def close(self) -> None:
        """Give the connections back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
