"""Times the rules over every pair of a large pool, and says what each rule removes.

Run `python -m tests.benchmarks.bench_rules [households homes]` from the root: 10,000
households and 15,000 homes unless told otherwise. Time and memory are for reading,
never asserted; the pairs repeat on any machine.
"""

import resource
import sys
import time
from dataclasses import replace
from random import Random

from matching.pool import Home, Household, Pool
from matching.rules import Suitability, evaluate
from matching.terms import AgeOf, Animal, BedroomStandard, Marker, PetRule, TenancyKind
from tests.matching.instances import InstanceSpec, synthetic_pool

_SEED = 1
_SECTORS = tuple(
    f"N{district} {unit}" for district in range(1, 20) for unit in range(10)
)


def main(households: int, homes: int) -> None:
    """Print one line for the run and one for each rule."""
    started = time.perf_counter()
    pool = _pool(households, homes)
    built = time.perf_counter() - started
    before = _peak_mebibytes()
    started, busy = time.perf_counter(), time.process_time()
    suitability = evaluate(pool)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    _row("pool", "seconds to build it", "to read it", "of processor", "peak MiB")
    _row("---", *["---:"] * 4)
    times = (f"{span:.1f}" for span in (built, seconds, busy))
    peak = f"{_peak_mebibytes()} (pool alone {before})"
    _row(f"{households:,} x {homes:,}", *times, peak)
    _print_rules(suitability, households * homes)


def _print_rules(suitability: Suitability, pairs: int) -> None:
    sys.stdout.write("\n")
    _row("rule", "pairs removed", "removed by it alone")
    _row("---", "---:", "---:")
    alone = suitability.removed_by_rule_alone()
    for code, removed in suitability.removed_by_rule().items():
        _row(f"`{code}`", f"{removed:,}", f"{alone[code]:,}")
    _row(f"pairs left, of {pairs:,}", f"{suitability.pairs():,}", "")


def _pool(households: int, homes: int) -> Pool:
    """Return a pool in which every household leaves a home and the rest are void."""
    voids = homes - households
    assert voids >= 0, "each household leaves a home, so homes are at least as many"
    plain = synthetic_pool(
        InstanceSpec(
            households=households, voids=voids, seed=_SEED, leavers_percent=100
        )
    )
    draw = Random(_SEED)  # noqa: S311 - repeatable, and nothing is secret
    landlords = tuple(landlord.id for landlord in plain.landlords)
    homes_known = tuple(home.id for home in plain.homes)
    others = tuple(row.id for row in plain.households)
    return Pool(
        tuple(
            _avoids(draw, row, others, landlords, homes_known)
            for row in plain.households
        ),
        tuple(_marked(draw, home, landlords) for home in plain.homes),
        plain.landlords,
    )


def _avoids(
    draw: Random,
    row: Household,
    others: tuple[str, ...],
    landlords: tuple[str, ...],
    homes: tuple[str, ...],
) -> Household:
    """Give a household what few have: sectors, a landlord, refusals, a link."""
    return replace(
        row,
        sectors_to_avoid=frozenset(draw.choices(_SECTORS, k=draw.choice((0, 3, 12)))),
        landlords_to_avoid=frozenset(draw.choices(landlords, k=draw.choice((0, 0, 1)))),
        homes_refused=frozenset(draw.choices(homes, k=draw.choice((0, 0, 2)))),
        linked=frozenset(draw.choices(others, k=draw.choice((0, 0, 1)))),
        bedrooms_min_by=(
            (
                BedroomStandard.BEDROOM_STANDARD,
                max(1, row.bedrooms_min - (draw.random() < 0.15)),
            ),
        ),
        tenant_age_reached=draw.choice((0, 0, 0, 0, 50, 60)),
        animal=draw.choice((Animal.NONE,) * 9 + (Animal.PET_MUST_COME,)),
    )


def _marked(draw: Random, home: Home, landlords: tuple[str, ...]) -> Home:
    """Give a home what few have: no known place, a marker, a team, an odd tenancy."""
    odd = draw.random() < 0.05
    return replace(
        home,
        tenancy_offered=draw.choice(list(TenancyKind)) if odd else home.tenancy_offered,
        sector=None if draw.random() < 0.01 else home.sector,
        marker=draw.choices(list(Marker), weights=(97, 2, 1))[0],
        teams_barred=frozenset(draw.choices(landlords, k=draw.choice((0, 0, 1)))),
        age_min=draw.choice((None,) * 9 + (55,)),
        age_of=draw.choice(tuple(AgeOf)),
        pets=draw.choice(tuple(PetRule)),
    )


def _peak_mebibytes() -> int:
    """Return the process's largest resident size so far; Linux counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 15_000]
    main(*sizes)
