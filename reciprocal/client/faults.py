"""What may go wrong between a client and the service; none repeats what was sent."""


class ClientFault(Exception):
    """Anything that went wrong."""


class DestinationRefused(ClientFault):
    """Homes and cases are sent to an https address, or to this machine, only."""

    def __init__(self) -> None:
        super().__init__("Give an https address; http is for this machine only.")


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
        faults: tuple[tuple[str, str], ...],
        maybe_done: bool,  # noqa: FBT001 - an attribute like the others
    ) -> None:
        self.maybe_done = maybe_done
        self.status = status
        self.code = code
        self.faults = faults
        named = "".join(f" {field}: {fault}" for field, fault in faults)
        super().__init__(f"{status} {code}: {title}{named}")
