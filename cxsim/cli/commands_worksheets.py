"""Commands of worksheets: make one, check one, turn one into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxsim.guards import CxError, shown
from cxsim.messages import tr

if TYPE_CHECKING:
    from cxsim.scenario import Scenario
    from cxsim.worksheets import MeasuresTable

Kind = Annotated[str, typer.Argument(metavar="KIND", help=tr("Name of a worksheet, for example sla-table."))]
Filled = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=tr("A worksheet that was filled in."))]
NewFile = Annotated[
    Path, typer.Option("--out", metavar="FILE.xlsx", help=tr("File to make; it must not exist yet."))
]
Document = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="FILE",
        help=tr("File to write: .docx, .md, .png for the picture, .yaml for a company that keeps to it."),
    ),
]
Example = Annotated[
    bool, typer.Option("--example", help=tr("Filled in for the default company, to look at."))
]
Company = Annotated[
    str, typer.Option("--scenario", metavar="NAME", help=tr("Name of a preset, or a YAML file."))
]
FOUND = 1  # exit code of a check that finds something


def new(kind: Kind, out: NewFile, example: Example = False) -> None:
    """Make an Excel file to fill in."""
    from cxsim import worksheets

    sheet = worksheets.kind(kind)
    if out.exists():
        raise CxError(
            tr("{path}: is there already and is kept; choose another name", path=shown(str(out))[1:-1])
        )
    typer.echo((sheet.example() if example else sheet.blank()).write_excel(out))


def check(file: Filled, scenario: Company = "default") -> None:
    """Check a filled-in worksheet against itself and a company; exit code 1 where something is to mend."""
    from cxsim import worksheets
    from cxsim.cli import show
    from cxsim.cli.options import load

    company = load(scenario, [])
    found = worksheets.read(file).check(company)
    if not found:
        typer.echo(tr("{file}: nothing to mend", file=file))
        return
    rows = [[item.kind, item.where, item.says, item.fix] for item in found]
    show.table([tr("kind"), tr("where"), tr("what is wrong"), tr("how to mend it")], rows)
    typer.echo(tr("{file}: findings {count}", file=file, count=len(found)))
    raise typer.Exit(FOUND)


def export(file: Filled, out: Document, scenario: Company = "default") -> None:
    """Turn a filled-in worksheet into a Word document, a Markdown text, a picture or a company to simulate."""
    from cxsim import worksheets
    from cxsim.cli.options import load

    ways = (".docx", ".md", ".png", ".yaml")
    kind = out.suffix.lower()
    if kind not in ways:
        raise CxError(
            tr("{path}: the name must end in one of {ways}", path=shown(str(out)), ways=", ".join(ways))
        )
    sheet = worksheets.read(file)
    if kind == ".docx":
        typer.echo(sheet.write_word(out))
    elif kind == ".md":
        typer.echo(sheet.write_markdown(out))
    elif kind == ".png":
        picture = sheet.picture(load(scenario, []))
        if picture is None:
            raise CxError(tr("{file}: this worksheet has no picture; choose .docx or .md", file=file))
        typer.echo(picture.save(out))
    elif isinstance(sheet, worksheets.SlaTable):
        typer.echo(load(scenario, []).replace(sheet.policy(), name=out.stem).save(out))
    elif isinstance(sheet, worksheets.MeasuresTable):
        _dated_plan(sheet, load(scenario, []), out)
    else:
        raise CxError(
            tr("{file}: only an SLA table and a measures table are plans to simulate; choose .docx or .md", file=file)
        )


def _dated_plan(sheet: MeasuresTable, company: Scenario, out: Path) -> None:
    """Write a measures table as a company, and tell what is in force from when, and what never is."""
    from cxsim.scenario.dated import too_late

    plan = company.replace(sheet.policy(company), name=out.stem)
    typer.echo(plan.save(out))
    for line in sheet.timing(company):
        typer.echo(line)
    typer.echo(tr("The costs of the table are not in the plan; a run books what its seats cost."))
    for line in too_late(plan):
        typer.echo(line, err=True)
