"""Own sign-in: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.own_sign_in import (
    AddPasskey,
    ChangePassword,
    CompleteSignOn,
    OwnSessionList,
    Passkey,
    PasskeyList,
    PasskeyQuestion,
    RecoveryCodes,
    SecondFactor,
    SecondFactorSecret,
    ShowCode,
    ShowPasskey,
    SignedIn,
    SignIn,
    SignOnStarted,
    StartSignOn,
    StepUp,
)


class OwnSignIn(Calls):
    """Sessions, password, second factor."""

    def sign_in(self, body: SignIn) -> Answer[SignedIn]:
        """Start a session; its stage says what is to be done before its token opens."""
        return self._send("POST", "/v1/sessions", body=body)

    def own_sessions(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[OwnSessionList]:
        """List where you are signed in, the newest first."""
        return self._send(
            "GET", "/v1/sessions", query={"limit": limit, "cursor": cursor}
        )

    def sign_out_everywhere(self) -> Answer[None]:
        """End every session of yours at once, this one too."""
        return self._send("DELETE", "/v1/sessions")

    def sign_out(self) -> Answer[None]:
        """End this session at once."""
        return self._send("DELETE", "/v1/sessions/current")

    def show_second_factor(
        self, body: ShowCode, *, key: str | None = None
    ) -> Answer[SignedIn]:
        """Show a code of your app or from paper; take the new token from then on."""
        return self._send(
            "POST", "/v1/sessions/current/second-factor", body=body, key=key
        )

    def step_up(self, body: StepUp, *, key: str | None = None) -> Answer[None]:
        """Prove that it is still you; for five minutes more doors open to this session."""
        return self._send("POST", "/v1/sessions/current/step-up", body=body, key=key)

    def end_session(
        self, reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End one session of yours at once."""
        return self._send(
            "DELETE",
            "/v1/sessions/{reference}",
            at={"reference": reference},
            if_match=if_match,
        )

    def sign_out_colleague(
        self, reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End every session of somebody of your organisation at once."""
        return self._send(
            "DELETE",
            "/v1/people/{reference}/sessions",
            at={"reference": reference},
            if_match=if_match,
        )

    def change_password(
        self, body: ChangePassword, *, key: str | None = None
    ) -> Answer[None]:
        """Choose another password; your other sessions end."""
        return self._send("POST", "/v1/password", body=body, key=key)

    def own_second_factor(
        self, *, known: Answer[SecondFactor] | None = None
    ) -> Answer[SecondFactor]:
        """Say whether you have a second factor, and how many codes on paper are left."""
        return self._send("GET", "/v1/second-factor", known=known)

    def start_second_factor(
        self, *, key: str | None = None
    ) -> Answer[SecondFactorSecret]:
        """Begin to set a second factor up: give the secret, shown this once, to an app."""
        return self._send("POST", "/v1/second-factor", key=key)

    def remove_second_factor(self) -> Answer[None]:
        """Remove your own second factor; where one is required, set another up next."""
        return self._send("DELETE", "/v1/second-factor")

    def confirm_second_factor(
        self, body: ShowCode, *, key: str | None = None
    ) -> Answer[RecoveryCodes]:
        """Take your second factor into use; keep the codes, shown this once, on paper."""
        return self._send("POST", "/v1/second-factor/confirm", body=body, key=key)

    def reset_second_factor(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[None]:
        """Sign a colleague out, to set another second factor up within a day."""
        return self._send(
            "POST",
            "/v1/people/{reference}/second-factor-reset",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def own_passkeys(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[PasskeyList]:
        """List your own passkeys, the oldest first."""
        return self._send(
            "GET", "/v1/passkeys", query={"limit": limit, "cursor": cursor}
        )

    def add_passkey(
        self, body: AddPasskey, *, key: str | None = None
    ) -> Answer[Passkey]:
        """Keep a key that your device has made; it stands beside your app's codes."""
        return self._send("POST", "/v1/passkeys", body=body, key=key)

    def ask_to_add(self, *, key: str | None = None) -> Answer[PasskeyQuestion]:
        """Ask what your device needs to make a key; answer within five minutes."""
        return self._send("POST", "/v1/passkeys/questions", key=key)

    def remove_passkey(
        self, reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """Forget one of your passkeys; its device opens nothing from then on."""
        return self._send(
            "DELETE",
            "/v1/passkeys/{reference}",
            at={"reference": reference},
            if_match=if_match,
        )

    def ask_to_show(self, *, key: str | None = None) -> Answer[PasskeyQuestion]:
        """Ask what your device needs to show a key; answer within five minutes."""
        return self._send("POST", "/v1/sessions/current/passkey-questions", key=key)

    def show_passkey(
        self, body: ShowPasskey, *, key: str | None = None
    ) -> Answer[SignedIn]:
        """Show a passkey in place of a code; take the new token from then on."""
        return self._send("POST", "/v1/sessions/current/passkey", body=body, key=key)

    def start_sign_on(self, body: StartSignOn) -> Answer[SignOnStarted]:
        """Begin to sign in with your organisation's provider; keep the binding."""
        return self._send("POST", "/v1/single-sign-on", body=body)

    def complete_sign_on(self, body: CompleteSignOn) -> Answer[SignedIn]:
        """Come back from your organisation's provider with its code, once."""
        return self._send("POST", "/v1/single-sign-on/complete", body=body)
