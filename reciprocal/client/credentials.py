"""Who calls: a person with a session, or a system with its key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reciprocal.client.connection import Connection


@dataclass(slots=True)
class PersonSignIn:
    """A person, who signs in at the first call and again when the session has ended.

    Attributes:
        code: Asks them for a code of their second factor, where they have one.
    """

    email: str
    password: str = field(repr=False)
    code: Callable[[], str] | None = field(default=None, repr=False, kw_only=True)
    _token: str | None = field(default=None, repr=False)

    def headers(self, send: "Connection", method: str, url: str) -> dict[str, str]:
        """Return the session's token."""
        del method, url
        if self._token is None:
            self._token = send.sign_in(self.email, self.password, self.code)
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Sign in anew at the next attempt."""
        self._token = None
        return True


@dataclass(frozen=True, slots=True)
class SystemKey:
    """A system with its key: on a service that keeps its data in one file only."""

    key: str = field(repr=False)

    def headers(self, send: "Connection", method: str, url: str) -> dict[str, str]:
        """Return the key."""
        del send, method, url
        return {"Authorization": f"Bearer {self.key}"}

    def renew(self) -> bool:
        """Say that a key is not renewed by itself."""
        return False
