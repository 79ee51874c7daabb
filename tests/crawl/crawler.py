"""Visits every route as everybody, and writes down what each was told.

It knows no rule of who may see what: it collects sightings, and `may_see` judges.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fastapi.routing import APIRoute

from api.routes import ROUTERS
from tests.crawl.canaries import Finder
from tests.crawl.parties import Party
from tests.support.minutes import SOAKING
from tests.support.world import World

_REFERENCE = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{64})(?![0-9a-f])")
_CODE = re.compile(r'"([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})"')
_SAMPLE_OF_FOREIGN = 1
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
    requests: int = 0

    def act(
        self, name: str, method: str, path: str, body: Any = None, *, expect: int = 200
    ) -> Any:  # noqa: ANN401 - an answer's JSON
        """Let a party act, look at the answer like at any other, and return it."""
        template = _template_of(method, path)
        answer = self._visit(self.parties[name], method, template, path, body, "own")
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
        for party in self.parties.values():
            for template in plain:
                self._visit(party, "GET", template, template, None, "list")
        everything = sorted(set().union(*(p.known for p in self.parties.values())))
        for party in self.parties.values():
            for template in keyed:
                for whose, reference in self._choices(party, template, everything):
                    path = template.replace("{reference}", reference)
                    self._visit(party, "GET", template, path, None, whose)

    def _choices(
        self, party: Party, template: str, everything: list[str]
    ) -> Iterator[tuple[str, str]]:
        """Give own things of the kind, a sample of all others, and a random one."""
        own = party.references.get(template.split("/{")[0], set())
        for reference in sorted(own):
            yield "own", reference
        others = [each for each in everything if each not in own]
        if not SOAKING and len(others) > _SAMPLE_OF_FOREIGN:
            fitting = sorted(
                set().union(
                    *(
                        other.references.get(template.split("/{")[0], set())
                        for other in self.parties.values()
                        if other.organisation != party.organisation
                    )
                )
                - own
            )
            # One that would open for somebody else, and one of any other kind.
            others = self.random.sample(others, _SAMPLE_OF_FOREIGN)
            others += self.random.sample(fitting, min(1, len(fitting)))
        for reference in others:
            yield "foreign", reference
        yield "random", secrets.token_hex(16)

    def _visit(
        self,
        party: Party,
        method: str,
        template: str,
        path: str,
        body: Any,  # noqa: ANN401 - JSON
        whose: str,
    ) -> Any:  # noqa: ANN401 - an httpx response
        answer = self.world.http.request(
            method, path, json=body, headers=party.headers
        )
        self.requests += 1
        route = f"{method} {template}"
        cell = Cell(route, party.name, self.stage, whose)
        self.cells.add(cell)
        told = f"{answer.text}\n{dict(answer.headers)}"
        self.look(told, party.name, route, cell)
        self._learn(party, template, answer)
        if answer.status_code >= 500 or (
            whose != "own" and "{" in template and answer.status_code == 200
        ):
            self.faults.append(f"{cell} answered {answer.status_code}")
        return answer

    def look(self, text: str, party: str, route: str, cell: Cell) -> None:
        """Write down every canary in a text."""
        kinds = self.finder.kinds_in(text)
        for kind in kinds:
            self.sightings.add(Sighting(kind, party, route, self.stage))
        if kinds & _OLD_END and kinds & _NEW_END:
            self.both_ends.add(cell)

    def _learn(self, party: Party, template: str, answer: Any) -> None:  # noqa: ANN401
        if not answer.headers.get("content-type", "").startswith("application/json"):
            return
        if template == "/openapi.json":
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
        kind = template.split("/{")[0]
        for row in told.get("items", [told]) if isinstance(told, dict) else []:
            if isinstance(row, dict) and isinstance(row.get("reference"), str):
                party.references.setdefault(kind, set()).add(row["reference"])


def api_routes() -> list[APIRoute]:
    """Return every route of the street door, those outside the description too."""
    return [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def get_templates() -> list[str]:
    """Return the path of every GET route, and of the description itself."""
    found = [route.path for route in api_routes() if "GET" in route.methods]
    return [*found, "/openapi.json"]


def _template_of(method: str, path: str) -> str:
    for route in api_routes():
        if method in route.methods and route.path_regex.fullmatch(path):
            return str(route.path)
    raise AssertionError("the walk calls a route that does not exist")
