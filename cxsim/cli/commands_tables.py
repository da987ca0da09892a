"""Commands for every measure and analysis of a table; the words are those of Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from cxsim.cli.table_calls import ANALYSES, MEASURES, called, help_of, tables_of
from cxsim.guards import CxError, shown
from cxsim.messages import tr

__all__ = ["Log", "Out", "add_commands", "rules_of", "tell", "tell_and_log"]

Files = Annotated[
    list[str], typer.Argument(metavar="[FILE|NAME=FILE]...", help=tr("CSV or Excel; several where tables are joined."))
]  # fmt: skip
Columns = Annotated[
    list[str], typer.Option("--column", metavar="PARAMETER=COLUMN", help=tr("Column for a parameter; repeat."))
]  # fmt: skip
Sets = Annotated[
    list[str], typer.Option("--set", metavar="PARAMETER=VALUE", help=tr("Any other parameter; lists as JSON; repeat."))
]  # fmt: skip
Types = Annotated[
    list[str], typer.Option("--type", metavar="COLUMN=RULE", help=tr('For example "score=number 0..10 whole".'))
]  # fmt: skip
Order = Annotated[
    list[str], typer.Option("--order", metavar="FIRST,SECOND", help=tr("Column that comes before another in time."))
]  # fmt: skip
Repair = Annotated[
    bool, typer.Option("--repair", help=tr("Mend what is certain, put the rest aside, and say so."))
]
Log = Annotated[
    Path | None, typer.Option("--log", metavar="FILE.csv", help=tr("Write every mended cell and what stood there."))
]  # fmt: skip
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.csv", help=tr("Write the result as a table."))
]


def add_commands(app: typer.Typer, room: str) -> None:
    """Add a command for each function of a room that has none of its own yet."""
    own = {command.name for command in app.registered_commands}
    for name in MEASURES if room == "measure" else ANALYSES:
        if name not in own:
            app.command(name, cls=_told_by(room, name))(_command(room, name))


def _told_by(room: str, name: str) -> type[TyperCommand]:
    """A command whose help is the function's own description, read when somebody asks for it."""

    class Told(TyperCommand):
        def get_short_help_str(self, limit: int = 45) -> str:
            does = help_of(room, name)[0].split(". ")[0].rstrip(".")
            return does if len(does) <= limit else does[: limit - 1].rsplit(" ", 1)[0] + " …"

        def format_help(self, *where: Any) -> None:
            self.help = "\n\n".join(help_of(room, name))
            super().format_help(*where)

    return Told


def _command(room: str, name: str) -> Callable[..., None]:
    def run(
        file: Files = [],  # noqa: B006
        column: Columns = [],  # noqa: B006
        set_: Sets = [],  # noqa: B006
        type_: Types = [],  # noqa: B006
        order: Order = [],  # noqa: B006
        repair: Repair = False,
        log: Log = None,
        out: Out = None,
    ) -> None:
        tables = tables_of(file, rules_of(type_, order, repair and bool(file)))
        found = called(room, name, tables, {"column": column, "set": set_})
        tell(found, out)
        tell_and_log([found] if len(steps_of(found)) else [table for table, _ in tables.values()], log)

    run.__doc__ = f"Run `cxsim.{room}.{name}` on a file."
    return run


def rules_of(type_: Types = [], order: Order = [], repair: Repair = False) -> dict[str, Any]:  # noqa: B006
    """What ``read_table`` is told about a table, from the words of the command line."""
    if repair and not (type_ or order):
        raise CxError(tr("--repair needs --type COLUMN=RULE or --order FIRST,SECOND, which say what is certain"))
    options: dict[str, Any] = {"repair": repair}
    if type_:
        options["columns"] = dict(_halves(text, "=", "COLUMN=RULE") for text in type_)
    if order:
        options["order"] = [_halves(text, ",", "FIRST,SECOND") for text in order]
    return options


