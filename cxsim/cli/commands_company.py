"""A company of one's own from ten numbers: as options, or asked one by one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cxsim.guards import CxError
from cxsim.messages import tr


def _asked(name: str) -> Any:
    from cxsim.course import own_numbers

    one = own_numbers.NUMBERS[name]
    return typer.Option(f"--{name.replace('_', '-')}", help=own_numbers.question(one))


Out = Annotated[Path, typer.Option("--out", metavar="FILE", help=tr("Scenario file to write."))]
Pack = Annotated[str, typer.Option("--sector", help=tr("Start from a sector: retail, telecom or appliance."))]


def new(
    contacts_a_day: Annotated[str, _asked("contacts_a_day")] = "",
    handle_min: Annotated[str, _asked("handle_min")] = "",
    agents: Annotated[str, _asked("agents")] = "",
    hours_a_day: Annotated[str, _asked("hours_a_day")] = "",
    wage_h: Annotated[str, _asked("wage_h")] = "",
    margin_month: Annotated[str, _asked("margin_month")] = "",
    customers: Annotated[str, _asked("customers")] = "",
    churn_year: Annotated[str, _asked("churn_year")] = "",
    promise_s: Annotated[str, _asked("promise_s")] = "",
    currency: Annotated[str, _asked("currency")] = "",
    sector: Pack = "",
    out: Out = Path("my_work/your_company.yaml"),
) -> None:
    """Write a company from ten numbers of your own reports, and say what looks odd in them."""
    from cxsim.course import own_company, own_numbers

    words = {name: value for name, value in locals().items() if name in own_numbers.NUMBERS and value}
    sector_numbers = own_company.sector(sector) if sector else {}
    numbers = {}
    for name in own_numbers.NUMBERS:
        numbers[name] = _number(name, words.get(name), sector_numbers.get(name))
    company = own_company.company_from(**numbers, sector=sector)
    out.parent.mkdir(parents=True, exist_ok=True)
    made, aside = own_company.save(company, out)
    typer.echo(made)
    if aside:
        typer.echo(tr("What was there before is in {file}.", file=aside))
    for line in own_numbers.odd(numbers) or [tr("Nothing in these numbers looks odd together.")]:
        typer.echo(line)


def use(
    company: Annotated[
        str, typer.Argument(metavar="FILE|PRESET", help=tr("Scenario file, or name of a preset."))
    ],
) -> None:
    """Let the lessons start from this company; what lessons have left before is put aside."""
    from cxsim.course import company as course_company
    from cxsim.scenario import load_scenario

    typer.echo(course_company.begin(load_scenario(company)))
    typer.echo(tr("The lessons start from it now."))


def _number(name: str, word: str | None, usual: Any) -> Any:
    """Read one number: given as an option, asked for on a terminal, or the usual one."""
    from cxsim.course import own_numbers

    one = own_numbers.NUMBERS[name]
    if word is not None:
        return own_numbers.read(name, word)
    fallback = one.usual if usual is None else usual
    if not sys.stdin.isatty():
        if usual is None:
            option = f"--{name.replace('_', '-')}"
            raise CxError(
                tr("{option} is missing: {question}", option=option, question=own_numbers.question(one))
            )
        return usual
    while True:
        answer = typer.prompt(own_numbers.question(one), default=str(fallback))
        try:
            return own_numbers.read(name, answer)
        except CxError as error:
            typer.echo(str(error))
