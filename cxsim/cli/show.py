"""What commands print: tables, progress, verdicts. Rich where there is a terminal, plain text where there is none."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cxsim.messages import tr

if TYPE_CHECKING:
    from rich.console import Console

    from cxsim.experiment import Study

#: Measures that a screen shows of one run.
ON_SCREEN = (
    "phone_offered", "phone_within_promise_share", "phone_abandoned_share", "phone_wait_mean_min",
    "phone_occupancy_share", "chat_within_promise_share", "email_wait_mean_min", "needs", "fcr_share",
    "contacts_per_need", "complaints", "complaint_response_h", "csat_true_share", "csat_observed_share", "nps_true",
    "nps_observed", "response_share", "customers_start", "retention_share", "joiners", "leavers", "customers_end",
    "revenue_cny", "labor_cny", "compensation_cny", "profit_cny", "profit_share", "equity_start_cny",
    "equity_end_cny", "value_cny", "paid_hours", "cost_per_contact_cny",
)  # fmt: skip


def console(stream: str = "stdout") -> Console:
    """The screen; 110 columns where the output goes to a file or pipe."""
    from rich.console import Console

    target = getattr(sys, stream)
    return Console(file=target, width=None if target.isatty() else 110, highlight=False, soft_wrap=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", numbers: Sequence[int] = ()) -> None:
    """Print a table; the columns at the places ``numbers`` are aligned right and never broken."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=Text(title) if title else None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for place, head in enumerate(heads):
        number = place in numbers
        drawn.add_column(Text(head), justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn)


def steps(what: str) -> contextlib.AbstractContextManager[Callable[[int, int], None]]:
    """A progress bar on the error stream; the function is told steps done and steps in all."""
    from cxsim.experiment.progress import bar

    return bar(what)


@contextlib.contextmanager
def spinner() -> Iterator[Callable[[str], None]]:
    """Words about what is being done, on the error stream."""
    with console("stderr").status("") as status:
        yield status.update


def written(key: str, value: float) -> str:
    """One number of a summary with its unit."""
    from cxsim.messages import number
    from cxsim.results.measures import MEASURES, UNITS

    unit = MEASURES[key].unit
    if unit == "share":
        return f"{number(100 * value, 1)} %"
    if unit in ("count", "CNY"):
        return number(round(value) if value == value else value, 0) + (" CNY" if unit == "CNY" else "")
    return f"{number(value, 2)} {tr(UNITS[unit])}"


def summary(found: dict[str, float], title: str) -> None:
    """Print the measures of one run that matter most."""
    from cxsim.results.measures import label

    table([tr("measure"), tr("value")], [[label(key), written(key, found[key])] for key in ON_SCREEN], title, [1])


def verdicts(study: Study, measures: Sequence[str] = ()) -> None:
    """Print the verdict table of a study, the sentences, and what is missing."""
    from cxsim.experiment.verdict import VERDICTS, amount, sentence
    from cxsim.results.measures import MEASURES, label

    rows, base = [], study.names[0]
    found = study.judge(measures=measures)
    for plan, row in found:
        unit = MEASURES[row.measure].unit
        low, high = (amount(value, unit, signed=True) for value in (row.low, row.high))
        between = tr("{low} to {high}", low=low, high=high)
        difference = amount(row.difference, unit, signed=True)
        cells = (written(row.measure, row.base), difference, between, tr(VERDICTS[row.verdict]))
        rows.append([plan, label(row.measure), *cells])
    heads = [tr("plan"), tr("measure"), base, tr("difference"), tr("95 % interval"), tr("verdict")]
    title = tr("{count} replications, seed {seed}, against {base}", count=len(study.replications),
               seed=str(study.seed), base=base)  # fmt: skip
    table(heads, rows, title, [2, 3, 4])
    for plan, row in found:
        console().print(sentence(plan, row), markup=False)
    missing(study)


def missing(study: Study) -> None:
    """Tell on the error stream which replications are missing and why."""
    for number, reason in study.failed.items():
        print(tr("replication {number} failed: {reason}", number=number, reason=reason), file=sys.stderr)
    if study.is_partial:
        line = tr("partial: {done} of {asked} replications", done=len(study.replications), asked=study.asked)
        print(line, file=sys.stderr)


def frame(rows: Any, title: str = "", digits: int = 2) -> None:
    """Print a small DataFrame; numbers with so many decimals, missing values as nothing."""
    from cxsim.messages import number

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return number(value, digits) if value == value else ""
        return "" if str(value) in ("<NA>", "NaT", "nan") else str(value)

    numbers = [place for place, kind in enumerate(rows.dtypes) if getattr(kind, "kind", "O") in "iuf"]
    cells = [[cell(value) for value in row] for row in rows.itertuples(index=False)]
    table([str(name) for name in rows.columns], cells, title, numbers)


def life(line: Any, customer: int) -> None:
    """Print the life line of one customer."""
    from cxsim.messages import number

    heads = [tr("when"), tr("what happened"), tr("S"), tr("F"), tr("leaves"), tr("change")]
    rows = []
    for row in line.itertuples():
        leaves = number(100 * row.leave_probability, 2) + " %" if row.leave_probability == row.leave_probability else ""
        change = f"{100 * row.move:+.2f}" if abs(row.move) >= 0.00005 else ""
        event = row.event if str(row.answer) == "<NA>" else tr("{event}; answered {answer} of 10", event=row.event,
                                                                answer=row.answer)  # fmt: skip
        state = number(row.satisfaction, 2), number(row.failure, 2)
        rows.append([row.when.isoformat(" ", "minutes"), event, *state, leaves, change])
    table(heads, rows, tr("customer {number}", number=str(customer)), [2, 3, 4, 5])
    note = tr("S: latent satisfaction · F: memory of failure · leaves: chance of leaving at the next review")
    console().print(note, markup=False)
