"""What goes in and comes out of `calls.own_sign_in`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict


class AddPasskey(TypedDict):
    """What a device said when it made a key (Web Authentication), base64url."""

    passkey: str
    client_data: str
    attestation: str


class ChangePassword(TypedDict):
    """Choose another password, saying the present one."""

    present_password: str
    password: str


class CompleteSignOn(TypedDict):
    """Come back from the provider with what it sent, and with what was kept."""

    state: str
    code: str
    binding: str


FactorStage = Literal["none", "started", "active"]


class OwnSession(TypedDict):
    """One of one's own sessions."""

    reference: str
    started_at: str
    last_seen_at: str
    ends_at: str
    current: bool


class Passkey(TypedDict):
    """One of one's own passkeys, without its key."""

    reference: str
    added_at: str
    last_used_at: str | None


class PasskeyQuestion(TypedDict):
    """What one's own device is asked, once, by Web Authentication."""

    challenge: str
    site: str
    owner: str
    passkeys: list[str]


class RecoveryCodes(TypedDict):
    """Codes for paper, shown this once; each stands in for the app once."""

    codes: list[str]


class SecondFactorSecret(TypedDict):
    """The secret of one's own second factor, shown this once, to be given to an app."""

    letters: str
    otpauth: str


SessionStage = Literal["open", "half_open", "enrolling"]


class ShowCode(TypedDict):
    """Show a code of the app, or one of those on paper."""

    code: str


class ShowPasskey(TypedDict):
    """What a device said when it showed a key (Web Authentication), base64url."""

    passkey: str
    client_data: str
    authenticator_data: str
    signature: str


class SignIn(TypedDict):
    """Start a session with an e-mail and a password."""

    email: str
    password: str


class SignOnStarted(TypedDict):
    """Where a browser signs in with an organisation's provider, and what it keeps meanwhile."""

    go_to: str
    binding: str


class StartSignOn(TypedDict):
    """Begin to sign in with the provider of a member, by its code."""

    organisation_code: str


class StepUp(TypedDict):
    """Prove who sits there: by a code with a second factor, else by the password."""

    password: NotRequired[str | None]
    code: NotRequired[str | None]


class SecondFactor(TypedDict):
    """One's own second factor, without its secret."""

    stage: FactorStage
    recovery_codes_left: int
    required: bool


class OwnSessionList(TypedDict):
    """A list.

    One of one's own sessions.
    """

    items: list[OwnSession]
    next: str | None


class PasskeyList(TypedDict):
    """A list.

    One of one's own passkeys, without its key.
    """

    items: list[Passkey]
    next: str | None


class SignedIn(TypedDict):
    """A session's token, shown this once, and what is still to be done before it opens."""

    token: str
    stage: SessionStage
