"""Solves a public instance of kidney exchange: most transplants, proven.

Run `python -m tests.benchmarks.kidney FILE.wmd --longest-cycle K --longest-chain L
--shortest-cycle 2|3 --json` from the root. Altruists are read from the `.dat` beside
it; a chain of L moves gives L patients a kidney; weights are not looked at, save that
an arc of weight 0 stands for no transplant. A file not in form ends it with code 2.
"""

from pathlib import Path

from matching.instance import Caps
from tests.benchmarks.answers import tell
from tests.benchmarks.commands import OneSentence, at_least, refuse
from tests.benchmarks.kidney_files import KidneyFileError, read
from tests.benchmarks.solving import answer_instance, warm_for_instances


def main(words: list[str] | None = None) -> None:
    """Read the file, solve it and print what was found."""
    given = _parser().parse_args(words)
    caps = Caps(
        cycle_moves_max=given.longest_cycle,
        chain_moves_max=given.longest_chain,
        cycle_moves_min=given.shortest_cycle,
    )
    try:
        donors = read(given.file)
    except KidneyFileError as fault:
        refuse(str(fault))
    warm_for_instances(caps)
    answer = answer_instance(donors.instance(caps), seed=given.seed)
    tell(answer, as_json=given.json)


def _parser() -> OneSentence:
    parser = OneSentence(prog="kidney", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE.wmd")
    parser.add_argument("--longest-cycle", type=at_least(0), required=True)
    parser.add_argument("--longest-chain", type=at_least(0), required=True)
    parser.add_argument("--shortest-cycle", type=int, choices=(2, 3), default=2)
    parser.add_argument("--seed", type=at_least(0), default=1)
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
