"""Commands that look at scenarios."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cxsim.cli.options import Json, ScenarioName, Set, load
from cxsim.messages import tr

One = Annotated[str, typer.Option("--path", help=tr("Only this value, by its dotted path."))]


def show(scenario: ScenarioName = "default", set_: Set = [], path: One = "") -> None:  # noqa: B006
    """Show a scenario as YAML (what differs from the default company), or one value."""
    found = load(scenario, set_)
    if not path:
        typer.echo(found.to_yaml(), nl=False)
        return
    from cxsim.scenario import Scenario, paths

    value, known = found.value(path), paths.known_at(Scenario, path)
    typer.echo(value)
    if known is not None:
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
    from cxsim.scenario.writing import write_whole

    text = json.dumps(Scenario.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(write_whole(out, text))


def sources(scenario: ScenarioName = "default", set_: Set = [], grade: str = "") -> None:  # noqa: B006
    """List every number with its unit, source and grade; --grade D shows our own guesses only."""
    from cxsim.cli import show as screen
    from cxsim.scenario import sources as listing

    rows = listing.rows(load(scenario, set_))
    chosen = [row for row in rows if not grade or row["grade"] == grade]
    columns = ("path", "value", "unit", "source", "grade")
    screen.table(columns, [[str(row[name]) for name in columns] for row in chosen])
