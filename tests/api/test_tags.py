"""A tag names what one party sees and tells nothing beside it (RFC 9110, 8.8, 13)."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import col, select

from api.tags import DIGITS, strong_tags
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import Role
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid
from tests.api.standing import NOT_THERE, Standing
from tests.journeys.walking import STAGES, YES, Walk, areas_body, home_body, items
from tests.support.tags import live_tag
from tests.support.world import COORDINATOR, DAY, MakeWorld, World, bearer, keyed

LEAD, SYSTEM = Role.NAMED_LEAD, Role.LANDLORD_SYSTEM
SINGLY = {
    "/v1/me": Role.AUDITOR,
    "/v1/homes": LEAD,
    "/v1/tenancy-checks": LEAD,
    "/v1/cases": Role.REFERRING_WORKER,
    "/v1/rounds": Role.COORDINATOR,
}


def ask(standing: Standing, caller: str, method: str, path: str, **sent: Any) -> Any:  # noqa: ANN401 - httpx
    """Call as somebody with headers of one's own, and none that helps."""
    known = standing.headers(caller, method, path) | keyed(method)
    headers = known | sent.pop("headers", {})
    return standing.world.http.request(method, path, headers=headers, **sent)


def one(standing: Standing, listed: str) -> str:
    if listed == "/v1/me":
        return listed
    return f"{listed}/{standing.first(SINGLY[listed], listed)}"


def posted(standing: Standing, uprn: str) -> str:
    """Post a home; return its path."""
    body = home_body(standing.world, HACKNEY, uprn)
    ask(standing, LEAD, "POST", "/v1/stock", json={"uprns": [uprn]})
    answer = ask(standing, LEAD, "POST", "/v1/homes", json=body)
    assert answer.status_code == 201, answer.json()
    path = f"/v1/homes/{answer.json()['reference']}"
    assert answer.headers["ETag"] == ask(standing, LEAD, "GET", path).headers["ETag"]
    return path


def looks(standing: Standing) -> int:
    """Count the looks that were written down."""
    with standing.world.acting(standing.world.coordinator) as session:
        query = select(AuditEntry.sequence).where(
            col(AuditEntry.action) == "sealed.read"
        )
        return len(session.exec(query).all())


