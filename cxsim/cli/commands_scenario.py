"""Commands that look at scenarios."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from cxsim.cli.options import Json, ScenarioName, Set, load
from cxsim.guards import CxError, shown
from cxsim.messages import tr

One = Annotated[str, typer.Option("--path", help=tr("Only this value, or this group of values, by its dotted path."))]


def show(scenario: ScenarioName = "default", set_: Set = [], path: One = "") -> None:  # noqa: B006
    """Show a scenario as YAML (what differs from the default company), one value, or the values of a group."""
    found = load(scenario, set_)
    if not path:
        typer.echo(found.to_yaml(), nl=False)
        return
    from cxsim.scenario import Scenario, editing, paths
    from cxsim.scenario import sources as listing

    value, known = found.value(path), paths.known_at(Scenario, path)
    inside = [row for row in listing.rows(found) if str(row["path"]).startswith(f"{path}.")]
    if inside:
        _print(inside)
        return
    typer.echo(editing.in_words(value))
    if known is not None and known.unit:
        typer.echo(tr("unit {unit} · source {source} · grade {grade}", unit=known.unit, source=known.source,
                      grade=known.grade))  # fmt: skip
        typer.echo(known.meaning)


def diff(first: ScenarioName, second: ScenarioName = "default", set_: Set = []) -> None:  # noqa: B006
    """Tell in words what the second scenario (with the changes of --set) has different from the first."""
    lines = load(first, []).diff(load(second, set_))
    for line in lines or [tr("no difference")]:
        typer.echo(line)


def schema(out: Json = None) -> None:
    """Print the JSON schema of a scenario, or write it to a file."""
    from cxsim.scenario import Scenario
    from cxsim.whole_files import write_whole

    text = json.dumps(Scenario.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(write_whole(out, text))


def sources(scenario: ScenarioName = "default", set_: Set = [], grade: str = "") -> None:  # noqa: B006
    """List every number with its unit, source and grade; --grade D shows our own guesses only."""
    from cxsim.scenario import sources as listing
    from cxsim.scenario.fields import GRADES

    if grade and grade not in GRADES:
        raise CxError(tr("{name} is {got}; allowed: {allowed}", name="--grade", got=shown(grade),
                         allowed=" | ".join(GRADES)))  # fmt: skip
    rows = listing.rows(load(scenario, set_))
    _print([row for row in rows if not grade or row["grade"] == grade])


def _print(rows: list[dict[str, Any]]) -> None:
    """A table of numbers with their units and where they come from."""
    from cxsim.cli import show as screen

    columns = ("path", "value", "unit", "source", "grade")
    screen.table(columns, [[str(row[name]) for name in columns] for row in rows])
