"""The commands and their words. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

from functools import cache
from typing import Any

import typer
import typer.main

from cxsim.cli import (
    commands_calibrate,
    commands_company,
    commands_course,
    commands_data,
    commands_measure,
    commands_proof,
    commands_run,
    commands_scenario,
    commands_tables,
    commands_worksheets,
    commands_workshop,
)
from cxsim.messages import tr

Abort, Exit = typer.Abort, typer.Exit
#: Base of what typer raises for a wrong word on the command line, wherever this version of typer keeps it.
UsageFault: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    name="cxsim",
    help=tr("Simulate a service company and its customers; compare policies; prove what the simulator claims."),
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _version(wanted: bool) -> None:
    if wanted:
        from cxsim import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=tr("Show the version.")
    ),
) -> None:
    """Take the options that stand before a command."""


app.command("simulate", help=tr("Run one company once and show what came out."))(commands_run.simulate)
app.command("compare", help=tr("Run several plans under the same luck and judge the difference."))(
    commands_run.compare
)
app.command("demo", help=tr("The default company against one more phone agent: a year, a verdict."))(
    commands_run.demo
)
app.command("why", help=tr("Tell the life of one customer, line by line."))(commands_run.why)
app.command("customers", help=tr("Make up named customers."))(commands_run.customers)
app.command("verify", help=tr("Compare the simulator with exact queueing theory."))(commands_proof.verify)
app.command("agree", help=tr("Compare both engines on random worlds, array by array."))(commands_proof.agree)
app.command("bench", help=tr("Measure the speed of the engines."))(commands_proof.bench)
app.command("check", cls=commands_course.Answered, help=tr("Check this computer, or the answer to an exercise."))(
    commands_course.check
)
app.command("debrief", help=tr("Make the printable page of a team's predictions and results, or of a whole room's."))(
    commands_course.debrief
)
app.command("progress", help=tr("Make the page of what was done and passed so far."))(
    commands_workshop.progress
)
app.command("trainee-pack", help=tr("Zip lessons and exercises for trainees, without solutions."))(
    commands_workshop.trainee_pack
)
app.command("grade", help=tr("Grade what trainees handed in: a table and a page for each."))(
    commands_workshop.grade
)
app.command("book", help=tr("Write all lessons as pages to read without Python."))(commands_workshop.book)
app.command("run-sheet", help=tr("Write the trainer's run sheet, or the outline of the slides."))(
    commands_workshop.run_sheet
)
app.command("calibrate", help=tr("Fit a World to your own call log or interval report; write it as a scenario."))(
    commands_calibrate.calibrate
)
company = typer.Typer(help=tr("A company of your own: new, use."), no_args_is_help=True, rich_markup_mode=None)
company.command("new", help=tr("Write a company from ten numbers; say what looks odd in them."))(
    commands_company.new
)
company.command("use", help=tr("Let the lessons start from a company: a file, or a preset such as sector_retail."))(
    commands_company.use
)
app.add_typer(company, name="company")
scenario = typer.Typer(
    help=tr("Look at scenarios: show, diff, schema, sources."), no_args_is_help=True, rich_markup_mode=None
)
scenario.command("show", help=tr("Show a scenario as YAML, or one value with its unit and source."))(
    commands_scenario.show
)
scenario.command("diff", help=tr("Tell what the second scenario has different from the first."))(
    commands_scenario.diff
)
scenario.command("schema", help=tr("Write the JSON schema of a scenario."))(commands_scenario.schema)
scenario.command("sources", help=tr("List every number with unit, source and grade."))(
    commands_scenario.sources
)
app.add_typer(scenario, name="scenario")
data = typer.Typer(
    help=tr("The stored data sets: generate, list, mask."), no_args_is_help=True, rich_markup_mode=None
)
data.command("generate", help=tr("Make the stored data sets again, byte for byte."))(commands_data.generate)
data.command("list", help=tr("List the stored tables, or the columns of one."))(commands_data.list_)
data.command("mask", help=tr("Take names, numbers and addresses out of a table of your own."))(commands_data.mask)
app.add_typer(data, name="data")
measure = typer.Typer(
    help=tr("Measure a table of your own: nps, csat, servqual, kano, fcr, survival …"),
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip
measure.command("nps", help=tr("Net promoter score of answers 0 to 10."))(commands_measure.nps)
measure.command("csat", help=tr("Share of satisfied customers."))(commands_measure.csat)
measure.command("ces", help=tr("Customer effort score."))(commands_measure.ces)
measure.command("csi", help=tr("Satisfaction index 0 to 100 of several dimensions."))(commands_measure.csi)
measure.command("servqual", help=tr("Gaps between perceived and expected service."))(commands_measure.servqual)
measure.command("kano", help=tr("Class of a feature, better and worse coefficient."))(commands_measure.kano)
measure.command("control_chart", help=tr("Points outside their control limits."))(commands_measure.control_chart)
commands_tables.add_commands(measure, "measure")
app.add_typer(measure, name="measure")
analyze = typer.Typer(
    help=tr("Analyze a table of your own: trend, segments, forecast, topics, churn_model, join_tables …"),
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip
commands_tables.add_commands(analyze, "analysis")
app.add_typer(analyze, name="analyze")
worksheet = typer.Typer(
    help=tr("Worksheets: make one, check it against a company, turn it into a document."), no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
worksheet.command("new", help=tr("Make an Excel file to fill in."))(commands_worksheets.new)
worksheet.command("check", help=tr("Check a filled-in worksheet against itself and a company."))(
    commands_worksheets.check
)
worksheet.command("export", help=tr("Turn a filled-in worksheet into Word, Markdown or a picture."))(
    commands_worksheets.export
)
app.add_typer(worksheet, name="worksheet")


@cache
def all_commands() -> Any:
    """All commands, made once in a process: typer takes a quarter of a second to read the 150 functions."""
    return typer.main.get_command(app)
