"""Options that several commands share, and the scenario they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxsim.guards import CxError, shown
from cxsim.messages import tr

if TYPE_CHECKING:
    from cxsim.scenario import Scenario

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help=tr("Name of a preset, or a YAML file."))]
Set = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="PATH=VALUE",
        help=tr("Change one value, for example policy.staffing.extra.phone=1; may be repeated."),
    ),
]  # fmt: skip
Seed = Annotated[int, typer.Option("--seed", help=tr("Names the luck; any whole number."))]
Replication = Annotated[int, typer.Option("--replication", min=0, help=tr("Which year of this luck, from 0."))]
Replications = Annotated[int, typer.Option("--replications", min=1, help=tr("Years to run for each plan."))]
Engine = Annotated[str, typer.Option("--engine", help=tr("kernel (fast) or reference (readable); equal results."))]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=tr("Folder to write the result into."))]
Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help=tr("File to write the result into."))]


def changes_of(words: Sequence[str]) -> dict[str, Any]:
    """Dotted paths and values of ``--set``; values are read as in a scenario file, and nothing in them is run."""
    from cxsim.scenario import reading

    found: dict[str, Any] = {}
    for word in words:
        path, equals, text = word.partition("=")
        path = path.strip()
        if not equals or not path:
            raise CxError(tr("--set {word}: write it as PATH=VALUE", word=shown(word)))
        if path in found:
            raise CxError(tr("--set {path} is given twice", path=path))
        found[path] = reading.parse(f"value: {text}", f"--set {path}")["value"]
    return found


def load(name: str, words: Sequence[str]) -> Scenario:
    """The scenario of a name or file, with the changes of ``--set``."""
    from cxsim.scenario import load_scenario

    scenario = load_scenario(name)
    return scenario.replace(changes_of(words)) if words else scenario


def check_out(out: Path | None) -> None:
    """Refuse a folder that cannot be written before anything is run."""
    if out is not None:
        from cxsim.results.folder import check_folder

        check_folder(out)
