"""People, sessions and systems: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.people_sessions_and_systems import (
    AddMachine,
    AddPublicKey,
    Invitation,
    Invite,
    Join,
    Machine,
    MachineKey,
    MachineList,
    MachinePublicKey,
    Me,
    PersonList,
    TaskList,
)


class PeopleSessionsAndSystems(Calls):
    """Coming in and leaving."""

    def me(self, *, known: Answer[Me] | None = None) -> Answer[Me]:
        """Say who is signed in."""
        return self._send("GET", "/v1/me", known=known)

    def tasks(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[TaskList]:
        """List what your organisation has to do now, the soonest due first."""
        return self._send("GET", "/v1/tasks", query={"limit": limit, "cursor": cursor})

    def people(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[PersonList]:
        """List the people of your own organisation."""
        return self._send("GET", "/v1/people", query={"limit": limit, "cursor": cursor})

    def invite(self, body: Invite, *, key: str | None = None) -> Answer[Invitation]:
        """Invite somebody; hand the token over yourself, nothing is sent."""
        return self._send("POST", "/v1/invitations", body=body, key=key)

    def join(self, body: Join) -> Answer[None]:
        """Join with an invitation and a password of at least 12 characters."""
        return self._send("POST", "/v1/invitations/take-up", body=body)

    def leave(self, reference: str, *, if_match: str | None = None) -> Answer[None]:
        """End somebody's membership and sessions at once, if no case is left to nobody."""
        return self._send(
            "DELETE",
            "/v1/people/{reference}",
            at={"reference": reference},
            if_match=if_match,
        )

    def add_machine(
        self, body: AddMachine, *, key: str | None = None
    ) -> Answer[Machine]:
        """Register a system of your organisation; then give it a key."""
        return self._send("POST", "/v1/machines", body=body, key=key)

    def machines(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[MachineList]:
        """List the systems of your organisation by name, each with its live keys."""
        return self._send(
            "GET", "/v1/machines", query={"limit": limit, "cursor": cursor}
        )

    def end_machine(
        self, reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End a system, with its keys and its tokens, at once."""
        return self._send(
            "DELETE",
            "/v1/machines/{reference}",
            at={"reference": reference},
            if_match=if_match,
        )

    def add_public_key(
        self,
        reference: str,
        body: AddPublicKey,
        *,
        key: str | None = None,
        if_match: str | None = None,
    ) -> Answer[MachinePublicKey]:
        """Let a system sign with a key of its own.

        Two may live, for rotation.
        """
        return self._send(
            "POST",
            "/v1/machines/{reference}/public-keys",
            at={"reference": reference},
            body=body,
            key=key,
            if_match=if_match,
        )

    def end_public_key(
        self, reference: str, key_reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End a public key, and every token that was asked for with it, at once."""
        return self._send(
            "DELETE",
            "/v1/machines/{reference}/public-keys/{key_reference}",
            at={"reference": reference, "key_reference": key_reference},
            if_match=if_match,
        )

    def issue_key(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[MachineKey]:
        """Give a system a key, shown this once; in the embedded default alone."""
        return self._send(
            "POST",
            "/v1/machines/{reference}/keys",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def end_key(
        self, reference: str, key_reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End a key at once."""
        return self._send(
            "DELETE",
            "/v1/machines/{reference}/keys/{key_reference}",
            at={"reference": reference, "key_reference": key_reference},
            if_match=if_match,
        )
