"""An honest certificate that fits in the head: all three of a chain move."""

from matching.certificate import Leaf, LevelProof, Slope
from matching.certify import lot
from matching.plan import Plan

NAMES = (
    "most_urgent_ready",
    "urgency_bands.most_urgent",
    "urgency_bands.urgent",
    "urgency_bands.soon",
    "urgency_bands.planned",
    "households",
    "who_moves.ready",
    "who_moves.days_waited",
    "who_moves.lot",
    "balance",
    "structure.in_cycles",
    "structure.positions",
    "home_fit",
    "home_quality.exact_size",
    "home_quality.first_choice",
    "home_quality.closeness",
)
PEOPLE = ("p1", "p2", "p3")
HOUSEHOLDS = NAMES.index("households")
BALANCE = NAMES.index("balance")
READY = NAMES.index("who_moves.ready")
POSITIONS = NAMES.index("structure.positions")

# The last landlord owes a home and the void's landlord is owed one: in the size that
# moved, and in all.
LINES = tuple(
    Slope(landlord, size, anchor, 2 * anchor)
    for landlord, anchor in (("c", -1), ("d", 1))
    for size in ("BED2", "total")
)


def certificate_of(plan: Plan) -> tuple[LevelProof, ...]:
    """Return the certificate of the plan of `builders.chain_of_three`.

    Most levels need one price or none. That the balance and the places are the least
    holds of plans that move all three, so those two hold the count of households.
    """
    all_alike = ("urgency_bands.urgent", "households", "home_quality.exact_size")
    one_each = dict.fromkeys(all_alike, (1, 1, 1))
    drawn = tuple(lot(plan.seed, name) for name in PEOPLE)
    prices = one_each | {
        "balance": (0, 4, 0),
        "structure.positions": (2, 1, 0),
        "who_moves.lot": drawn,
    }
    held = {"balance": 4, "structure.positions": 3}
    # The first of them alone could enter the void, and there a step counts twice.
    of_the_void = {"who_moves.ready": 1, "who_moves.lot": drawn[0]}
    proofs = []
    for at, name in enumerate(NAMES):
        multipliers = [0] * at
        if name in held:
            multipliers[HOUSEHOLDS] = held[name]
        leaf = Leaf(
            scale=1,
            multipliers=tuple(multipliers),
            slopes=LINES if name == "balance" else (),
            households=tuple(zip(PEOPLE, prices.get(name, (0, 0, 0)), strict=True)),
            voids=(("v", of_the_void[name]),) if name in of_the_void else (),
        )
        proofs.append(LevelProof(name, leaf))
    return tuple(proofs)
