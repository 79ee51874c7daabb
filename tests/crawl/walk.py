"""The walk of m from a draft to the keys, of n into the home m left, and the ends.

Each act is somebody's over HTTP; after each stage everybody looks at everything.
"""

from typing import Any

from sqlmodel import select

from reciprocal.access.actor import service
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import run
from tests.crawl import bodies
from tests.crawl.crawler import Crawler
from tests.crawl.scheme import BLOCKED, NOTE, M, Q, R, S, W
from tests.journeys.walking import talked_through
from tests.support.world import World, solve_here

Json = dict[str, Any]


WEBHOOKS = (
    ("D.lead", "homes"),
    ("D.lead", "offers"),
    ("S.lead", "homes"),
    ("A.worker", "cases"),
    ("B.worker", "cases"),
)
"""Who is told of what, over the whole walk."""


class Walk:
    """The walk, stage after stage."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.world: World = crawler.world
        self.act = crawler.act
        self.items = crawler.items
        self._held: list[str] = []
        # A round is solved and published when the walk says so, to look in between.
        self.world.working.run_round = self._held.append  # type: ignore[method-assign,assignment]

    @property
    def today(self) -> Any:  # noqa: ANN401 - a date
        return self.world.hands.now().date()

    def whole(self) -> None:
        """Walk all of it."""
        self.to_pot()
        self.to_proposal()
        self.to_acceptance()
        self.to_keys()
        self.next_household()
        self.other_ends()

    def to_pot(self) -> None:
        """Post q by machine; refer m and carry it to the pot."""
        look = self.crawler.crawl
        self.act("D.lead", "POST", "/v1/stock", {"uprns": [Q.uprn]}, expect=201)
        for name, about in WEBHOOKS:
            asked = {"about": about, "url": "https://voids.example.com/changed"}
            self.act(name, "POST", "/v1/webhooks", asked, expect=201)
        posting = bodies.posting(Q, self.today)
        self.act("D.system", "POST", "/v1/homes", posting, expect=201)
        look("before")
        self.crawler.stage = "draft"
        referral = bodies.referral(M, self.today)
        made = self.act("A.worker", "POST", "/v1/cases", referral, expect=201)
        self.case = f"/v1/cases/{made['reference']}"
        self.act("A.worker", "PUT", f"{self.case}/areas", bodies.areas(M))
        self.act("A.worker", "PUT", f"{self.case}/household", bodies.people(M))
        blocked = {"sign_in": BLOCKED, "reason": "risk"}
        self.act("A.worker", "POST", f"{self.case}/blocked-staff", blocked)
        duty = {"duty": "main"}
        path = f"{self.case}/homelessness-duty"
        self.act("A.worker", "POST", path, duty, expect=204)
        for purpose in ("matching", "tenancy_check", "offer"):
            consent = {"purpose": purpose}
            self.act("A.worker", "POST", f"{self.case}/consents", consent, expect=204)
        look("draft")
        self.crawler.stage = "awaiting"
        self.act("A.worker", "POST", f"{self.case}/submit")
        look("awaiting")
        self.world.wait(hours=26)
        look("asked")
        self.crawler.stage = "attested"
        (check,) = [
            row
            for row in self.items("S.lead", "/v1/tenancy-checks")
            if row["stage"] == "asked"
        ]
        attestation = bodies.attestation(M, self.today)
        path = f"/v1/tenancy-checks/{check['reference']}/attest"
        self.act("S.lead", "POST", path, attestation)
        look("attested")
        self.crawler.stage = "countersigned"
        (waiting,) = self.items("coordinator", "/v1/board/attestations")
        path = f"/v1/board/attestations/{waiting['reference']}/countersign"
        self.act("coordinator", "POST", path, expect=204)
        self.link_to_p()
        look("countersigned")

    def link_to_p(self) -> None:
        """Let the coordinator link m with p, of which neither worker is told."""
        rows = self.items("coordinator", "/v1/board/requests")
        board = {row["landlord"]: row["reference"] for row in rows}
        link = {"request": board[S.name], "other": board[W.name], "reason": "same_risk"}
        self.act("coordinator", "POST", "/v1/board/links", link, expect=201)

    def to_proposal(self) -> None:
        """Run a round in three looks: frozen, solved, decided."""
        self.round("frozen", "solved", "proposed")
        assert self.act("A.worker", "GET", f"{self.case}/proposal")["stage"]

    def round(self, *looks: str) -> None:
        """Freeze, solve and decide a round; look after each act, or the last."""
        database = self.world.working.database
        self.crawler.stage = looks[0]
        frozen = self.act("coordinator", "POST", "/v1/rounds", expect=202)
        for look in looks[:-2]:
            self.crawler.crawl(look)
        run.solve_round(database, self._held[-1], lambda _: None, solve=solve_here)
        for look in looks[1:-1]:
            self.crawler.crawl(look)
        self.decide(frozen["reference"])
        self.crawler.crawl(looks[-1])

    def decide(self, reference: str) -> None:
        """Let the coordinator's person agree to every move of a plan."""
        path = f"/v1/rounds/{reference}"
        steps = self.items("coordinator", f"{path}/steps")
        numbers = {s["exchange_number"] for s in steps if s["kind"] == "ready"}
        agreed = [{"exchange_number": n, "answer": "agreed"} for n in sorted(numbers)]
        self.act("coordinator", "POST", f"{path}/decide", {"decisions": agreed})

    def to_acceptance(self) -> None:
        """Let the worker look, both landlords answer, and the household."""
        look = self.crawler.crawl
        self.crawler.stage = "offered"
        path = f"{self.case}/proposal/safety-look"
        self.quiet_for_S("A.worker", "POST", path, {"safe": True})
        look("offered")
        (offer,) = self.items("D.lead", "/v1/offers")
        self.offer = f"/v1/offers/{offer['reference']}"
        self.world.wait(hours=24)
        look("departing")
        (departure,) = self.items("S.lead", "/v1/departures")
        self.departure = f"/v1/departures/{departure['reference']}"
        self.crawler.stage = "agreed"
        stands = {"tenancy_stands": True}
        self.act("S.lead", "POST", f"{self.departure}/answer", stands)
        self.quiet_for_S("D.lead", "POST", f"{self.offer}/answer", {"agreed": True})
        look("agreed")
        self.to_the_viewing()
        self.crawler.stage = "accepted"
        through = talked_through(self.today)
        self.act("A.worker", "POST", f"{self.case}/support", through)
        path = f"{self.case}/proposal/answer"
        self.quiet_for_S("A.worker", "POST", path, bodies.YES)
        self.support_is_given()
        look("accepted")

    def to_the_viewing(self) -> None:
        """Offer a viewing, hold it, and warn a household that is owed a duty."""
        day = self.today.isoformat()
        offered = {"way": "in_person", "on": day}
        held = {"outcome": "held", "on": day}
        step = f"{self.case}/proposal"
        for name, path, body in (
            ("D.lead", f"{self.offer}/viewing", offered),
            ("A.worker", f"{step}/viewing", held),
            ("A.worker", f"{step}/final-offer-warning", bodies.WARNED),
        ):
            self.quiet_for_S(name, "POST", path, body, expect=204)
        self.crawler.crawl("agreed")

    def support_is_given(self) -> None:
        """Let the worker and both landlords write down what they did for m."""
        for name, path, item, outcome in (
            ("A.worker", self.case, "incident", "reported"),
            ("D.lead", self.offer, "newcomers_contacted", "made"),
            ("S.lead", self.departure, "damage_not_recharged", "no_damage"),
        ):
            fact = {"item": item, "outcome": outcome, "happened_on": f"{self.today}"}
            self.act(name, "POST", f"{path}/support", {"facts": [fact]})
        note = {"note": NOTE}
        self.act("A.worker", "POST", f"{self.case}/support/note", note)

    def to_keys(self) -> None:
        """Sign, give notice of the old tenancy, start the new one, empty the home."""
        look = self.crawler.crawl
        self.crawler.stage = "signed"
        tenancy = {
            "tenancy_granted": "secure_lifetime",
            "rent_basis": "social",
            "tenancy_start": self.today.isoformat(),
        }
        self.quiet_for_S("D.lead", "POST", f"{self.offer}/sign-up", tenancy)
        look("signed")
        self.world.wait(hours=24)
        self.crawler.stage = "notice"
        end = {"tenancy_end": self.today.isoformat()}
        self.act("S.lead", "POST", f"{self.departure}/tenancy-end", end)
        look("notice")
        self.crawler.stage = "completed"
        self.quiet_for_S("D.lead", "POST", f"{self.offer}/tenancy-started")
        look("completed")
        self.crawler.stage = "emptied"
        day = self.today.isoformat()
        empty = {"void_date": day, "ready_date": day}
        self.act("S.lead", "POST", f"{self.departure}/home-empty", empty)
        look("emptied")

    def next_household(self) -> None:
        """Propose the home m left to n, offer it, and let S withdraw it."""
        look = self.crawler.crawl
        self.marker_is_cleared()
        self.round("again_proposed")
        (case,) = [
            row
            for row in self.items("B.worker", "/v1/cases")
            if row["stage"] == "proposed"
        ]
        path = f"/v1/cases/{case['reference']}/proposal/safety-look"
        self.crawler.stage = "again_offered"
        self.act("B.worker", "POST", path, {"safe": True})
        look("again_offered")
        (offer,) = self.items("S.lead", "/v1/offers")
        self.crawler.stage = "again_ended"
        no = {"agreed": False, "code": "home_not_ready"}
        self.act("S.lead", "POST", f"/v1/offers/{offer['reference']}/answer", no)
        look("again_ended")

    def marker_is_cleared(self) -> None:
        """Let S clear the home m left, and a person of the coordinator decide on n."""
        (home,) = self.items("S.lead", "/v1/homes")
        path = f"/v1/homes/{home['reference']}/marker"
        assert self.act("S.lead", "POST", path)["marker"] == "uncleared"
        self.act("S.lead", "POST", f"{path}/clear", bodies.clearance(self.today))
        frozen = self.act("coordinator", "POST", "/v1/rounds", expect=202)
        database = self.world.working.database
        run.solve_round(database, self._held[-1], lambda _: None, solve=solve_here)
        self.decide(frozen["reference"])
        (asked,) = self.items("coordinator", "/v1/board/questions")
        path = f"/v1/board/questions/{asked['reference']}"
        self.act("coordinator", "POST", f"{path}/decide", bodies.DECIDED)
        self.act("coordinator", "POST", f"{path}/take-back")
        self.act("coordinator", "POST", f"{path}/decide", bodies.DECIDED)

    def other_ends(self) -> None:
        """Decline r, and pause and close p."""
        look = self.crawler.crawl
        self.crawler.stage = "declining"
        referral = bodies.referral(R, self.today)
        made = self.act("B.worker", "POST", "/v1/cases", referral, expect=201)
        path = f"/v1/cases/{made['reference']}"
        for purpose in ("matching", "tenancy_check"):
            consent = {"purpose": purpose}
            self.act("B.worker", "POST", f"{path}/consents", consent, expect=204)
        self.act("B.worker", "POST", f"{path}/submit")
        self.world.wait(hours=26)
        look("declining")
        self.crawler.stage = "declined"
        (check,) = [
            row
            for row in self.items("W.lead", "/v1/tenancy-checks")
            if row["stage"] == "asked"
        ]
        path = f"/v1/tenancy-checks/{check['reference']}/decline"
        self.act("W.lead", "POST", path, {"code": "not_our_tenant"})
        (case,) = self.items("A.other", "/v1/cases")
        path = f"/v1/cases/{case['reference']}"
        self.act("A.other", "POST", f"{path}/pause", expect=204)
        look("declined")
        self._close(case["reference"])
        look("closed")

    def quiet_for_S(  # noqa: N802 - S is the old landlord
        self,
        name: str,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        expect: int = 200,
    ) -> None:
        """Act, and see that the old landlord's desk says nothing for an hour."""
        before = self._desk_of_S()
        self.act(name, method, path, body, expect=expect)
        for minutes in (0, 59):
            self.world.wait(minutes=minutes)
            if self._desk_of_S() != before:
                stage = self.crawler.stage
                self.crawler.faults.append(
                    f"S.lead was told of an act of {name} within the hour at {stage}"
                )

    def _desk_of_S(self) -> Json:  # noqa: N802 - likewise
        lists = {
            path: self.items("S.lead", path) for path in ("/v1/tasks", "/v1/departures")
        }
        for row in lists["/v1/departures"]:
            path = f"/v1/departures/{row['reference']}"
            lists[path] = self.act("S.lead", "GET", path)
        return lists

    def _close(self, case_ref: str) -> None:
        """Close a case, for which there is no route yet."""
        alone = service(self.world.loaded.scheme_id)
        with self.world.acting(alone) as session:
            row = session.exec(
                select(PropertyRequest).where(PropertyRequest.case_ref == case_ref)
            ).one()
            requests.change_state(
                session, actor=alone, request=row, event=RequestEvent.CLOSE
            )
