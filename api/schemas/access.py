from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.body import Body, Email, Text
from reciprocal.access.actor import Role, Scope

Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class SignIn(Body):
    """Start a session with an e-mail and a password."""

    email: Email = Field(examples=["lead@example.org"])
    password: Password = Field(examples=["correct horse battery staple"])


class Invite(Body):
    """Invite a colleague, or (a coordinator) somebody of any member by its code."""

    email: Email = Field(examples=["deputy@example.org"])
    role: Role = Field(examples=["named_lead"])
    organisation_code: Text | None = Field(default=None, examples=["E09000012"])


class Join(Body):
    """Take up an invitation."""

    token: Token = Field(examples=["example-token"])
    password: Password = Field(examples=["correct horse battery staple"])


class AddMachine(Body):
    """Register a system of your own organisation; all its role's scopes when none."""

    name: Text = Field(examples=["voids-live"])
    scopes: list[Scope] | None = Field(
        default=None, max_length=4, examples=[["homes:write", "homes:read"]]
    )


class AddPublicKey(Body):
    """Register the public half of a key pair that a system made for itself."""

    public_key: dict[str, str | list[str]] = Field(
        examples=[
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            }
        ]
    )
