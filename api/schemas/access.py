from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.body import Body, Email, Text
from reciprocal.access import passkeys
from reciprocal.access.actor import Role, Scope
from reciprocal.access.clients import PrivateKeySent
from reciprocal.access.jose import PRIVATE_MEMBERS

Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SecondFactorCode = Annotated[
    str, StringConstraints(min_length=6, max_length=40, pattern=r"^[0-9A-Za-z -]+$")
]
ProvidersCode = Annotated[
    str, StringConstraints(min_length=1, max_length=4_000, pattern="^[!-~]+$")
]
Token = Annotated[str, StringConstraints(min_length=1, max_length=100)]
PasskeyPart = Annotated[
    str, StringConstraints(min_length=1, max_length=4_000, pattern="^[A-Za-z0-9_-]+$")
]


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


class StartSignOn(Body):
    """Begin to sign in with the provider of a member, by its code."""

    organisation_code: Text = Field(examples=["E09000012"])


class CompleteSignOn(Body):
    """Come back from the provider with what it sent, and with what was kept."""

    state: Token = Field(examples=["example-state"])
    code: ProvidersCode = Field(examples=["example-code"])
    binding: Token = Field(examples=["example-binding"])


class ShowCode(Body):
    """Show a code of the app, or one of those on paper."""

    code: SecondFactorCode = Field(examples=["123456"])


class AddPasskey(Body):
    """What a device said when it made a key (Web Authentication), base64url."""

    passkey: PasskeyPart = Field(examples=["3q2-7wAB"])
    client_data: PasskeyPart = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"])
    attestation: PasskeyPart = Field(examples=["o2NmbXRkbm9uZQ"])

    def made(self) -> passkeys.Made:
        """Return it as the room knows it."""
        return passkeys.Made(self.passkey, self.client_data, self.attestation)


class ShowPasskey(Body):
    """What a device said when it showed a key (Web Authentication), base64url."""

    passkey: PasskeyPart = Field(examples=["3q2-7wAB"])
    client_data: PasskeyPart = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"])
    authenticator_data: PasskeyPart = Field(examples=["SZYN5YgOjGh0NBcP"])
    signature: PasskeyPart = Field(examples=["MEUCIQDx"])

    def signed(self) -> passkeys.Signed:
        """Return it as the room knows it."""
        return passkeys.Signed(
            self.passkey, self.client_data, self.authenticator_data, self.signature
        )


class StepUp(Body):
    """Prove who sits there: by a code with a second factor, else by the password."""

    password: Password | None = Field(
        default=None, examples=["correct horse battery staple"]
    )
    code: SecondFactorCode | None = Field(default=None, examples=["123456"])


class ChangePassword(Body):
    """Choose another password, saying the present one."""

    present_password: Password = Field(examples=["correct horse battery staple"])
    password: Password = Field(examples=["another horse battery staple"])


class AddMachine(Body):
    """Register a system of your own organisation; all its role's scopes when none."""

    name: Text = Field(examples=["voids-live"])
    scopes: list[Scope] | None = Field(
        default=None, max_length=5, examples=[["homes:write", "homes:read"]]
    )


class Jwk(Body):
    """The public half of a key pair, as RFC 7517 writes it; `kid` and such are idle."""

    kty: str = Field(examples=["OKP"])
    crv: str | None = Field(default=None, examples=["Ed25519"])
    x: str | None = Field(
        default=None, examples=["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"]
    )
    y: str | None = Field(default=None, examples=[None])
    n: str | None = Field(default=None, examples=[None])
    e: str | None = Field(default=None, examples=[None])
    kid: str | None = Field(default=None, examples=["voids-2026"])
    alg: str | None = Field(default=None, examples=["EdDSA"])
    use: str | None = Field(default=None, examples=["sig"])
    key_ops: list[str] | None = Field(default=None, examples=[["verify"]])

    @model_validator(mode="before")
    @classmethod
    def _public_alone(cls, sent: object) -> object:
        """Say what has happened to whoever sends the private half."""
        if isinstance(sent, dict) and PRIVATE_MEMBERS & set(sent):
            raise PydanticCustomError("private_key_sent", _PRIVATE_KEY_SENT)
        return sent


_PRIVATE_KEY_SENT: Any = PrivateKeySent.sentence.removesuffix(".")


class AddPublicKey(Body):
    """Register the public half of a key pair that a system made for itself."""

    public_key: Jwk
