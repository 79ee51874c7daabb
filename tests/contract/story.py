"""One story over HTTP in which everybody does, with success, all that they may.

A home goes from the pot to the keys and the old one comes back; beside that way stand
the acts that end something, each on a thing of its own.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from matching.terms import LandlordKind, TenancyKind
from tests.api.standing import PERSONS
from tests.contract import chapter_of_homes_owed as owed
from tests.contract import moving_on, supporting
from tests.contract.a_cycle import a_cycle_begins
from tests.contract.board import a_question_stands, a_round_is_decided
from tests.contract.chapter_of_disputes import lines_are_disputed, raised, told_by_line
from tests.contract.chapter_of_sign_ins import (
    people_mind_their_sign_in,
    somebody_signs_in_elsewhere,
)
from tests.contract.chapter_of_the_book import (
    a_debt_is_given_up,
    a_debt_stands,
    proposed,
    statements_are_read,
)
from tests.contract.taken_back import steps_are_taken_back
from tests.contract.viewing import a_viewing_is_held
from tests.journeys.walking import (
    ATTESTED,
    SERVICE,
    Walk,
    case_body,
    clear_marker,
    countersign,
    decide,
    home_body,
    items,
    open_check,
    open_questions,
    post_home,
    refer,
)
from tests.support.machine import new_key, public_half
from tests.support.world import DAY, World, bearer

ASSOCIATION = "L0001"
PASSWORD = "twelve characters at least"
KEEPERS = (CAMDEN, SERVICE)
"""A landlord and a referring service: who has systems and webhooks."""


def rows() -> Rows:
    """The chain from a void, with a housing association beside the councils."""
    found = chain_from_a_void(DAY)
    association = found.providers[0].model_copy(
        update={
            "code": ASSOCIATION,
            "name": "Lantern Homes (demonstration)",
            "kind": LandlordKind.HOUSING_ASSOCIATION,
            "authority_code": "",
            "grants": (TenancyKind.ASSURED_LIFETIME,),
        }
    )
    first, second, *others = found.requests
    last = others.pop().model_copy(update={"referring_service": "Harbour Refuge"})
    joint = second.model_copy(update={"joint": True})
    return replace(
        found,
        providers=(*found.providers, association),
        requests=(first, joint, *others, last),
    )


class Story:
    """The story, chapter after chapter; each act must succeed."""

    def __init__(self, world: World) -> None:
        self.world = world
        # Keys are given to systems, as they are by default with a file alone.
        keyed = world.working.settings.model_copy(update={"machine_keys": True})
        world.working.settings = keyed
        self._uprns = iter(range(555_000_001, 556_000_000))

    def whole(self) -> None:
        """Tell all of it."""
        self.at_the_front()
        for code in (COORDINATOR, AUDITOR, *KEEPERS):
            self.act(code, "GET", "/v1/me")
        self.people_come_and_go()
        people_mind_their_sign_in(self.world)
        somebody_signs_in_elsewhere(self.world)
        for code in KEEPERS:
            self.systems_come_and_go(code)
            self.webhooks_come_and_go(code)
        self.homes_are_posted()
        self.homes_are_imported()
        self.a_nomination_is_released()
        self.a_case_rests()
        self.a_tenancy_is_declined()
        self.to_the_keys()
        steps_are_taken_back(self.world, self.act)
        a_cycle_begins(self.world, self.act, [self.uprn() for _ in range(4)])
        moving_on.people_move_on(self.world, self.act)
        self.everybody_signs_out()

    def half_way(self) -> None:
        """Leave one of everything that has a reference, and nothing ended."""
        for code in (CAMDEN, HACKNEY, SERVICE):
            self.world.machine(code)
        for code in (HACKNEY, SERVICE):
            self.system(code)
            self.webhook(code)
        walk = Walk(self.world).to("agreed")
        refer(self.world, case_body(HACKNEY, ISLINGTON))
        check = f"/v1/tenancy-checks/{open_check(self.world, HACKNEY)}"
        self.act(HACKNEY, "POST", f"{check}/attest", ATTESTED)
        refer(self.world, case_body(ISLINGTON, walk.old))
        open_check(self.world, ISLINGTON)
        self.nomination()
        a_question_stands(self.world, self.act, self.uprn())
        board = items(self.world, COORDINATOR, "/v1/board/requests")
        one, other = (row["reference"] for row in board[:2])
        known = {"request": one, "other": other, "reason": "acquainted"}
        self.act(COORDINATOR, "POST", "/v1/board/links", known)
        post_home(self.world, HACKNEY, home_body(self.world, HACKNEY, self.uprn()))
        moving_on.a_case_is_offered(self.act, walk.case)
        a_debt_stands(self.world)
        proposed(self.world, self.act, [HACKNEY, ASSOCIATION])
        owed.homes_are_asked_for(self.world, HACKNEY, 1)
        told_by_line(self.world)
        raised(self.world, self.act, HACKNEY)

    def act(
        self,
        code: str,
        method: str,
        path: str,
        body: object | None = None,
        *,
        who: str = "lead",
    ) -> Any:  # noqa: ANN401 - an answer's JSON
        """Act as a person, and return what was answered."""
        answer = self.world.call(code, method, path, body, who=who)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else None

    def by_system(
        self, code: str, method: str, path: str, body: object | None = None
    ) -> Any:  # noqa: ANN401 - likewise
        """Act as a member's system, which says first who it is."""
        for each in (("GET", "/v1/me", None), (method, path, body)):
            answer = self.world.machine_call(code, *each)
            assert answer.is_success, (each[:2], answer.text)
        return answer.json() if answer.content else None

    def uprn(self) -> str:
        """Return the number of an unposted dwelling."""
        return str(next(self._uprns))

    def at_the_front(self) -> None:
        """Knock as a stranger."""
        for path in ("/", "/health/live", "/health/ready"):
            assert self.world.http.get(path).status_code == 200, path

    def people_come_and_go(self) -> None:
        """Each role invites a colleague, who joins and is taken off again."""
        for role, code in PERSONS.items():
            email = f"new.{role.replace('_', '.')}@example.org"
            asked = {"email": email, "role": role}
            token = self.act(code, "POST", "/v1/invitations", asked)["token"]
            taken = {"token": token, "password": PASSWORD}
            answer = self.world.http.post("/v1/invitations/take-up", json=taken)
            assert answer.status_code == 204, answer.text
            people = {
                row["email"]: row["reference"]
                for row in items(self.world, code, "/v1/people")
            }
            self.act(code, "DELETE", f"/v1/people/{people[email]}")
            self.act(code, "GET", "/v1/tasks")

    def systems_come_and_go(self, code: str) -> None:
        """Register a system, give it both kinds of key, and end all of it."""
        path, keys = self.system(code)
        for key in keys:
            self.act(code, "DELETE", key)
        self.act(code, "GET", "/v1/machines")
        self.act(code, "DELETE", path)

    def system(self, code: str) -> tuple[str, tuple[str, ...]]:
        """Register a system with both kinds of key; return its address and theirs."""
        made = self.act(code, "POST", "/v1/machines", {"name": "a passing system"})
        path = f"/v1/machines/{made['reference']}"
        jwk = {"public_key": public_half(new_key())}
        keys = []
        for kind, body in (("public-keys", jwk), ("keys", None)):
            key = self.act(code, "POST", f"{path}/{kind}", body)
            keys.append(f"{path}/{kind}/{key['reference']}")
        return path, tuple(keys)

    def areas_come_and_go(self, path: str) -> None:
        """One more area is stated, looked at again, and ended."""
        asked = {"kind": "sector", "sector": "LS1 1", "reason": "associates"}
        case = self.act(SERVICE, "POST", f"{path}/areas", {"area": asked})
        area = f"{path}/areas/{case['areas_stated'][-1]['reference']}"
        again = {"review_on": None, "expected_end_on": None}
        self.act(SERVICE, "POST", f"{area}/review", again)
        self.act(SERVICE, "POST", f"{area}/end")

    def staff_are_blocked(self, path: str) -> None:
        """The case is closed to somebody, looked at again, and opened."""
        asked = {"sign_in": "nobody.yet@example.org", "reason": "risk"}
        case = self.act(SERVICE, "POST", f"{path}/blocked-staff", asked)
        block = f"{path}/blocked-staff/{case['blocked_staff'][-1]['reference']}"
        again = {"review_on": None, "expected_end_on": None}
        self.act(SERVICE, "POST", f"{block}/review", again)
        self.act(SERVICE, "POST", f"{block}/end")

    def cases_are_linked(self, case: str) -> None:
        """A worker links two cases, and a coordinator two requests; both are ended."""
        cases = items(self.world, SERVICE, "/v1/cases")
        (other, *_) = (row["reference"] for row in cases if row["reference"] != case)
        asked = {"other": other, "reason": "family"}
        path = f"/v1/cases/{case}"
        linked = self.act(SERVICE, "POST", f"{path}/links", asked)
        link = linked["links"][-1]["reference"]
        self.act(SERVICE, "POST", f"{path}/links/{link}/end")
        one, two = items(self.world, COORDINATOR, "/v1/board/requests")[:2]
        asked = {
            "request": one["reference"],
            "other": two["reference"],
            "reason": "acquainted",
        }
        made = self.act(COORDINATOR, "POST", "/v1/board/links", asked)
        self.act(COORDINATOR, "GET", "/v1/board/links")
        path = f"/v1/board/links/{made['reference']}/end"
        self.act(COORDINATOR, "POST", path)

    def webhooks_come_and_go(self, code: str) -> None:
        """Turn the secret of a webhook over, try it, and end it."""
        path, second = self.webhook(code)
        self.act(code, "DELETE", second)
        self.act(code, "POST", f"{path}/ping")
        self.act(code, "POST", f"{path}/send-again")
        for read in (path, f"{path}/failures", "/v1/webhooks"):
            self.act(code, "GET", read)
        self.act(code, "DELETE", path)

    def webhook(self, code: str) -> tuple[str, str]:
        """Register a webhook with two secrets; return its address and the second's."""
        about = "cases" if code == SERVICE else "homes"
        asked = {"about": about, "url": "https://voids.example.com/changed"}
        made = self.act(code, "POST", "/v1/webhooks", asked)
        path = f"/v1/webhooks/{made['reference']}"
        second = self.act(code, "POST", f"{path}/secrets")
        return path, f"{path}/secrets/{second['reference']}"

    def homes_are_posted(self) -> None:
        """A person and a system post, amend and withdraw; a colleague releases."""
        for act in (self.act, self.by_system):
            body = home_body(self.world, ISLINGTON, self.uprn())
            self.act(ISLINGTON, "POST", "/v1/stock", {"uprns": [body["uprn"]]})
            home = act(ISLINGTON, "POST", "/v1/homes", body)["reference"]
            path = f"/v1/homes/{home}"
            act(ISLINGTON, "PATCH", path, {"weekly_rent_pence": 12_010})
            self.act(ISLINGTON, "POST", f"{path}/release", who="deputy")
            act(ISLINGTON, "GET", path)
            act(ISLINGTON, "GET", "/v1/homes")
            act(ISLINGTON, "POST", f"{path}/withdraw")

    def homes_are_imported(self) -> None:
        """A person and a system send a file; a colleague releases what it held."""
        for act in (self.act, self.by_system):
            uprn = self.uprn()
            stock = {"homes": [{"UPRN": uprn}]}
            self.act(ISLINGTON, "POST", "/v1/imports/stock", stock)
            body = home_body(self.world, ISLINGTON, uprn)
            told = act(ISLINGTON, "POST", "/v1/imports/homes", {"homes": [body]})
            (home,) = [row["reference"] for row in told["homes"]]
            released = {"references": [home]}
            self.act(ISLINGTON, "POST", "/v1/homes/release", released, who="deputy")
            act(ISLINGTON, "POST", f"/v1/homes/{home}/withdraw")

    def a_nomination_is_released(self) -> None:
        """A council lets an association's home go, which is then withdrawn."""
        home = self.nomination()
        (asked,) = items(self.world, CAMDEN, "/v1/nominations")
        self.act(CAMDEN, "POST", f"/v1/nominations/{asked['reference']}/release")
        self.act(ASSOCIATION, "POST", f"/v1/homes/{home}/withdraw")

    def nomination(self) -> str:
        """Let an association post a home that a council is asked to let go."""
        body = home_body(
            self.world,
            CAMDEN,
            self.uprn(),
            tenancy_offered="assured_lifetime",
            letting_route="association_nomination",
        )
        return post_home(self.world, ASSOCIATION, body)

    def a_case_rests(self) -> None:
        """A case is stated anew, attested, paused and resumed; consent is withdrawn."""
        asked = case_body(CAMDEN, HACKNEY)
        case = refer(self.world, asked)
        path = f"/v1/cases/{case}"
        areas = {name: asked[name] for name in asked if "area" in name}
        self.act(SERVICE, "PUT", f"{path}/areas", areas)
        people = ("adults", "children", "expected_children")
        stated = {name: asked[name] for name in people}
        self.act(SERVICE, "PUT", f"{path}/household", stated)
        self.areas_come_and_go(path)
        self.staff_are_blocked(path)
        self.cases_are_linked(case)
        self.act(SERVICE, "POST", f"{path}/confirm")
        check = f"/v1/tenancy-checks/{open_check(self.world, CAMDEN)}"
        self.act(CAMDEN, "GET", check)
        self.act(CAMDEN, "POST", f"{check}/attest", ATTESTED)
        countersign(self.world)
        self.act(SERVICE, "POST", f"{path}/pause")
        self.act(SERVICE, "POST", f"{path}/resume")
        self.act(SERVICE, "GET", path)
        self.by_system(SERVICE, "GET", path)
        self.by_system(SERVICE, "GET", "/v1/cases")
        self.act(SERVICE, "DELETE", f"{path}/consents/matching")

    def a_tenancy_is_declined(self) -> None:
        """A landlord says that somebody is no tenant of theirs."""
        refer(self.world, case_body(ISLINGTON, HACKNEY, tenancy_reference="T-none"))
        path = f"/v1/tenancy-checks/{open_check(self.world, ISLINGTON)}/decline"
        self.act(ISLINGTON, "POST", path, {"code": "not_our_tenant"})
        for code in (SERVICE, COORDINATOR):
            self.act(code, "GET", "/v1/options")

    def to_the_keys(self) -> None:
        """A household goes from a proposal to the keys, and its old home comes back."""
        walk = a_round_is_decided(self.world, self.act)
        walk.to_next("offered")
        for act in (self.act, self.by_system):
            act(CAMDEN, "GET", "/v1/offers")
            act(CAMDEN, "GET", f"/v1/offers/{walk.offer}")
        a_viewing_is_held(self.act, walk)
        walk.to_next("accepted")
        supporting.support_is_given(self.act, walk)
        walk.to_next("signed")
        self.world.wait(hours=24)
        self.nobody_else_was_proposed_a_home()
        day = walk.today()
        departure = f"/v1/departures/{walk.departure}"
        self.act(HACKNEY, "GET", departure)
        end = {"tenancy_end": day.isoformat()}
        self.act(HACKNEY, "POST", f"{departure}/tenancy-end", end)
        moving_on.possession_is_had(self.act, departure, day)
        walk.to_next("completed")
        ready = (day + timedelta(days=5)).isoformat()
        empty = {"void_date": day.isoformat(), "ready_date": ready}
        home = self.act(HACKNEY, "POST", f"{departure}/home-empty", empty)
        self.a_person_decides(home["reference"])
        for code in (COORDINATOR, AUDITOR):
            self.act(code, "GET", "/v1/balances")
        a_debt_is_given_up(self.world, self.act, [ISLINGTON, ASSOCIATION])
        told_by_line(self.world)
        statements_are_read(self.act, self.by_system, HACKNEY)
        owed.homes_are_given(self.world, self.act, self.by_system, HACKNEY)
        lines_are_disputed(self.world, self.act)
        self.act(AUDITOR, "GET", "/v1/audit")

    def a_person_decides(self, home: str) -> None:
        """The home that was left is cleared, and a person decides who may enter."""
        path = f"/v1/homes/{home}/marker"
        assert self.act(HACKNEY, "POST", path)["marker"] == "uncleared"
        clear_marker(self.world, HACKNEY, home)
        self.act(COORDINATOR, "POST", "/v1/rounds")
        (asked,) = open_questions(self.world)
        question = f"/v1/board/questions/{asked['reference']}"
        self.act(COORDINATOR, "GET", question)
        decide(self.world, asked["reference"], "safe_for_them")
        self.act(COORDINATOR, "POST", f"{question}/take-back")
        decide(self.world, asked["reference"], "safe_for_them")

    def nobody_else_was_proposed_a_home(self) -> None:
        """A worker reads why of a case in the pot, and a landlord of its homes."""
        cases = items(self.world, SERVICE, "/v1/cases")
        case = next(row["reference"] for row in cases if row["stage"] == "in_pot")
        self.act(SERVICE, "GET", f"/v1/cases/{case}/no-home-yet")
        for act in (self.act, self.by_system):
            act(CAMDEN, "GET", "/v1/unused-homes")

    def everybody_signs_out(self) -> None:
        """Each role ends the session it is in."""
        for code in PERSONS.values():
            known = bearer(self.world.token(code))
            answer = self.world.http.delete("/v1/sessions/current", headers=known)
            assert answer.status_code == 204, answer.text