@pytest.mark.parametrize("listed", SINGLY)
def test_what_is_known_already_is_answered_with_nothing_and_opens_nothing(
    standing: Standing, listed: str
) -> None:
    caller, path = SINGLY[listed], one(standing, listed)
    read = ask(standing, caller, "GET", path)
    tag = read.headers["ETag"]
    assert len(tag) == DIGITS + 2
    before = looks(standing)
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*", f'"a",W/"b" ,{tag}'):
        answer = ask(standing, caller, "GET", path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        assert answer.headers["ETag"] == tag
        assert answer.headers["Cache-Control"] == "no-store"
    assert looks(standing) == before
    for other in ('"other"', tag.strip('"'), 'W/"other"', "nonsense", f'x{tag[1:-1]}"'):
        answer = ask(standing, caller, "GET", path, headers={"If-None-Match": other})
        assert (answer.status_code, answer.json()) == (200, read.json()), other


def test_a_change_names_what_it_overwrites(standing: Standing) -> None:
    path = posted(standing, "616161616161")
    tag = ask(standing, LEAD, "GET", path).headers["ETag"]

    def amend(pence: int, **headers: str) -> Any:  # noqa: ANN401 - httpx
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"weekly_rent_pence": pence}
        return ask(standing, LEAD, "PATCH", path, json=body, headers=sent)

    def refused(answer: Any) -> tuple[int, str]:  # noqa: ANN401 - httpx
        assert answer.headers["Content-Type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]

    assert refused(amend(12_001)) == (428, "precondition_required")
    for stale in ('"other"', f"W/{tag}", f'"{"0" * DIGITS}"', ',"",'):
        assert refused(amend(12_002, If_Match=stale)) == (412, "version_mismatch")
    for unreadable in ("", "other", tag[:-1], f"{tag} {tag[:-1]}", "*, *", f"*,{tag}"):
        answer = amend(12_003, If_Match=unreadable)
        assert refused(answer) == (422, "fields_invalid"), unreadable
        assert [each["field"] for each in answer.json()["faults"]] == ["If-Match"]
    assert ask(standing, LEAD, "GET", path).headers["ETag"] == tag
    amended = amend(12_004, If_Match=f'"other", {tag}')
    assert (amended.status_code, amended.json()["weekly_rent_pence"]) == (200, 12_004)
    newer = amended.headers["ETag"]
    assert newer != tag
    assert refused(amend(12_005, If_Match=tag)) == (412, "version_mismatch")
    assert amend(12_006, If_Match="*").status_code == 200
    assert refused(amend(12_007, If_Match=newer)) == (412, "version_mismatch")
    # A change that changes nothing of what is seen leaves the tag as it was.
    same = amend(12_006, If_Match=live_tag_of(standing, path))
    again = amend(12_006, If_Match=same.headers["ETag"])
    assert again.headers["ETag"] == same.headers["ETag"]


def live_tag_of(standing: Standing, path: str) -> str:
    return live_tag(standing.world.http, path, partial(standing.headers, LEAD))


def test_the_areas_of_a_case_are_put_in_place_of_those_that_were_read(
    standing: Standing,
) -> None:
    worker = Role.REFERRING_WORKER
    path = one(standing, "/v1/cases")
    body = areas_body(CAMDEN)

    def put(**headers: str) -> Any:  # noqa: ANN401 - httpx
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(standing, worker, "PUT", f"{path}/areas", json=body, headers=sent)

    assert put().json()["code"] == "precondition_required"
    assert put(If_Match='"other"').json()["code"] == "version_mismatch"
    tag = ask(standing, worker, "GET", path).headers["ETag"]
    assert put(If_Match=tag).status_code == 200
    # The areas are sealed anew, so the tag is another, though nothing was opened.
    assert put(If_Match=tag).json()["code"] == "version_mismatch"


def test_an_act_under_a_key_answers_the_tag_of_what_it_shows(
    standing: Standing,
) -> None:
    case = standing.first(Role.REFERRING_WORKER, "/v1/cases")
    send = partial(standing.send, Role.REFERRING_WORKER)
    told = send("POST", f"/v1/cases/{case}/confirm")
    read = send("GET", f"/v1/cases/{case}")
    assert (told.status_code, told.json()) == (200, read.json())
    assert told.headers["ETag"] == read.headers["ETag"]


def test_an_act_heeds_the_tag_that_it_is_given(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    service = next(iter(world.loaded.services.values()))
    acts: list[tuple[str, str, str, str, Any]] = [
        (walk.new, "POST", f"/v1/offers/{walk.offer}", "/answer", {"agreed": True}),
        (service, "POST", f"/v1/cases/{walk.case}", "/pause", None),
        (service, "POST", f"/v1/cases/{walk.case}", "/confirm", None),
        (service, "DELETE", f"/v1/cases/{walk.case}", "/consents/matching", None),
        (
            service,
            "POST",
            f"/v1/cases/{walk.case}/proposal",
            "/answer",
            YES,
        ),
    ]
    for code, method, path, rest, body in acts:
        answer = send(world, code, method, path + rest, body, '"stale"')
        problem = (answer.status_code, answer.json().get("code"))
        assert problem == (412, "version_mismatch"), rest
    assert walk.stage() == "offered"
    code, method, path, rest, body = acts[0]
    tag = world.call(code, "GET", path).headers["ETag"]
    assert send(world, code, method, path + rest, body, tag).status_code == 200


def send(
    world: World,
    code: str,
    method: str,
    path: str,
    body: object,
    tag: str,
) -> Any:  # noqa: ANN401 - httpx
    headers = bearer(world.token(code)) | keyed(method) | {"If-Match": tag}
    return world.http.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/stock"),
        ("POST", "/v1/machines"),
        ("POST", f"/v1/nominations/{NOT_THERE}/release"),
    ],
)
def test_a_condition_where_none_can_hold_is_not_passed_over(
    standing: Standing, method: str, path: str
) -> None:
    body = {"/v1/stock": {"uprns": ["818181818181"]}, "/v1/machines": {"name": "one"}}
    sent: dict[str, Any] = {"json": body.get(path)}
    tag = '"anything"'
    answer = ask(standing, LEAD, method, path, headers={"If-Match": tag}, **sent)
    assert answer.status_code in (404, 412)
    if path == "/v1/stock":
        added = ask(standing, LEAD, method, path, headers={"If-Match": "*"}, **sent)
        assert added.json() == {"added": 1}


