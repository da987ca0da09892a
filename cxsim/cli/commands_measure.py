"""Commands that measure a company's own table; the words are those of ``cxsim.measure`` in Python."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cxsim.cli.commands_tables import Log, Out, rules_of, tell, tell_and_log
from cxsim.guards import CxError
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

File = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help=tr("CSV (UTF-8, UTF-16, GBK) or Excel; the first row has the names."))
]
Column = Annotated[str, typer.Option("--column", metavar="NAME", help=tr("Column with the answers."))]
Columns = Annotated[
    list[str], typer.Option("--column", metavar="NAME", help=tr("Column of one dimension; repeat for each."))
]
Weights = Annotated[
    list[float], typer.Option("--weight", help=tr("Weight of each column, in their order; they add to 1."))
]
Level = Annotated[float, typer.Option("--level", help=tr("Confidence of the interval, between 0 and 1."))]
Best = Annotated[int, typer.Option("--best", help=tr("Best answer of the scale."))]
Low = Annotated[float, typer.Option("--lowest", help=tr("Lowest answer of the scale."))]
High = Annotated[float, typer.Option("--highest", help=tr("Highest answer of the scale."))]


class Own(NamedTuple):
    """A company's own table: its file, by which rules it is read, where mended cells and the result are written."""

    path: Path
    rules: dict[str, Any]
    log: Path | None
    out: Path | None

    def __str__(self) -> str:
        return str(self.path)


def _by_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options with which every other table is read: --type, --order, --repair, --log, --out."""
    known = inspect.signature(command, eval_str=True).parameters
    rules = inspect.signature(rules_of, eval_str=True).parameters
    files = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
             for name, kind in (("log", Log), ("out", Out))]  # fmt: skip

    def run(**words: Any) -> None:
        read = rules_of(**{name: words.pop(name) for name in rules})
        command(Own(words.pop("file"), read, words.pop("log"), words.pop("out")), **words)

    given = [known["file"].replace(annotation=File), *(one for name, one in known.items() if name != "file")]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = inspect.Signature([*given, *rules.values(), *files])  # type: ignore[attr-defined]
    return run


@_by_rules
def nps(file: Own, column: Column, level: Level = 0.95) -> None:
    """Net promoter score of a column of answers 0 to 10."""
    from cxsim.measure import nps as measure

    _tell(file, column, lambda table: measure(_of(table, column, file), level=level))


@_by_rules
def csat(
    file: Own,
    column: Column,
    satisfied_from: Annotated[int, typer.Option("--satisfied-from", help=tr("Lowest satisfied answer."))] = 4,
    best: Best = 5,
    level: Level = 0.95,
) -> None:
    """Share of satisfied customers of a column of answers."""
    from cxsim.measure import csat as measure

    _tell(file, column, lambda table: measure(_of(table, column, file), satisfied_from, best, level))


@_by_rules
def ces(file: Own, column: Column, best: Best = 7, level: Level = 0.95) -> None:
    """Customer effort score of a column of answers."""
    from cxsim.measure import ces as measure

    _tell(file, column, lambda table: measure(_of(table, column, file), best, level))


@_by_rules
def csi(
    file: Own,
    column: Columns,
    weight: Weights = [],  # noqa: B006
    lowest: Low = 1,
    highest: High = 5,
    level: Level = 0.95,
) -> None:
    """Satisfaction index 0 to 100 of several columns."""
    from cxsim.measure import csi as measure

    def work(table: pd.DataFrame) -> Any:
        return measure(_several(table, column, file), weight or None, (lowest, highest), level)

    _tell(file, ", ".join(column), work)


@_by_rules
def servqual(
    file: Own,
    expected: Annotated[
        list[str], typer.Option("--expected", help=tr("Column of what was expected; repeat."))
    ],
    perceived: Annotated[
        list[str], typer.Option("--perceived", help=tr("Column of what was perceived; repeat."))
    ],
    weight: Weights = [],  # noqa: B006
    scale: Annotated[tuple[float, float], typer.Option("--scale", help=tr("Lowest and highest answer."))] = (
        1,
        7,
    ),
    level: Level = 0.95,
) -> None:
    """Gaps between what was perceived and what was expected, by dimension."""
    from cxsim.measure import servqual as measure

    if len(expected) != len(perceived):
        words = {"one": len(expected), "two": len(perceived)}
        raise CxError(tr("{one} expected and {two} perceived columns; they come in pairs", **words))

    def work(table: pd.DataFrame) -> Any:
        first, second = _several(table, expected, file), _several(table, perceived, file)
        return measure(first, second.set_axis(first.columns, axis=1), weight or None, scale, level)

    _tell(file, ", ".join([*expected, *perceived]), work)


@_by_rules
def kano(
    file: Own,
    column: Column = "",
    functional: Annotated[str, typer.Option("--functional", help=tr("Column: the feature is there."))] = "",
    dysfunctional: Annotated[str, typer.Option("--dysfunctional", help=tr("Column: it is missing."))] = "",
    level: Level = 0.95,
) -> None:
    """Class of a feature, from a column of letters or from the two questions."""
    from cxsim.measure import kano as measure
    from cxsim.measure import kano_classes

    if bool(column) == bool(functional and dysfunctional):
        raise CxError(tr("kano: give --column with letters, or both --functional and --dysfunctional"))

    def work(table: pd.DataFrame) -> Any:
        if column:
            return measure(_of(table, column, file), level)
        pairs = _of(table, functional, file), _of(table, dysfunctional, file)
        return measure(kano_classes(*pairs), level)

    _tell(file, column or f"{functional}, {dysfunctional}", work)


@_by_rules
def control_chart(
    file: Own,
    column: Column,
    n: Annotated[str, typer.Option("--n", help=tr("Answers behind each share: a number or a column."))] = "",
    center: Annotated[float | None, typer.Option("--center", help=tr("Known center line."))] = None,
    sigmas: Annotated[float, typer.Option("--sigmas", help=tr("Distance of the limits."))] = 3.0,
) -> None:
    """Points of a column outside their control limits, by row."""
    from cxsim.measure import control_chart as measure

    def work(table: pd.DataFrame) -> Any:
        sizes = None if not n else int(n) if n.isdecimal() else _of(table, n, file)
        return measure(_of(table, column, file), sizes, center, sigmas)

    _tell(file, column, work)


def _tell(file: Own, column: str, work: Any) -> None:
    """Read the file, measure, print or write; a refusal names the file and the column as well."""
    from cxsim.measure.tables import read_table

    table = read_table(file.path, **file.rules)
    with _named(file, column):
        found = work(table)
    tell(found, file.out)
    tell_and_log([table], file.log)


@contextlib.contextmanager
def _named(file: Own, column: str) -> Iterator[None]:
    try:
        yield
    except CxError as error:
        line = str(error)
        if line.startswith(str(file)):
            raise
        raise CxError(
            tr("{file}, column {column}: {line}", file=str(file), column=column, line=line)
        ) from None


def _of(table: pd.DataFrame, name: str, file: Own) -> Any:
    from cxsim.measure.tables import column_of

    return column_of(table, name, file.path)


def _several(table: pd.DataFrame, names: list[str], file: Own) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: _of(table, name, file) for name in names})
