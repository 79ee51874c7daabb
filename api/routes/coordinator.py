from functools import partial
from typing import Annotated

from fastapi import Query

from api.door import Errand, Visit, door, errand
from api.paging import PageQuery
from api.routing import Router
from api.schemas import decisions as bodies
from api.schemas import filters
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from api.schemas.rounds import DecideStepsBody, InterimHomeBody, WhatIfBody
from reciprocal.disclosure import Shown
from reciprocal.proposals import hidden
from reciprocal.proposals import queries as proposals
from reciprocal.requests import checks, decided, deciding
from reciprocal.requests import queries as requests
from reciprocal.rounds import cycles, operations, plan_queries, queries, step_decisions
from reciprocal.rounds import what_if as trying

TRIALS_AT_ONCE = 1
"""Each is a process that fills a core; whoever else asks waits for it."""

router = Router(prefix="/v1", tags=["Coordinators"])


@router.get("/board/homes", response_model=list_of("board_home"))
def board_homes(
    query: Annotated[filters.HomesQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List the homes in the pot: the area, and no address."""
    return visit.page(query, hidden.board_homes)


@router.get("/board/requests", response_model=list_of("board_request"))
def board_requests(
    query: Annotated[filters.CasesQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List the requests in the pot, the most urgent and longest waiting first."""
    return visit.page(query, requests.board_requests)


@router.get("/board/proposals", response_model=list_of("board_proposal"))
def board_proposals(
    query: Annotated[filters.StepsQuery, Query()],
    visit: Annotated[Visit, door("board.read")],
) -> object:
    """List the steps that were proposed and where each stands."""
    return visit.page(query, proposals.board_proposals)


@router.get("/board/attestations", response_model=list_of("attestation"))
def attestations(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("board.countersign")],
) -> object:
    """List the attestations that wait for your name."""
    return visit.page(query, requests.countersignatures)


@router.post("/board/attestations/{reference}/countersign", status_code=204)
def countersign(
    reference: Reference, visit: Annotated[Visit, door("board.countersign")]
) -> None:
    """Put your name to an attestation, for new landlords to rely on."""
    checks.countersign(visit.session, actor=visit.actor, check_ref=reference)


@router.get("/board/questions", response_model=list_of("board_question_in_list"))
def questions(
    query: Annotated[filters.QuestionsQuery, Query()],
    visit: Annotated[Visit, door("board.decide")],
) -> object:
    """List what the rules leave to a person, the longest asked first."""
    return visit.page(query, hidden.board_questions)


@router.get("/board/questions/{reference}", response_model=answer_of("board_question"))
def question(
    reference: Reference, visit: Annotated[Visit, door("board.decide")]
) -> object:
    """Read one, with what was decided."""
    return visit.shown(_question(visit, reference))


@router.post(
    "/board/questions/{reference}/decide", response_model=answer_of("board_question")
)
def decide(
    reference: Reference,
    body: bodies.Decide,
    visit: Annotated[Visit, door("board.decide")],
) -> object:
    """Decide under your own name; it holds as long as the facts are the same."""
    visit.expect(lambda: _question(visit, reference, lock=True))
    row = deciding.decide(
        visit.session,
        actor=visit.actor,
        question_ref=reference,
        answer=body.answer(),
    )
    return visit.shown(hidden.show_question(visit.session, visit.actor, row))


@router.post(
    "/board/questions/{reference}/take-back", response_model=answer_of("board_question")
)
def take_back(
    reference: Reference, visit: Annotated[Visit, door("board.decide")]
) -> object:
    """Take a decision back; a step that rests on it ends at its next act."""
    visit.expect(lambda: _question(visit, reference, lock=True))
    row = deciding.take_back(visit.session, actor=visit.actor, question_ref=reference)
    return visit.shown(hidden.show_question(visit.session, visit.actor, row))


@router.post("/rounds", status_code=202, response_model=answer_of("round"))
def run_round(visit: Annotated[Visit, door("rounds.run")]) -> object:
    """Freeze the pot and start a round; once it is solved, a person decides it."""
    row = operations.freeze(visit.session, actor=visit.actor)
    visit.after_commit(partial(visit.service.run_round, row.id))
    return visit.shown(queries.show_round(visit.session, visit.actor, row))


@router.get("/rounds", response_model=list_of("round"))
def rounds(
    query: Annotated[filters.RoundsQuery, Query()],
    visit: Annotated[Visit, door("rounds.read")],
) -> object:
    """List the scheme's rounds, the newest first."""
    return visit.page(query, queries.rounds)


@router.get("/rounds/{reference}", response_model=answer_of("round"))
def one_round(
    reference: Reference, visit: Annotated[Visit, door("rounds.read")]
) -> object:
    """Read one round: what went in, what came out, and the proof beside it."""
    row = queries.own_round(visit.session, visit.actor, reference)
    return visit.shown(queries.show_round(visit.session, visit.actor, row))


@router.post("/rounds/{reference}/decide", response_model=answer_of("round"))
def decide_round(
    reference: Reference,
    body: DecideStepsBody,
    visit: Annotated[Visit, door("rounds.decide")],
) -> object:
    """Decide each move of a plan under your own name; what you agree to is proposed."""
    row = step_decisions.decide(
        visit.session, actor=visit.actor, round_ref=reference, decided=body.decided()
    )
    visit.after_commit(partial(visit.service.ask_landlords, row.id))
    return visit.shown(queries.show_round(visit.session, visit.actor, row))


@router.post("/rounds/{reference}/what-if", response_model=answer_of("what_if"))
def what_if(
    reference: Reference,
    body: WhatIfBody,
    out: Annotated[Errand, errand("rounds.run", at_once=TRIALS_AT_ONCE)],
) -> object:
    """See what it would cost a round to hold something fixed; nothing is changed."""
    out.spend_trial()
    found = trying.what_if(
        out.service.database,
        actor=out.actor,
        round_ref=reference,
        tried=body.tried(),
        solve=out.service.solve_plan,
    )
    return trying.show_answer(out.actor, found).opened()


@router.post("/rounds/{reference}/interim-home", status_code=204)
def name_interim_home(
    reference: Reference,
    body: InterimHomeBody,
    visit: Annotated[Visit, door("rounds.run")],
) -> None:
    """Name an empty home from which a cycle of the round is carried out."""
    visit.spend_trial()
    cycles.name_interim_home(
        visit.session,
        actor=visit.actor,
        round_ref=reference,
        number=body.exchange_number,
        home_ref=body.home,
    )


@router.get("/rounds/{reference}/steps", response_model=list_of("round_step"))
def round_steps(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("rounds.read")],
) -> object:
    """List a plan's steps, chains before cycles, ready ones and forecasts."""
    row = queries.own_round(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: plan_queries.steps(session, actor, row, wanted),
    )


@router.get("/rounds/{reference}/no-home-yet", response_model=list_of("no_home_yet"))
def no_home_yet(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("rounds.read")],
) -> object:
    """List who has no home yet and the main reason, without a place."""
    row = queries.own_round(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: queries.no_home_yet(session, actor, row, wanted),
    )


def _question(visit: Visit, reference: str, *, lock: bool = False) -> Shown:
    row = decided.board_question(visit.session, visit.actor, reference, lock=lock)
    return hidden.show_question(visit.session, visit.actor, row)


@router.get("/rounds/{reference}/unused-homes", response_model=list_of("unused_home"))
def unused_homes(
    reference: Reference,
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("rounds.read")],
) -> object:
    """List the homes that a plan sends nobody to, all by one code."""
    row = queries.own_round(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: queries.unused_homes(
            session, actor, row, wanted
        ),
    )
