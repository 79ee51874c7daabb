"""Visits every route as everybody, and writes down what each was told.

It knows no rule of who may see what: it collects sightings, and `may_see` judges.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any

from fastapi import FastAPI

from tests.crawl import desks, meddling
from tests.crawl.canaries import Finder
from tests.crawl.doors import api_routes, field_names, get_templates, template_of
from tests.crawl.elsewhere import talk_of_sql
from tests.crawl.parties import Party
from tests.pages.crawling import route_of
from tests.support.minutes import SOAKING
from tests.support.tags import OVERWRITES, knowing
from tests.support.world import World, keyed

_REFERENCE = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{64})(?![0-9a-f])")
_CODE = re.compile(r'"([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})"')
_MAY_BE_UNREADY = frozenset({"/health/ready"})  # the walk has no background worker
_REFUSED = frozenset({401, 403})
_LOOK_AGAIN_AT_REFUSED = 0.1
_TRY_FOREIGN = 0.5
REVEALING = frozenset({"accepted", "again_offered"})
"""Where nothing is sampled away, save in whose things are asked for."""
ACTED_AT = frozenset({"accepted"})
"""Where everybody tries every act on what is not theirs; at each stage in the soak."""
NOT_THEIRS = frozenset({"foreign", "colleague", "random"})
_OLD_END = frozenset({"m.left.uprn", "m.left.address", "m.left.postcode"})
_NEW_END = frozenset({"v.uprn", "v.address", "v.postcode"})


@dataclass(frozen=True, order=True)
class Sighting:
    """A canary in an answer; where and to whom, never its text."""

    kind: str
    party: str
    route: str
    stage: str


@dataclass(frozen=True, order=True)
class Cell:
    """One way of coming to the door: who, where, at which stage, with whose thing."""

    route: str
    party: str
    stage: str
    whose: str


@dataclass
class Crawler:
    """The crawl of one walk.

    Attributes:
        stage: Where the walk stands, as the table of `may_see` names it.
        tokens: Every reference and code each organisation was told, with the route.
        looking: Who looks around at each stage; everybody when empty.
    """

    world: World
    parties: dict[str, Party]
    finder: Finder
    random: Random
    stage: str = "before"
    cells: set[Cell] = field(default_factory=set)
    sightings: set[Sighting] = field(default_factory=set)
    both_ends: set[Cell] = field(default_factory=set)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)
    looking: frozenset[str] = frozenset()
    requests: int = 0
    answers: dict[Cell, set[int]] = field(default_factory=dict)

    @property
    def app(self) -> FastAPI:
        """Return the app whose door is tried."""
        app = self.world.http.app
        assert isinstance(app, FastAPI)
        return app

    def act(
        self,
        name: str,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 - JSON
        *,
        expect: int = 200,
    ) -> Any:  # noqa: ANN401 - an answer's JSON
        """Let a party act, look at the answer like at any other, and return it."""
        template = template_of(method, path.partition("?")[0])
        talk_of_sql(loud=True)
        answer = self.visit(self.parties[name], method, template, path, body, "acted")
        talk_of_sql(loud=False)
        assert answer.status_code == expect, (name, method, template, answer.json())
        return answer.json() if answer.content else None

    def items(self, name: str, path: str) -> list[Any]:
        """Read a list as a party."""
        found: list[Any] = self.act(name, "GET", path)["items"]
        return found

    def crawl(self, stage: str) -> None:
        """Visit every GET route as everybody, with own, others' and random things."""
        self.stage = stage
        plain = [path for path in get_templates() if "{" not in path]
        keyed = [path for path in get_templates() if "{" in path]
        visitors = [
            party
            for party in self.parties.values()
            if not self.looking or party.name in self.looking
        ]
        for party in visitors:
            for template in plain:
                if self._worth(party, template):
                    self.visit(party, "GET", template, template, None, "list")
        for party in visitors:
            for template in keyed:
                if self._worth(party, template):
                    for whose, reference in self._choices(party, template):
                        path = template.replace("{reference}", reference)
                        self.visit(party, "GET", template, path, None, whose)

        if SOAKING or stage in desks.LOOKED_AT:
            self._desks(visitors)
        if SOAKING or stage in ACTED_AT:
            meddling.try_acts(self, visitors)

    def _desks(self, visitors: list[Party]) -> None:
        """Let every person follow their pages, and try those of everybody else."""
        people = [party for party in visitors if party.role in desks.PERSONS]
        own = {party.name: desks.follow(self, party) for party in people}
        for party in people:
            for other in people:
                if other.organisation == party.organisation:
                    continue
                theirs = sorted(
                    path for path in own[other.name] if _REFERENCE.search(path)
                )
                for path in self.random.sample(theirs, min(2, len(theirs))):
                    self.requests += 1
                    status = desks.read(self, party, path).status_code
                    if status != HTTPStatus.NOT_FOUND:
                        where = route_of(path)
                        self.faults.append(f"{where} answered {party.name} {status}")

    def see_page(self, party: Party, route: str, answer: Any) -> None:  # noqa: ANN401
        """Look at a page as at any other answer."""
        name = f"GET {route}"
        cell = Cell(name, party.name, self.stage, "own")
        self.cells.add(cell)
        self.requests += 1
        texts = (desks.told(answer.text), str(dict(answer.headers)))
        self.look(texts, party.name, name, cell)
        seen = self.tokens.setdefault(party.organisation, {})
        for token in _REFERENCE.findall(answer.text):
            seen.setdefault(token, name)
        if answer.status_code != HTTPStatus.OK:
            self.faults.append(f"{cell} answered {answer.status_code}")

    def shout(self) -> None:
        """Send canaries where they do not belong: in bodies, queries and paths.

        Nothing that was sent may come back, whoever sent it; a field's name neither.
        """
        self.stage = "shouted"
        by_role = {party.role: party for party in self.parties.values()}
        text = {canary.kind: canary.text for canary in self.finder.canaries}
        for route in api_routes():
            for party in by_role.values():
                for method in sorted(route.methods):
                    path = re.sub(r"{\w+}", text["v.address"], route.path)
                    junk = dict.fromkeys(field_names(route), text["m.left.address"])
                    junk[text["v.postcode"]] = text["m.tenancy_reference"]
                    body = None if method == "GET" else junk
                    asked = f"{path}?postcode={text['m.left.postcode']}"
                    for where in (path, asked) if "{" in route.path else (asked,):
                        self.visit(party, method, route.path, where, body, "shouted")
                    known = re.sub(r"{\w+}", secrets.token_hex(16), route.path)
                    # What takes neither a body nor a reference would be obeyed.
                    refusable = bool(field_names(route)) or known != route.path
                    if method != "GET" and refusable:
                        self.visit(party, method, route.path, known, body, "shouted")

    def _worth(self, party: Party, template: str) -> bool:
        """Look only now and then where the door was shut, or says the same to all."""
        return (
            SOAKING
            or self.stage in REVEALING
            or (
                template.startswith("/v1")
                and (party.name, template) not in self.refused
            )
            or self.random.random() < _LOOK_AGAIN_AT_REFUSED
        )

    def _choices(self, party: Party, template: str) -> Iterator[tuple[str, str]]:
        """Give own things of the kind, others' (a sample in CI), and a random one."""
        kind = template.split("/{", maxsplit=1)[0]
        own = party.references.get(kind, set())
        for reference in sorted(own):
            yield "own", reference
        strangers = [
            other
            for other in self.parties.values()
            if other.organisation != party.organisation
        ]
        fitting = {ref for other in strangers for ref in other.references.get(kind, ())}
        anything = {ref for other in self.parties.values() for ref in other.known}
        if SOAKING:
            foreign = sorted(anything - own)
        else:
            # One that opens for somebody else, or one of another kind; both where
            # most is told.
            drawn = [
                self.random.choice(sorted(found - own))
                for found in (fitting, anything)
                if found - own
            ]
            self.random.shuffle(drawn)
            trying = self.random.random() < _TRY_FOREIGN
            foreign = drawn if self.stage in REVEALING else drawn[:trying]
        for reference in foreign:
            yield "foreign", reference
        for reference in self.of_colleagues(party, kind):
            yield "colleague", reference
        if SOAKING or self.stage in REVEALING:
            yield "random", secrets.token_hex(16)

    def of_colleagues(self, party: Party, kind: str) -> list[str]:
        """Return the cases of the same service that are not this worker's."""
        if kind != "/v1/cases" or party.role != "referring_worker":
            return []
        theirs = {
            reference
            for other in self.parties.values()
            if other.organisation == party.organisation and other.role == party.role
            for reference in other.references.get(kind, ())
        }
        return sorted(theirs - party.references.get(kind, set()))

    def visit(
        self,
        party: Party,
        method: str,
        template: str,
        path: str,
        body: Any,  # noqa: ANN401 - JSON
        whose: str,
    ) -> Any:  # noqa: ANN401 - an httpx response
        headers = party.headers_for(method, path)
        if whose in {"own", "acted"}:
            headers = knowing(self.world.http, method, path, party.headers_for)
        elif whose in NOT_THEIRS and method in OVERWRITES:
            headers = headers | {"If-Match": '"a tag made up"'}
        headers |= keyed(method)
        answer = self.world.http.request(method, path, json=body, headers=headers)
        self.requests += 1
        route = f"{method} {template}"
        cell = Cell(route, party.name, self.stage, whose)
        self.cells.add(cell)
        self.answers.setdefault(cell, set()).add(answer.status_code)
        # Apart, since bodies repeat where headers do not: each text is searched once.
        self.look((answer.text, str(dict(answer.headers))), party.name, route, cell)
        self._learn(party, template, answer)
        if answer.status_code in _REFUSED:
            self.refused.add((party.name, template))
        opened = whose in NOT_THEIRS and answer.status_code == 200
        broken = answer.status_code >= 500 and template not in _MAY_BE_UNREADY
        if opened or broken:
            self.faults.append(f"{cell} answered {answer.status_code}")
        return answer

    def look(self, texts: tuple[str, ...], party: str, route: str, cell: Cell) -> None:
        """Write down every canary in the texts of one answer."""
        kinds = frozenset[str]().union(*map(self.finder.kinds_in, texts))
        for kind in kinds:
            self.sightings.add(Sighting(kind, party, route, self.stage))
        if kinds & _OLD_END and kinds & _NEW_END:
            self.both_ends.add(cell)

    def _learn(self, party: Party, template: str, answer: Any) -> None:  # noqa: ANN401
        if template == "/openapi.json" or not answer.is_success or not answer.content:
            return
        seen = self.tokens.setdefault(party.organisation, {})
        references = set(_REFERENCE.findall(answer.text))
        for token in references | set(_CODE.findall(answer.text)):
            seen.setdefault(token, template)
        known = {token for token in references if len(token) == 32}
        party.references.setdefault("", set()).update(known)
        self._sort(party, template, answer.json())

    def _sort(self, party: Party, template: str, told: Any) -> None:  # noqa: ANN401
        """Remember under which list's path a reference belongs."""
        kind = template.split("/{", maxsplit=1)[0]
        for row in told.get("items", [told]) if isinstance(told, dict) else []:
            if isinstance(row, dict) and isinstance(row.get("reference"), str):
                party.references.setdefault(kind, set()).add(row["reference"])
