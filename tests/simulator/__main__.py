"""Runs simulated scheme-years under the checker, with a bar, and says what it saw.

python -m tests.simulator [--years N] [--first SEED] [--regime NAME]
"""

import argparse
import sys

from fixtures.simulator.regime import REGIMES
from fixtures.simulator.years import DAYS_A_YEAR, Years, hands_on
from tests.simulator.watching import Checker

_BAR = 40


def main(arguments: list[str] | None = None) -> int:
    """Return 0 when every promise held; a breach is raised by its name."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--years", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--regime", choices=sorted(REGIMES), default="tiny")
    asked = parser.parse_args(arguments)
    watch = Checker()
    for done in range(asked.years):
        _show(done, asked.years)
        seed = asked.first + done
        scheme = Years(REGIMES[asked.regime], seed, watch, hands_on())
        try:
            watch.end(scheme.run(DAYS_A_YEAR))
        except BaseException:
            print(f"\nSeed {seed}:", file=sys.stderr)
            raise
    _show(asked.years, asked.years)
    print(f"\n{asked.years} scheme-years of {asked.regime}: {watch.told()}")
    return 0


def _show(done: int, of: int) -> None:
    full = "#" * (_BAR * done // max(1, of))
    bar = f"\r[{full:<{_BAR}}] {done} of {of} years"
    if sys.stderr.isatty() or done == of:
        print(bar, end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