def tell_and_log(tables: list[Any], log: Path | None) -> None:
    """Say on the error stream what was mended or put aside, and write it down where that is asked."""
    import pandas as pd

    from cxsim.measure import write_table

    for table in tables:
        tell_steps(table)
    if log is not None:
        write_table(pd.concat([steps_of(table).cells() for table in tables]), log)
        typer.echo(tr("written: {path}", path=str(log)), err=True)


def tell_steps(table: Any) -> None:
    """Each step in a line on the error stream: column, what, count, first row, what stood there."""
    for step in steps_of(table):
        line = tr("{column}: {what} ({count})", column=step.column or tr("table"), what=step.what, count=step.number)
        if step.rows:
            line += tr(", first in row {row}: {value}", row=str(step.rows[0]), value=shown(step.before[0]))
        typer.echo(line, err=True)


def steps_of(table: Any) -> Any:
    """The log of a table, of whatever kind the result is."""
    from cxsim.measure.steps import Steps
    from cxsim.measure.steps import steps_of as found

    return found(table) if hasattr(table, "attrs") else Steps()


def _halves(text: str, sign: str, form: str) -> tuple[str, str]:
    first, found, second = text.partition(sign)
    if not found:
        raise CxError(tr("{text}: allowed: {form}", text=text, form=form))
    return first.strip(), second.strip()


def tell(found: Any, out: Path | None) -> None:
    """Print a result, or write it as a table."""
    import pandas as pd

    if out is not None:
        from cxsim.measure import write_table

        table = found if isinstance(found, pd.DataFrame) else _table_of(found)
        write_table(table, out)
        typer.echo(tr("written: {path}", path=str(out)))
        return
    typer.echo(_text(found))


def _table_of(found: Any) -> Any:
    import pandas as pd

    for name in ("customers", "profile", "kpis"):
        if isinstance(getattr(found, name, None), pd.DataFrame):
            return getattr(found, name)
    maker = getattr(found, "table", None)
    if isinstance(maker, pd.DataFrame):
        return maker
    if callable(maker):
        return maker()
    if isinstance(found, pd.Series):
        return found.to_frame()
    if isinstance(found, list) and found and hasattr(found[0], "_asdict"):
        return pd.DataFrame([{k: getattr(v, "value", v) for k, v in row._asdict().items()} for row in found])
    return pd.DataFrame(list(_lines(found, ""))).convert_dtypes()


def _lines(found: Any, where: str) -> Iterator[dict[str, Any]]:
    """A line for each number of a result, named by its place in it; a measure keeps its interval beside it."""
    import dataclasses

    import numpy as np
    import pandas as pd

    from cxsim.measure import Measure

    if isinstance(found, Measure):
        yield dataclasses.asdict(found) | {"name": where or found.name}
    elif dataclasses.is_dataclass(found):
        yield from _lines({part.name: getattr(found, part.name) for part in dataclasses.fields(found)}, where)
    elif hasattr(found, "_asdict"):
        yield from _lines(found._asdict(), where)
    elif isinstance(found, dict):
        for name, part in found.items():
            yield from _lines(part, f"{where}.{name}".lstrip("."))
    elif isinstance(found, pd.DataFrame):
        yield from _lines(found.to_dict("index"), where)
    elif isinstance(found, pd.Series):
        yield from _lines(found.to_dict(), where)
    elif isinstance(found, (list, tuple, np.ndarray)):
        yield from _lines(dict(enumerate(found, start=1)), where)
    elif found is not None:
        yield {"name": where, "value": found}


def _text(found: Any) -> str:
    import pandas as pd

    if isinstance(found, (pd.DataFrame, pd.Series)):
        if not len(found):
            return tr("nothing found (0 rows)")
        return found.to_string()
    if isinstance(found, (dict, list, tuple)) and not found:
        return tr("nothing found (0 rows)")
    if isinstance(found, dict):
        return "\n".join(f"{key}: {_text(value)}" for key, value in found.items())
    if isinstance(found, (list, tuple)) and not hasattr(found, "_fields"):
        return "\n".join(map(_text, found))
    if hasattr(found, "_fields"):
        return ", ".join(f"{key} {_text(value)}" for key, value in zip(found._fields, found, strict=True))
    return str(found)
