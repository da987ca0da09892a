"""Make all data sets: company, tables, texts, descriptor; write them into a folder, each file whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cxsim.datasets import DESCRIPTOR, described
from cxsim.generate import (
    desk,
    digital,
    journey,
    knowledge,
    models,
    people,
    raw,
    sources,
    staff,
    surveys,
    talks,
    trade,
)
from cxsim.generate.company import build_company
from cxsim.generate.descriptor import PACKAGE_NAME, as_text, descriptor
from cxsim.generate.settings import dictionary
from cxsim.generate.story import Story
from cxsim.generate.writing import Dates, Rows, encoded, table_text
from cxsim.guards import CxError, file_trouble, nearest, shown
from cxsim.messages import tr

__all__ = ["MAKERS", "generate_data"]

#: Who makes each table; the order is that of the descriptor.
MAKERS: dict[str, Callable[[Story], Rows]] = {
    "contacts": desk.contacts, "needs": desk.needs, "cases": desk.cases, "tickets": desk.tickets,
    "intervals": desk.intervals, "agents": staff.agents, "mystery_visits": staff.mystery_visits,
    "customers": people.customers, "acquisition": people.acquisition, "churn_panel": journey.churn_panel,
    "touchpoints": journey.touchpoints, "surveys": surveys.surveys, "feedback": surveys.feedback,
    "servqual": models.servqual, "servqual_items": models.servqual_items, "kano": models.kano,
    "kano_features": models.kano_features, "dialogues": talks.dialogues, "transcripts": talks.transcripts,
    "messages": surveys.messages, "orders": trade.orders, "outreach": trade.outreach,
    "recommendations": trade.recommendations, "usage": digital.usage, "funnel": digital.funnel,
    **{table: raw.raw_table(table) for table in raw.TABLES}, "raw_links": raw.raw_links, "raw_faults": raw.raw_faults,
    "articles": knowledge.articles, "searches": knowledge.searches, "process_steps": knowledge.process_steps,
    "machines": knowledge.machines, "claims": sources.claims, "benchmarks": sources.benchmarks,
    "data_inventory": sources.data_inventory,
}  # fmt: skip


def make_texts(only: Sequence[str] = (), story: Story | None = None) -> dict[str, str]:
    """Text of every file by its name, the descriptor last; with ``only`` these tables and no descriptor.

    Parameters
    ----------
    only
        Names of tables; none makes all of them.
    story
        The company; none plays it.
    """
    story = story or Story(build_company())
    dates = Dates(story.company.first_day)
    tables = {name: MAKERS[name](story) for name in (only or MAKERS)}
    texts = {name: table_text(dictionary()[name]["columns"], rows, dates) for name, rows in tables.items()}
    files = {f"{name}.csv": text for name, text in texts.items()}
    if not only:
        counts = {name: len(rows) for name, rows in tables.items()}
        files[DESCRIPTOR] = as_text(descriptor(texts, counts, story.company.run.scenario.to_yaml()))
    return files


def make_files(only: Sequence[str] = (), story: Story | None = None) -> dict[str, bytes]:
    """Bytes of every file by its name: the texts of `make_texts`, each in the encoding of its table."""
    return {name: encoded(text, encoding_of(name)) for name, text in make_texts(only, story).items()}


def encoding_of(file: str) -> str:
    """Encoding of a file of ours: UTF-8, but for the raw tables that come as offices export them."""
    return str(dictionary().get(file.removesuffix(".csv"), {}).get("encoding", "utf-8"))


def generate_data(out: str | Path, only: Sequence[str] = ()) -> list[Path]:
    """Make the stored data sets again, byte for byte, from their scenario and seed.

    Parameters
    ----------
    out
        Folder to write into. It is made where it is missing. Older files of these tables are replaced, and only when
        all new ones are whole; other files in it are left alone.
    only
        Names of tables; none makes all of them and their descriptor.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    CxError
        Unwritable place, full disk, a table that does not exist, or a file that has the name of a table and is
        somebody's own; one line.
    """
    for name in only:
        if name not in MAKERS:
            meant = nearest(name, MAKERS)
            known = tr("nearest: {meant}", meant=meant) if meant else tr("allowed: {known}", known=" | ".join(MAKERS))
            raise CxError(tr("no table {name}; {known}", name=shown(name), known=known))
    folder = Path(out)
    try:
        if folder.exists() and not folder.is_dir():
            raise CxError(tr("{path}: this is a file; name a folder", path=str(folder)))
        folder.mkdir(parents=True, exist_ok=True)
        refuse_strangers(folder, only)
        with aside(folder) as place:
            names = [write(place / name, content) for name, content in make_files(only).items()]
            for name in names:
                os.replace(place / name, folder / name)
    except OSError as error:
        raise file_trouble(error, folder) from None
    return [folder / name for name in names]


def refuse_strangers(folder: Path, tables: Sequence[str]) -> None:
    """Refuse to replace a file that has the name of a table and other columns: it is somebody's own.

    Columns of an older version are ours too: the folder's own descriptor tells them.
    """
    older: dict[str, Any] = {"name": PACKAGE_NAME, "resources": []}
    if (folder / DESCRIPTOR).exists():
        older = described(folder)
    heads = {f"{name}.csv": {",".join(dictionary()[name]["columns"])} for name in tables or MAKERS}
    strangers = [DESCRIPTOR] if older.get("name") != PACKAGE_NAME and not tables else []
    if older.get("name") == PACKAGE_NAME:
        for one in older["resources"]:
            heads.get(one["path"], set()).add(",".join(field["name"] for field in one["schema"]["fields"]))
    strangers += [name for name, known in heads.items() if is_strange(folder / name, known)]
    if strangers:
        raise CxError(tr("{path}: not a file of ours; name another folder", path=str(folder / strangers[0])))


def is_strange(path: Path, heads: set[str]) -> bool:
    """Whether something stands at the place of a table that is none, or has other columns."""
    return path.exists() and (not path.is_file() or first_line(path) not in heads)


def first_line(path: Path) -> str:
    """First line of a file, without its end; what is not text counts as empty."""
    with path.open("rb") as file:
        head = file.read(10_000)
    mark = head.startswith(codecs.BOM_UTF16_LE)
    text = head.decode("utf-16" if mark else "utf-8", "replace")
    return text.split("\n", 1)[0].rstrip("\r")


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A hidden folder inside another, gone at the end: files move from it only when all of them are whole."""
    place = folder / f".{secrets.token_hex(4)}.part"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write(path: Path, content: bytes) -> str:
    """Write a file to the disk; answers its name."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # a full disk must show before an old file is replaced
    return path.name
