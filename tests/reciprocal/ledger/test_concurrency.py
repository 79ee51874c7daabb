"""Eight writers at once leave one book: no gap, one chain, nothing twice."""

from concurrent.futures import ThreadPoolExecutor

from sqlmodel import col, select

from reciprocal.ledger import queries
from reciprocal.ledger.book import MoveRow, MoveState
from reciprocal.ledger.errors import HoldResolved
from reciprocal.ledger.tables import Transaction
from reciprocal.ledger.terms import SizeClass
from tests.reciprocal.ledger.conftest import Scene

WRITERS = 8
MOVES_EACH = 4


def test_different_moves(scene: Scene) -> None:
    """Each writer holds and posts its own moves."""

    def write(writer: int) -> None:
        for number in range(MOVES_EACH):
            scene.hold(f"w{writer}-{number}")
            scene.post(f"w{writer}-{number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    log = [
        MoveRow(
            f"w{writer}-{number}", "alder", "birch", SizeClass.BED2, MoveState.STARTED
        )
        for writer in range(WRITERS)
        for number in range(MOVES_EACH)
    ]
    with scene.session() as session:
        sequences = session.exec(
            select(Transaction.sequence).order_by(col(Transaction.sequence))
        ).all()
        assert list(sequences) == list(range(1, 2 * WRITERS * MOVES_EACH + 1))
        assert queries.check(session, log) == ()


def test_the_same_move(scene: Scene) -> None:
    """Everybody posts or voids one HOLD: one of the two happens, once."""
    scene.hold("m")

    def resolve(writer: int) -> str:
        try:
            row = scene.post("m") if writer % 2 else scene.void("m")
        except HoldResolved:
            return "refused"
        return row.id

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(resolve, range(WRITERS)))
    assert answers.count("refused") == WRITERS // 2
    assert len(set(answers)) == 2
    with scene.session() as session:
        assert len(session.exec(select(Transaction)).all()) == 2
        assert queries.check(session) == ()
