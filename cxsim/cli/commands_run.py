"""Commands that run companies: simulate, compare, demo, why, customers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxsim.cli import show
from cxsim.cli.options import Engine, Out, Replication, Replications, ScenarioName, Seed, Set, check_out, load
from cxsim.messages import tr

Plans = Annotated[list[str], typer.Argument(metavar="PLAN...", help=tr("Presets or files; the first is the base."))]
LONGEST_NAME = 120  # letters that a name may have

Customer = Annotated[int, typer.Argument(metavar="CUSTOMER", help=tr("Number of the customer."))]
Number = Annotated[int, typer.Argument(metavar="N", help=tr("How many."))]
Saved = Annotated[Path | None, typer.Option("--run", metavar="DIR", help=tr("A saved run instead of a new one."))]
Table = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=tr("CSV file to write all of them into."))]


def simulate(
    scenario: ScenarioName = "default", set_: Set = [], seed: Seed = 7,  # noqa: B006
    replication: Replication = 0, engine: Engine = "kernel", out: Out = None,
) -> None:  # fmt: skip
    """Run one company once, show the summary, and save tables, scenario and manifest with --out."""
    found = load(scenario, set_)  # before the engines are loaded: a wrong word is answered at once
    check_out(out)
    from cxsim.simulate import simulate as play

    run = play(found, seed=seed, replication=replication, engine=engine)
    title = tr("{name}, {weeks} weeks, seed {seed}: one possible year, no verdict", name=run.scenario.name,
               weeks=run.scenario.weeks, seed=str(seed))  # fmt: skip
    show.summary(run.summary(), title)
    if out is not None:
        typer.echo(tr("saved in {folder}", folder=str(run.save(out))))


def compare(
    plans: Plans = ["default"], set_: Set = [], seed: Seed = 7,  # noqa: B006
    replications: Replications = 30, engine: Engine = "kernel", out: Out = None,
) -> None:  # fmt: skip
    """Compare plans under the same luck; --set changes all of several plans, or makes the second plan of one."""
    alone = len(plans) == 1
    found = [load(name, [] if alone else set_) for name in plans]
    if alone and set_:
        found.append(load(plans[0], set_).replace(name=_called(set_)))
    check_out(out)
    from cxsim.experiment import compare as run_study

    with show.steps(tr("replications")) as tell:
        study = run_study(found, replications, seed, engine=engine, progress=tell)
    if len(found) > 1:
        show.verdicts(study)
    else:
        show.frame(study.means())
        show.missing(study)
    if out is not None:
        typer.echo(tr("saved in {folder}", folder=str(study.save(out))))


def _called(changes: list[str]) -> str:
    """Name of the changed plan, for tables: the changes, cut where they are many."""
    name = ", ".join(changes)
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def demo(replications: Replications = 30, seed: Seed = 7) -> None:
    """Run the default company against itself with one more phone agent and say which is better."""
    from cxsim.experiment import compare as run_study
    from cxsim.scenario import load_scenario

    base = load_scenario("default")
    more = base.replace({"policy.staffing.extra.phone": 1}, name=tr("one more phone agent"))
    with show.steps(tr("replications")) as tell:
        study = run_study([base, more], replications, seed, progress=tell)
    show.verdicts(study, ("nps_true", "nps_observed", "retention_share", "profit_cny", "value_cny"))


def why(
    customer: Customer, scenario: ScenarioName = "default", set_: Set = [], seed: Seed = 7,  # noqa: B006
    replication: Replication = 0, run: Saved = None,
) -> None:  # fmt: skip
    """Tell the life of one customer: what happened, what it changed, how the chance of leaving moved."""
    from cxsim.results.store import load_run
    from cxsim.simulate import simulate as play

    found = load_run(run) if run is not None else play(load(scenario, set_), seed=seed, replication=replication)
    show.life(found.why(customer), customer)


def customers(
    number: Number = 20, scenario: ScenarioName = "default", set_: Set = [], seed: Seed = 7,  # noqa: B006
    out: Table = None,
) -> None:  # fmt: skip
    """Make up named customers of a market; all of them go to a file, some of them to the screen."""
    from cxsim.simulate import generate_customers
    from cxsim.whole_files import check_file, write_whole

    if out is not None:
        check_file(out)
    people = generate_customers(number, seed, load(scenario, set_).world)
    shown = people.head(20)[["customer", "name", "segment", "preferred_channel", "margin_month_cny", "tenure_years"]]
    show.frame(shown, tr("{count} customers, seed {seed}", count=number, seed=str(seed)))
    if out is not None:
        typer.echo(tr("saved in {folder}", folder=str(write_whole(out, people.to_csv(index=False)))))
