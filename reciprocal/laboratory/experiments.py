"""The experiments that are published: what each asks, what it means, how it is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Experiment:
    """One comparison whose rows are in docs/laboratory.

    Attributes:
        title: What was compared.
        means: What a board may take from it, in one or two sentences.
        table: The file of its runs, under docs/laboratory.
        commands: What writes that file.
        policies: Those that are compared; none where all of the file are.
        regimes: Likewise.
        seeds: The first so many alone are compared, which all policies have.
    """

    code: str
    title: str
    means: str
    table: str
    commands: tuple[str, ...]
    policies: tuple[str, ...] = ()
    seeds: int | None = None
    regimes: tuple[str, ...] = ()


EXPERIMENTS = (
    Experiment(
        "rule",
        "The rule against looking away, sixty monthly rounds",
        "The rule costs next to no move and takes most of what landlords owe beyond "
        "ten homes away; stays of six rounds do better still. Between very unequal "
        "landlords (SKEW) the rule halves that debt and no more.",
        "runs.csv",
        (
            (
                "reciprocal simulate --regime L33 --policy blind --policy rule "
                "--policy stay-6 --seeds 12"
            ),
            (
                "reciprocal simulate --regime C12 --regime PLHR --regime SKEW "
                "--policy blind --policy rule --policy stay-6 --seeds 6"
            ),
        ),
        ("blind", "rule", "stay-6"),
    ),
    Experiment(
        "delayed",
        "Who is delayed for a balance, twelve monthly rounds",
        "Each plan was compared with the one that looks away from the book: nobody "
        "was delayed for what a landlord owes.",
        "c12/runs.csv",
        (
            (
                "reciprocal simulate --regime C12 --policy blind --policy rule "
                "--seeds 1 --rounds 12 --check"
            ),
        ),
    ),
    Experiment(
        "ideas",
        "Ideas for what the rule leaves, sixty monthly rounds",
        "Without stays, or without stays and requests (plain), far fewer move and "
        "far more is owed. Only two draws were run of each, so a difference of a "
        "home or two says nothing.",
        "runs.csv",
        (
            (
                "reciprocal simulate --regime L33 --policy blind --policy rule "
                "--policy stay-6 --policy stay-by-size --policy at-once "
                "--policy conversion --policy neighbours --policy pledges "
                "--policy ahead --policy first-listed --policy no-requests "
                "--policy no-stay --policy plain --policy v20 --policy withdrawing "
                "--policy withdrawing-blind --seeds 2"
            ),
        ),
        (
            *("blind", "rule", "stay-6", "stay-by-size", "at-once", "conversion"),
            *("neighbours", "pledges", "ahead", "first-listed", "no-requests"),
            *("no-stay", "plain", "v20", "withdrawing", "withdrawing-blind"),
        ),
        2,
        ("L33",),
    ),
    Experiment(
        "weeks",
        "Rounds every week, with forecasts",
        "The rule costs as little as by months, and balances are looser: four rounds "
        "of stay are four weeks here. One draw of two and a half years (L33) says "
        "little.",
        "weekly.csv",
        (
            (
                "reciprocal simulate --regime C12 --rhythm weekly --policy blind "
                "--policy rule --seeds 3 --rounds 260"
            ),
            (
                "reciprocal simulate --regime L33 --rhythm weekly --policy blind "
                "--policy rule --seeds 1 --rounds 130"
            ),
        ),
    ),
    Experiment(
        "stays",
        "How long a home that was left stays in the pot",
        "The longer a home stays, the more households move and the less is owed. "
        "The laboratory counts rounds alone; in a scheme a home also goes back some "
        "days after it is ready, and with monthly rounds that comes first.",
        "stays.csv",
        (
            (
                "reciprocal simulate --regime C12 --policy blind --policy rule+stay=1 "
                "--policy rule+stay=2 --policy rule --policy stay-6 --seeds 6"
            ),
            (
                "reciprocal simulate --regime C12 --rhythm weekly --policy blind "
                "--policy rule --policy stay-6 --policy rule+stay=9 --seeds 3 "
                "--rounds 260"
            ),
        ),
    ),
    Experiment(
        "ten-years",
        "Ten years of monthly rounds",
        "After ten years landlords owe far less under the rule than where plans look "
        "away, and as many move. One draw only.",
        "runs-120.csv",
        (
            (
                "reciprocal simulate --regime L33 --regime C12 --policy blind "
                "--policy rule --seeds 1 --rounds 120"
            ),
        ),
    ),
)
"""In the order in which they are read."""
