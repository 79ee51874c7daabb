"""A scheme's first days without the demonstration: founded, joined, and left."""

from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from reciprocal.composition import Service
from reciprocal.settings import Settings
from tests.support.typed import INIT, Type, installed, provider, typed
from tests.support.world import bearer, keyed

__all__ = ["installed", "typed"]

PASSWORD = "a long enough password"


class Door:
    """The street door, and what one says there."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def __call__(self, token: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - an httpx response
        headers = (bearer(token) if token else {}) | keyed(method)
        return self.client.request(method, f"/v1{path}", json=body, headers=headers)

    def join(self, invitation: str) -> int:
        body = {"token": invitation, "password": PASSWORD}
        status: int = self("", "POST", "/invitations/take-up", body).status_code
        return status

    def sign_in(self, email: str) -> Any:  # noqa: ANN401 - likewise
        return self("", "POST", "/sessions", {"email": email, "password": PASSWORD})


def test_a_scheme_is_founded_people_join_and_leave(
    typed: Type, installed: Settings
) -> None:
    # Given an agency that founded a scheme and took in a landlord
    first = typed(*INIT).last
    assert typed(*provider("OAK")).code == 0
    invitation = typed(
        "member", "invite", "--code", "OAK", "--email", "ann@oak.example"
    ).last
    working = Service(installed)
    client = TestClient(create_app(working, with_worker=False))
    door = Door(client)
    # When both people invited join, each invitation opens once
    for token in (first, invitation):
        assert door.join(token) == 204
        assert door.join(token) == 410
    # Then each signs in as what they are
    signed_in = {
        name: door.sign_in(name).json()["token"]
        for name in ("first@agency.example", "ann@oak.example")
    }
    ann = signed_in["ann@oak.example"]
    assert door(signed_in["first@agency.example"], "GET", "/me").json()["role"] == (
        "coordinator"
    )
    me = door(ann, "GET", "/me").json()
    assert (me["organisation_code"], me["role"]) == ("OAK", "named_lead")
    # And Ann brings a colleague in by herself
    body = {"email": "bob@oak.example", "role": "named_lead"}
    token = door(ann, "POST", "/invitations", body).json()["token"]
    assert door.join(token) == 204
    bob = door.sign_in("bob@oak.example").json()["token"]
    # When Bob leaves, he is refused at once, with his token and his password
    people = door(ann, "GET", "/people").json()["items"]
    ref = next(each["reference"] for each in people if each["email"].startswith("bob"))
    assert door(ann, "DELETE", f"/people/{ref}").status_code == 204
    assert door(bob, "GET", "/me").status_code == 401
    assert door.sign_in("bob@oak.example").status_code == 401
    # When the landlord leaves the scheme, so is Ann
    assert door(ann, "GET", "/me").status_code == 200
    assert typed("member", "leave", "--code", "OAK").code == 0
    assert door(ann, "GET", "/me").status_code == 401
    # And all of it is proved
    assert typed("audit", "check").code == 0
    assert typed("ledger", "check").code == 0
    client.close()
    working.close()
