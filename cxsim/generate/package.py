"""Make all data sets: company, tables, texts, descriptor; write them into a folder, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cxsim.datasets import DESCRIPTOR
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
from cxsim.generate.descriptor import as_text, descriptor
from cxsim.generate.settings import dictionary
from cxsim.generate.story import Story
from cxsim.generate.writing import Dates, Rows, table_text
from cxsim.guards import CxError, nearest, shown
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


def generate_data(out: str | Path, only: Sequence[str] = ()) -> list[Path]:
    """Make the stored data sets again, byte for byte, from their scenario and seed.

    Parameters
    ----------
    out
        Folder to write into. It is made where it is missing; files of the same names are replaced, each as a whole
        and only after all tables are made; other files in it are left alone.
    only
        Names of tables; none makes all of them and their descriptor.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    CxError
        Unwritable place, full disk, or a table that does not exist; one line.
    """
    from cxsim.scenario.writing import check_file, write_whole

    for name in only:
        if name not in MAKERS:
            meant = nearest(name, MAKERS)
            known = (
                tr("nearest: {meant}", meant=meant)
                if meant
                else tr("allowed: {known}", known=" | ".join(MAKERS))
            )
            raise CxError(tr("no table {name}; {known}", name=shown(name), known=known))
    folder = made_folder(Path(out))
    names = [f"{name}.csv" for name in (only or MAKERS)] + ([] if only else [DESCRIPTOR])
    for name in names:
        check_file(folder / name)
    return [write_whole(folder / name, text) for name, text in make_texts(only).items()]


def made_folder(folder: Path) -> Path:
    """A folder to write into, made where it is missing; one line where that cannot be."""
    from cxsim.guards import file_trouble

    if folder.exists() and not folder.is_dir():
        raise CxError(tr("{path}: this is a file; name a folder", path=str(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_trouble(error, folder) from None
    return folder
