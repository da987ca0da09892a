"""Commands that prove what the simulator claims: theory, agreement of the engines, speed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxsim.cli.options import Json, Seed
from cxsim.messages import tr

Cases = Annotated[Path | None, typer.Option("--cases", metavar="FILE", help=tr("Exact values; none: the shipped."))]
Only = Annotated[list[str], typer.Option("--only", help=tr("Only this case or family; may be repeated."))]
Scenarios = Annotated[int, typer.Option("--scenarios", min=1, help=tr("Random worlds to compare."))]
Rounds = Annotated[int, typer.Option("--rounds", min=1, help=tr("Rounds of each competitor; the best counts."))]
Growth = Annotated[bool, typer.Option("--growth", help=tr("Also 1,000 to 1,000,000 customers."))]


def verify(cases: Cases = None, json: Json = None, only: Only = []) -> None:  # noqa: B006
    """Print case, exact value, estimate and verdict for every row; exit code 1 on any disagreement."""
    from cxsim.cli import show
    from cxsim.evidence import verify as proof

    with show.steps(tr("exact cases")) as tell:
        rows = proof.run(cases, json, only=only or None, progress=lambda done, total, _name: tell(done, total))
    for line in proof.lines(rows):
        typer.echo(line)
    if proof.summary(rows)[proof.DISAGREES]:
        raise typer.Exit(1)


def agree(scenarios: Scenarios = 500, seed: Seed = 1, json: Json = None) -> None:
    """Run random worlds on both engines and compare every array; exit code 1 on any difference."""
    from cxsim.cli import show
    from cxsim.evidence import agree as proof

    with show.steps(tr("random worlds")) as tell:
        found = proof.run(scenarios, seed, json, progress=lambda done, total, _name: tell(done, total))
    for line in found.lines():
        typer.echo(line)
    if not found:
        raise typer.Exit(1)


def bench(json: Json = None, rounds: Rounds = 5, growth: Growth = False) -> None:
    """Measure the engines against each other and against plain loops."""
    from cxsim.cli import show
    from cxsim.evidence import bench as proof

    with show.spinner() as tell:
        found = proof.run(json, rounds=rounds, growth=growth, progress=tell)
    rows = [[name, f"{value:,.2f}" if name.endswith("_ratio") else f"{value:,.0f}"] for name, value in found.items()]
    show.table([tr("measured"), tr("value")], rows, numbers=[1])
