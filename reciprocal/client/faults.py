"""What may go wrong between a client and the service; none repeats what was sent."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing to correct.

    Attributes:
        field: The field, or the header of a file's column.
        fault: What to do.
        row: Of a file, as the program that wrote it counts; None elsewhere.
    """

    field: str
    fault: str
    row: int | None = None

    def __str__(self) -> str:
        """Say where and what, as `row 7, Postcode: Give a postcode.` does."""
        where = "" if self.row is None else f"row {self.row}, "
        return f"{where}{self.field}: {self.fault}"


class ClientFault(Exception):
    """Anything that went wrong."""


class DestinationRefused(ClientFault):
    """Homes and cases are sent to an https address, or to this machine, only."""

    def __init__(self) -> None:
        super().__init__("Give an https address; http is for this machine only.")


class KeyFileRefused(ClientFault):
    """A key file cannot be used; what it holds is never told."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)


class Unreachable(ClientFault):
    """Nobody answered; send the same call with the same key again when you like."""

    def __init__(self) -> None:
        super().__init__("Nobody answered; ask again with the same key.")


class Refused(ClientFault):
    """The service answered no.

    Attributes:
        status: Of HTTP.
        code: Stable; each is in docs/problems.md.
        faults: The fields at fault, each with what to do.
        maybe_done: True when an earlier attempt of this same call was sent and not
            answered: a change by PUT, PATCH or DELETE may be this client's own. Read
            it again. (A POST repeats its key, and is never in doubt.)
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        faults: tuple[Fault, ...],
        maybe_done: bool,  # noqa: FBT001 - an attribute like the others
    ) -> None:
        self.maybe_done = maybe_done
        self.status = status
        self.code = code
        self.faults = faults
        named = "".join(f" {each}" for each in faults)
        super().__init__(f"{status} {code}: {title}{named}")
