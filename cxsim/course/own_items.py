"""The card of the ten numbers: what they are here, and a company of one's own made from them."""

from __future__ import annotations

from typing import Any

from cxsim.course import company, own_company, own_numbers, settings
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.messages import filled, number, tr
from cxsim.scenario import Scenario

FILE = "your_company.yaml"


def items(given: dict[str, Any], sector: str = "", in_lessons: bool = False) -> list[Item]:
    """The ten numbers as they are here; with numbers of one's own, the company made from them.

    Parameters
    ----------
    given
        Numbers by the names of `own_numbers.NUMBERS`; what is left out is that of the sector, or of this company.
    sector
        ``retail``, ``telecom``, ``appliance`` or nothing.
    in_lessons
        Let the lessons start from the new company.
    """
    if not given and not sector:
        usual = {name: one.usual for name, one in own_numbers.NUMBERS.items()}
        return [_table(usual, tr("here")), *_how()]
    try:
        usual = (
            own_company.sector(sector)
            if sector
            else {name: one.usual for name, one in own_numbers.NUMBERS.items()}
        )
        made = own_company.company_from(sector=sector, **{**usual, **given})
        numbers = {name: own_numbers.read(name, value) for name, value in {**usual, **given}.items()}
        kept = written(made, in_lessons)
    except CxError as error:
        return [Note(str(error), "bad")]
    except OSError as error:
        from cxsim.guards import file_trouble

        return [Note(str(file_trouble(error, settings.work_folder())), "bad")]
    odd = [Note(line, "bad") for line in own_numbers.odd(numbers)]
    fine = [Note(tr("Nothing in these numbers looks odd together."), "good")]
    return [_table(numbers, tr("yours")), *(odd or fine), *kept]


def _table(numbers: dict[str, Any], head: str) -> Table:
    rows = [
        [filled(one.ask, {}), _shown(numbers[name]), filled(one.unit, {}), name]
        for name, one in own_numbers.NUMBERS.items()
    ]
    heads = [tr("number"), head, tr("unit"), tr("its name")]
    return Table(tr("Ten numbers from your own reports"), heads, rows)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else number(value)


def _how() -> list[Item]:
    return [
        Note(
            tr(
                "Write yours between the parentheses of this cell by their names (click the three dots to see it), for "
                "example {example}, and run it again. What you leave out stays as it is here; sector= takes {sectors}.",
                example="own_numbers(customers=30_000, agents=14)",
                sectors=", ".join(own_company.SECTORS),
            )
        ),
        Note(
            tr(
                "In a terminal {command} asks for the same ten numbers.",
                command="python start.py cxsim company new",
            )
        ),
    ]


def written(made: Scenario, in_lessons: bool) -> list[Item]:
    """Write the company into the learner's folder and say what can be done with it."""
    if settings.headless():
        return []
    folder = settings.work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{settings.FOLDER}/{own_company.save(made, folder / FILE)[0].name}"
    told = [
        Note(
            tr(
                "Your company is in {file}; {command} runs it.",
                file=file,
                command=f"python start.py cxsim simulate {file}",
            )
        )
    ]
    if in_lessons:
        company.begin(made)
        return [*told, Note(tr("The lessons start from it now."), "lead")]
    return [*told, Note(tr("With in_lessons=True the lessons start from it, too."))]
