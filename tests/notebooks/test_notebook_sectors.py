"""The lessons on companies of three sectors: their labs in every run, every cell in the wide sweep.

The companies are the sector packs with fewer customers, contacts and agents, and two years stand behind a verdict: this
tests that the lessons run and tell something on another company, not what they find there.
"""

import contextlib
import io
import itertools
import re
from importlib import import_module

import pytest
from books import BOOKS, book, code_cells

from cxsim.course import catalog, company, predictions, steps, store
from cxsim.course.own_company import SECTORS, company_from
from cxsim.guards import CxError

LESSONS = {name[:2]: name for name in BOOKS if "01" <= name[:2] <= "08"}
#: Each lesson on one sector in every run.
ONE_EACH = list(zip(LESSONS, itertools.cycle(SECTORS)))
NO_NUMBER = re.compile(r"\b(nan|inf)\b", re.IGNORECASE)


@pytest.fixture
def person(tmp_path, monkeypatch):
    """A person with plain cells, a folder of their own and few years."""
    wanted = {
        "CXSIM_WORK": str(tmp_path),
        "CXSIM_WIDGETS": "off",
        "CXSIM_HEADLESS": "0",
        "CXSIM_REPLICATIONS": "2",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)


def start(sector, **size):
    """Let the lessons start from a small company of a sector."""
    company.begin(company_from(sector=sector, **size))


def lab_of(lesson):
    return import_module("cxsim.course." + LESSONS[lesson][3:].removesuffix(".ipynb")).LAB


@pytest.mark.parametrize(("lesson", "sector"), ONE_EACH)
def test_the_lab_of_a_lesson_gives_a_verdict_on_a_sector(person, lesson, sector):
    start(sector, customers=3000, contacts_a_day=60, agents=8)
    lab, kept = lab_of(lesson), predictions.stored()[lab_of(lesson).question]
    assert lab.base().world.market.customers == 3000
    plan = lab.base().replace(lab.understood(dict(kept["plan"])), name="plan")
    step = steps.Step(lab.ask(), lambda progress: lab.run(plan, progress), "")
    items = steps.answer(step, {"at": "2026-01-01", **kept}, lambda done, total: None)
    said = " ".join(item.plain() for item in items)
    assert "At the desk" in said
    assert not NO_NUMBER.search(said)


def test_a_company_with_one_agent_on_the_phone_is_told_why_lesson_1_cannot_take_one_away(person):
    start("retail", customers=3000, contacts_a_day=60, agents=5)
    with pytest.raises(CxError, match="only one agent on the phone"):
        import_module("cxsim.course.foundations").fewer_step()


@pytest.mark.wide
@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_cell_of_a_lesson_runs_on_every_sector(person, lesson, sector):
    start(sector, customers=6000, contacts_a_day=150, agents=12)
    for question, kept in predictions.stored().items():
        about = {"lesson": question[1:3], "question": question}
        store.append("prediction", **about, say=kept["say"], sure=kept["sure"])
        if "plan" in kept:
            store.append("decision", **about, plan="plan", changes=[], values=kept["plan"])
    for cell in code_cells(book(LESSONS[lesson])):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(catalog.source(cell), {})
        assert said.getvalue().strip(), cell["id"]
        assert "This opens after" not in said.getvalue(), cell["id"]
        assert not NO_NUMBER.search(said.getvalue()), cell["id"]