def test_no_two_parties_and_no_two_things_share_a_tag(standing: Standing) -> None:
    home = posted(standing, "626262626262")
    tags = [
        ask(standing, caller, "GET", home).headers["ETag"] for caller in (LEAD, SYSTEM)
    ]
    tags += [
        ask(standing, SINGLY[listed], "GET", one(standing, listed)).headers["ETag"]
        for listed in SINGLY
        if listed != "/v1/homes"
    ]
    tags += [
        standing.world.call(code, "GET", "/v1/me").headers["ETag"]
        for code in (CAMDEN, HACKNEY, COORDINATOR)
    ]
    assert len(set(tags)) == len(tags)


def test_a_tag_changes_when_and_only_when_its_party_sees_a_change(
    make_world: MakeWorld,
) -> None:
    """From the pot to the keys: a landlord that polls its things learns no more."""
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world)
    seen: dict[tuple[str, str], list[tuple[str, str]]] = {}
    look_around(world, seen)
    for stage in STAGES:
        walk.to_next(stage)
        look_around(world, seen)
    compared = 0
    for history in seen.values():
        for (body, tag), (other_body, other_tag) in combinations(history, 2):
            assert (body == other_body) is (tag == other_tag)
            compared += 1
    assert compared > 100
    tags = [tag for history in seen.values() for tag in {tag for _, tag in history}]
    assert len(tags) == len(set(tags))


LISTED = ("homes", "tenancy-checks", "offers", "departures")


def look_around(
    world: World, seen: dict[tuple[str, str], list[tuple[str, str]]]
) -> None:
    """Let everybody read each of their things singly."""
    service = next(iter(world.loaded.services.values()))
    readers = [(code, kind) for code in (CAMDEN, HACKNEY) for kind in LISTED]
    for code, kind in [*readers, (service, "cases"), (COORDINATOR, "rounds")]:
        for row in items(world, code, f"/v1/{kind}"):
            path = f"/v1/{kind}/{row['reference']}"
            answer = world.call(code, "GET", path)
            body = json.dumps(answer.json(), sort_keys=True)
            seen.setdefault((code, path), []).append((body, answer.headers["ETag"]))


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"a"', {'"a"'}),
        ('"a", "b"', {'"a"', '"b"'}),
        ('W/"a", "b"', {'"b"'}),
        (' , "a",, "b" ,', {'"a"', '"b"'}),
        ('"a,b"', {'"a,b"'}),
        ('""', {'""'}),
    ],
)
def test_a_list_of_tags_is_read_as_the_standard_has_it(
    header: str, tags: set[str]
) -> None:
    assert strong_tags(header) == tags


@pytest.mark.parametrize("header", ["", "a", '"a', "*", '"a" b', 'w/"a"', '"a\x7f"'])
def test_what_is_no_list_of_tags_is_refused(header: str) -> None:
    with pytest.raises(FieldsInvalid):
        strong_tags(header)


def test_of_many_changes_that_read_the_same_state_one_is_made(
    make_world: MakeWorld,
) -> None:
    """The tag is compared under the row's lock, so no change is written over."""
    world = make_world(chain_from_a_void(DAY))
    uprn = "636363636363"
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [uprn]})
    body = home_body(world, CAMDEN, uprn)
    home = world.call(CAMDEN, "POST", "/v1/homes", body)
    path, tag = f"/v1/homes/{home.json()['reference']}", home.headers["ETag"]
    world.token(CAMDEN)
    barrier = Barrier(6)

    def amend(number: int) -> tuple[int, int]:
        barrier.wait()
        rent = {"weekly_rent_pence": 20_000 + number}
        answer = send(world, CAMDEN, "PATCH", path, rent, tag)
        return answer.status_code, 20_000 + number

    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(amend, range(6)))
    assert sorted(status for status, _ in ends) == [200, 412, 412, 412, 412, 412]
    stored = world.call(CAMDEN, "GET", path).json()["weekly_rent_pence"]
    assert [rent for status, rent in ends if status == 200] == [stored]
