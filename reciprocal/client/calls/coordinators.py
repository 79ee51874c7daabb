"""Coordinators: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.coordinators import (
    AttestationList,
    BoardHomeList,
    BoardProposalList,
    BoardRequestList,
    NoHomeYetList,
    Round,
    RoundList,
    RoundStepList,
)


class Coordinators(Calls):
    """The board and the rounds."""

    def board_homes(self) -> Answer[BoardHomeList]:
        """List the homes in the pot: the area, and no address."""
        return self._send("GET", "/v1/board/homes")

    def board_requests(self) -> Answer[BoardRequestList]:
        """List the requests in the pot, the most urgent and longest waiting first."""
        return self._send("GET", "/v1/board/requests")

    def board_proposals(self) -> Answer[BoardProposalList]:
        """List the steps that were proposed and where each stands."""
        return self._send("GET", "/v1/board/proposals")

    def attestations(self) -> Answer[AttestationList]:
        """List the attestations that wait for your name."""
        return self._send("GET", "/v1/board/attestations")

    def countersign(self, reference: str) -> Answer[None]:
        """Put your name to an attestation, for new landlords to rely on."""
        return self._send(
            "POST",
            "/v1/board/attestations/{reference}/countersign",
            at={"reference": reference},
        )

    def rounds(self) -> Answer[RoundList]:
        """List the scheme's rounds, the newest first."""
        return self._send("GET", "/v1/rounds")

    def run_round(self) -> Answer[Round]:
        """Freeze the pot and start a round; it is solved in the background."""
        return self._send("POST", "/v1/rounds")

    def one_round(self, reference: str) -> Answer[Round]:
        """Read one round: what went in, what came out, and the proof beside it."""
        return self._send("GET", "/v1/rounds/{reference}", at={"reference": reference})

    def round_steps(self, reference: str) -> Answer[RoundStepList]:
        """List a plan's steps, chains before cycles, ready ones and forecasts."""
        return self._send(
            "GET", "/v1/rounds/{reference}/steps", at={"reference": reference}
        )

    def no_home_yet(self, reference: str) -> Answer[NoHomeYetList]:
        """List who has no home yet and the main reason, without a place."""
        return self._send(
            "GET", "/v1/rounds/{reference}/no-home-yet", at={"reference": reference}
        )
