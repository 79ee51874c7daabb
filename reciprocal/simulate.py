"""The command by which a board compares policies before it agrees to one."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from matching.codec import pool_to_text
from reciprocal.laboratory import hiding, own_pot
from reciprocal.laboratory.compare import CHANGES, Asked, compare, policy_of
from reciprocal.laboratory.picture import PICTURE, draw
from reciprocal.laboratory.policies import POLICIES
from reciprocal.laboratory.regimes import (
    C12,
    REGIME_CHANGES,
    REGIMES,
    RHYTHMS,
    Regime,
    regime_of,
)
from reciprocal.laboratory.tables import OtherTable, summary
from reciprocal.opening import exported_round, refuse

_SEEDS = 6
_ROUNDS = 60

Regimes = Annotated[
    list[str],
    typer.Option("--regime", help="Kind of scheme, as `C12` or `own+areas=3`."),
]
Rhythms = Annotated[list[str], typer.Option("--rhythm", help="How plans become moves.")]
Policies = Annotated[
    list[str],
    typer.Option("--policy", help="Policy, as `rule` or `rule+stay=6`; repeat it."),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("simulate")(simulate)
    app.command("simulate-hiding")(simulate_hiding)


def simulate(
    *,
    regime: Regimes = [],  # noqa: B006 - the command line makes a new one each time
    rhythm: Rhythms = ["monthly"],  # noqa: B006 - likewise
    policy: Policies = ["blind", "rule"],  # noqa: B006 - likewise
    seeds: Annotated[int, typer.Option(min=1, help="How many, from 1 on.")] = _SEEDS,
    rounds: Annotated[int, typer.Option(min=1, help="Of each run.")] = _ROUNDS,
    check: Annotated[bool, typer.Option(help="See who is delayed.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the tables go.")] = Path(
        "var/laboratory"
    ),
    processes: Annotated[int, typer.Option(min=1, help="How many at once.")] = 2,
    own: Annotated[
        Path | None,
        typer.Option("--from", help="A round of your own, as `round export` has it."),
    ] = None,
    cases_a_month: Annotated[
        float | None, typer.Option(min=0.1, help="Referred to your own scheme.")
    ] = None,
    voids_a_month: Annotated[
        float | None, typer.Option(min=0.1, help="Offered to your own scheme.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say what there is.")] = False,
) -> None:
    """Compare policies on the same arrivals, in simulated schemes."""
    if listed:
        _list()
        return
    known: dict[str, Regime] = dict(REGIMES)
    if own is not None:
        known[own_pot.NAME] = _own(own, cases_a_month, voids_a_month)
    regimes = _regimes(regime or [own_pot.NAME if own else C12.name], known)
    _refuse_unknown("rhythm", rhythm, RHYTHMS)
    for name in policy:
        try:
            policy_of(name)
        except (KeyError, ValueError):
            says = f"{', '.join(POLICIES)}, with +{'=N, +'.join(CHANGES)}=N"
            raise typer.BadParameter(f"policy: one of {says}") from None
    asked = Asked(regimes, rhythm, policy, range(1, seeds + 1), rounds, check)
    with typer.progressbar(length=1000, label="Runs") as bar:

        def told(done: int, total: int) -> None:
            bar.update(1000 * done // total - bar.pos)

        try:
            rows = compare(asked, folder, processes=processes, told=told)
        except OtherTable:
            fault = "folder: it holds a table with other columns; name an empty one"
            raise typer.BadParameter(fault) from None
    _say(summary(rows))
    draw(folder)
    typer.echo(f"Rows: {folder}. Picture: {folder / PICTURE}.")


def simulate_hiding(
    *,
    regime: Annotated[str, typer.Option(help="Kind of scheme.")] = "C12",
    rhythm: Annotated[str, typer.Option(help="How plans become moves.")] = "monthly",
    policy: Annotated[str, typer.Option(help="What the scheme does.")] = "rule",
    seeds: Annotated[int, typer.Option(min=1, help="How many, from 1 on.")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="Of each run.")] = _ROUNDS,
    file: Annotated[Path, typer.Option(help="Where the rows go.")] = Path(
        "var/laboratory/hiding.csv"
    ),
    processes: Annotated[int, typer.Option(min=1, help="How many at once.")] = 2,
) -> None:
    """See what a landlord gains that offers less than it has, one at a time."""
    _refuse_unknown("regime", [regime], REGIMES)
    _refuse_unknown("rhythm", [rhythm], RHYTHMS)
    _refuse_unknown("policy", [policy], POLICIES)
    with typer.progressbar(length=seeds, label="Seeds") as bar:

        def told(done: int, total: int) -> None:
            del total  # the bar has it
            bar.update(done - bar.pos)

        found = hiding.trials(
            regime,
            rhythm,
            policy,
            seeds=range(1, seeds + 1),
            rounds=rounds,
            processes=processes,
            told=told,
        )
    hiding.write(file, found)
    _say(hiding.summary(found))
    for way in hiding.Deviation:
        typer.echo(f"{way}: {way.says}")
    typer.echo(f"Rows: {file}.")


def _own(
    file: Path, cases_a_month: float | None, voids_a_month: float | None
) -> Regime:
    """Return a scheme's own kind, drawn from a round of it."""
    if cases_a_month is None or voids_a_month is None:
        fault = "--from also needs --cases-a-month and --voids-a-month"
        raise typer.BadParameter(fault)
    told = exported_round(file)
    try:
        return own_pot.regime(
            told.pool,
            sha256(pool_to_text(told.pool).encode()).hexdigest(),
            cases_a_month=cases_a_month,
            voids_a_month=voids_a_month,
        )
    except own_pot.TooSmall:
        refuse("The round has no household, no void, or fewer than two landlords.")


def _regimes(names: list[str], known: dict[str, Regime]) -> dict[str, Regime]:
    """Return the regimes asked for, by the names that their rows have."""
    found = []
    for name in names:
        try:
            found.append(regime_of(name, known))
        except (KeyError, ValueError):
            says = f"{', '.join(known)}, with +{'=N, +'.join(REGIME_CHANGES)}=N"
            raise typer.BadParameter(f"regime: one of {says}") from None
    return {each.name: each for each in found}


def _list() -> None:
    for name, each in REGIMES.items():
        comes = f"{each.cases_a_month:g} cases and {each.voids_a_month:g} voids a month"
        typer.echo(f"regime  {name:<18} {each.landlords} landlords, {comes}")
    for name, rhythm in RHYTHMS.items():
        what = "whole plans" if rhythm.whole_plans else "ready steps"
        typer.echo(f"rhythm  {name:<18} {rhythm.rounds_a_month:.2f} a month, {what}")
    for name, tried in POLICIES.items():
        typer.echo(f"policy  {name:<18} {tried.says}")


def _refuse_unknown(field: str, names: list[str], known: Iterable[str]) -> None:
    if set(names) - set(known):
        raise typer.BadParameter(f"{field}: one of {', '.join(known)}")


def _say(lines: list[list[str]]) -> None:
    """Print the comparison with a policy a column."""
    columns = list(zip(*lines, strict=True))
    wide = [max(map(len, line)) for line in lines]
    for column in columns:
        cells = (cell.rjust(width) for cell, width in zip(column, wide, strict=True))
        typer.echo("  ".join(cells).rstrip())
