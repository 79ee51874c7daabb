"""Solves a generated round of housing: raw attributes to a verified, certified plan.

Run `python -m tests.benchmarks.housing --cases N --voids V --seed S --longest-cycle K
--longest-chain L --profile ordinary|split|sparse --json` from the root.
"""

from dataclasses import replace

from matching.pool import ALL_LEVELS
from tests.benchmarks.answers import tell
from tests.benchmarks.commands import OneSentence, at_least
from tests.benchmarks.profiles import Profile, RoundSpec, generated, policy_of
from tests.benchmarks.solving import answer_pool, warm


def main(words: list[str] | None = None) -> None:
    """Generate the round, solve it and print what was found."""
    given = _parser().parse_args(words)
    policy = policy_of(
        given.profile,
        longest_cycle=given.longest_cycle,
        longest_chain=given.longest_chain,
    )
    if given.all_levels:
        policy = replace(policy, levels=ALL_LEVELS)
    spec = RoundSpec(
        cases=given.cases, voids=given.voids, seed=given.seed, profile=given.profile
    )
    pool = generated(spec)
    warm(policy)
    tell(answer_pool(pool, policy, seed=given.seed), as_json=given.json)


def _parser() -> OneSentence:
    parser = OneSentence(prog="housing", description=__doc__)
    parser.add_argument("--cases", type=at_least(0), required=True)
    parser.add_argument("--voids", type=at_least(0), required=True)
    parser.add_argument("--seed", type=at_least(0), required=True)
    parser.add_argument("--longest-cycle", type=at_least(3), required=True)
    parser.add_argument("--longest-chain", type=at_least(1), required=True)
    parser.add_argument(
        "--profile", type=Profile, choices=tuple(Profile), default=Profile.ORDINARY
    )
    parser.add_argument("--all-levels", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
