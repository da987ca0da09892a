"""A World from a company's own call log or interval report; the words are those of ``cx.calibrate`` in Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cxsim.guards import CxError, shown
from cxsim.messages import tr

File = Annotated[
    Path, typer.Argument(metavar="LOG.csv", help=tr("One row for each contact, or one for each half hour."))
]
Map = Annotated[
    list[str],
    typer.Option("--map", metavar="COLUMN=MEANING",
                 help=tr("What a column means: date, arrived, answered, ended, wait_s, wait_min, handle_s, "
                         "handle_min, outcome, channel, reason, customer, agent, contact, ignore; report: start, "
                         "offered, handled, abandoned, handle_mean_s, wait_mean_s, within_share. Repeat.")),
]  # fmt: skip
Word = Annotated[
    list[str],
    typer.Option("--word", metavar="WORD=MEANING",
                 help=tr("What an outcome or a queue means, such as HANG=abandoned or VIP=phone; repeat.")),
]  # fmt: skip
Dates = Annotated[str, typer.Option("--dates", help=tr("dmy or mdy, where the dates do not tell."))]
Base = Annotated[str, typer.Option("--base", metavar="SCENARIO", help=tr("Company that gives what the log does not."))]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=tr("Scenario file to write."))]


def calibrate(
    file: File, map_: Map = [], word: Word = [], dates: Dates = "", base: Base = "default", out: Out = None  # noqa: B006
) -> None:  # fmt: skip
    """Fit a World to a call log or an interval report; say what was used, dropped, and cannot be known."""
    import cxsim as cx
    from cxsim.whole_files import check_file

    if out is not None:
        check_file(out)
    company = cx.load_scenario(base)
    pairs = {name: _pairs(name, given) for name, given in (("--map", map_), ("--word", word))}
    found = cx.calibrate(file, map=pairs["--map"], words=pairs["--word"], dates=dates, base=company)
    typer.echo(str(found))
    if out is not None:
        typer.echo("")
        typer.echo(found.scenario.replace({}, name=out.stem).save(out))


def _pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        left, equals, right = one.rpartition("=")
        if not equals or not left.strip() or not right.strip():
            raise CxError(tr("{option} {word}: write it as NAME=MEANING", option=option, word=shown(one)))
        if left.strip() in found:
            raise CxError(tr("{option} {name} is given twice", option=option, name=left.strip()))
        found[left.strip()] = right.strip()
    return found
