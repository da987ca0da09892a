"""Commands around the stored data sets: generate, list, mask."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Annotated, Any

import typer

from cxsim.cli import show
from cxsim.guards import CxError, shown
from cxsim.messages import tr

Folder = Annotated[Path, typer.Option("--out", metavar="DIR", help=tr("Folder to write the files into."))]
Only = Annotated[list[str], typer.Option("--only", metavar="TABLE", help=tr("One table; may be repeated."))]
Name = Annotated[str, typer.Argument(metavar="TABLE", help=tr("Name of a table; none lists all of them."))]
File = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help=tr("CSV file in UTF-8; the first row has the names."))
]
Columns = Annotated[
    list[str], typer.Option("--column", metavar="NAME=ACTION", help=tr("drop, hash or redact; repeat."))
]
Masked = Annotated[
    Path, typer.Option("--out", metavar="FILE", help=tr("CSV file to write the masked table into."))
]
KEY = "CXSIM_MASK_KEY"


def generate(out: Folder = Path("cxsim_data"), only: Only = []) -> None:  # noqa: B006
    """Make the stored data sets again from their scenario and seed; the same bytes on every system."""
    from cxsim.generate.package import generate_data

    files = generate_data(out, only)
    size = sum(path.stat().st_size for path in files) / 1e6
    typer.echo(
        tr("{count} files, {size} MB in {folder}", count=len(files), size=f"{size:.1f}", folder=str(out))
    )


def list_(name: Name = "") -> None:
    """List the stored tables with rows and use, or the columns of one table with unit and meaning."""
    import pandas as pd

    from cxsim import datasets

    if name:
        show.frame(datasets.dictionary(name)[["column", "type", "unit", "allowed", "meaning"]], name)
        return
    rows = [{"table": one["name"], "rows": one["rows"], "for": one["for"], "lessons": one["lessons"]}
            for one in datasets.described()["resources"]]  # fmt: skip
    show.frame(pd.DataFrame(rows), str(datasets.folder()))


def mask(file: File, column: Columns, out: Masked) -> None:
    """Mask columns of a table of your own; the key for hashes is read from the variable CXSIM_MASK_KEY."""
    from cxsim.generate.writing import safe
    from cxsim.guards import file_trouble
    from cxsim.masking import mask as masking
    from cxsim.whole_files import check_file, write_whole

    check_file(out)
    try:
        table = _read(file)
    except OSError as error:
        raise file_trouble(error, file) from None
    except CxError:
        raise
    except (ValueError, Warning):
        line = tr("{path}: not a CSV file in UTF-8 whose rows are as long as its names", path=str(file))
        raise CxError(line) from None
    masked, log = masking(table, _actions(column), os.environ.get(KEY, ""))
    write_whole(out, masked.map(safe, na_action="ignore").to_csv(index=False, lineterminator="\n"))
    show.frame(log, tr("saved in {folder}", folder=str(out)))


def _read(file: Path) -> Any:
    """The table as text; nothing may move to another column or hide behind a name that stands twice."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        table = pd.read_csv(file, dtype="str", encoding="utf-8-sig", header=None, index_col=False)
    names = table.iloc[0].fillna("").tolist()
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise CxError(tr("{path}: the name {name} stands twice in the first row; each column needs its own",
                         path=str(file), name=shown(twice)))  # fmt: skip
    return table.iloc[1:].set_axis(names, axis=1).reset_index(drop=True)


def _actions(words: list[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, action = word.rpartition("=")
        if not equals:
            raise CxError(tr("--column {word}: write it as NAME=ACTION", word=word))
        if name in found:
            raise CxError(tr("--column {name} is given twice", name=name))
        found[name] = action
    return found
