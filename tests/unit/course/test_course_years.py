"""How many years stand behind a verdict, and what this computer has played before is not played again."""

import pandas as pd
import pytest

import cxsim as cx
from cxsim.course import company, settings, years
from cxsim.experiment import kept_rows, memory
from cxsim.guards import CxError

SMALL = {"weeks": 2, "burn_in_weeks": 1, "world.market.customers": 80, "world.market.prospects": 20}


@pytest.fixture
def plans(monkeypatch, tmp_path):
    """Today, and a plan that changes nothing: no number of years makes its verdict clear."""
    monkeypatch.setattr(settings, "REPLICATIONS", 4)
    monkeypatch.setattr(settings, "FIRST_LOOK", 2)
    monkeypatch.setattr(kept_rows, "folder", lambda: tmp_path / "years-1")
    monkeypatch.delenv("CXSIM_REPLICATIONS", raising=False)
    base = company.default().replace(SMALL)
    return [base, base.replace({}, name="the same")]


def silent(done, total):
    """Show no progress."""


@pytest.mark.parametrize(("headless", "is_open", "count"), [("1", True, 4), ("1", False, 2), ("0", False, 4)])
def test_only_a_page_made_with_nobody_in_front_stops_early_and_only_when_all_is_clear(
    plans, monkeypatch, headless, is_open, count
):
    monkeypatch.setenv("CXSIM_HEADLESS", headless)
    if not is_open:
        monkeypatch.setattr(years, "_is_open", lambda found: False)
    assert years.compare(plans, silent).count == count


def test_a_process_that_remembers_nothing_reads_what_was_played_before(plans, monkeypatch):
    from cxsim.experiment import replication

    first = company.lived(plans, 2).values
    memory.forget()
    monkeypatch.setattr(replication, "run_of", None)
    assert (company.lived(plans, 2).values[0] == first[0]).sum() > 50


def calls_and_cases(year):
    return [len(year.contacts), len(year.cases)]


def born_and_cases(year):
    return [len(year.needs), len(year.cases)]


def test_what_is_read_from_a_year_is_kept_and_never_mixed_with_another_reading(plans, monkeypatch):
    monkeypatch.delenv(kept_rows.SWITCH, raising=False)
    years_of = [company.played(plans[0], number) for number in (1, 2)]
    told = [company.figures(plans[0], number, calls_and_cases).tolist() for number in (1, 2)]
    assert told == [calls_and_cases(year) for year in years_of]
    with monkeypatch.context() as patch:
        patch.setattr(company, "played", lambda *_: pytest.fail("played again"))
        for forget in (memory.forget, lambda: None):
            forget()
            assert [company.figures(plans[0], number, calls_and_cases).tolist() for number in (1, 2)] == told
        with pytest.raises(pytest.fail.Exception, match="played again"):
            company.figures(plans[0], 1, born_and_cases)
        patch.setattr(company, "_course", lambda: "edited")
        with pytest.raises(pytest.fail.Exception, match="played again"):
            company.figures(plans[0], 1, calls_and_cases)


def test_a_year_that_fails_is_told_and_the_others_are_not_played_again(plans, monkeypatch):
    from cxsim.experiment import replication

    real, played = replication.run_of, []

    def torn(scenario, both, draws, *rest):
        played.append(draws.replication)
        if draws.replication == 1:
            raise OSError("torn")
        return real(scenario, both, draws, *rest)

    memory.forget()
    monkeypatch.setattr(replication, "run_of", torn)
    for _ in range(2):
        with pytest.raises(CxError, match=r"Year 2 of 3 could not be played \(OSError: torn\)"):
            company.lived(plans, 3)
    assert sorted(year for year in played if year != 1) == [0] * len(plans) + [2] * len(plans)
    assert played.count(1) >= 2  # once for each try; where threads are free, for each plan too


def test_a_year_of_a_page_is_the_year_of_the_simulator_table_by_table(plans):
    shown, run = company.played(plans[0], 1), cx.simulate(plans[0], company.SEED, replication=1)
    tables = "contacts needs cases surveys reviews customers employees weeks intervals ledger"
    for name in tables.split():
        pd.testing.assert_frame_equal(getattr(shown, name), getattr(run, name))
    assert str(shown.summary()) == str(run.summary())
    for person in run.contacts["customer"].unique()[:10]:
        pd.testing.assert_frame_equal(shown.why(person), run.why(person))


def test_without_an_own_company_nothing_is_said_and_with_one_each_page_says_which(monkeypatch, tmp_path):
    monkeypatch.setenv("CXSIM_HEADLESS", "0")
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    assert company.which("00") == company.which("04") == ""
    company.begin(
        company.default().replace({"world.market.customers": 700, "policy.promise.live_within_s": 45})
    )
    assert "the company of the course (20,000 customers)" in company.which("00")
    assert "your own company: 700 customers" in company.which("04")
    assert "within 45 seconds" in company.which("04")
    assert "money" not in company.which("04")
    company.begin(company.default().replace({"world.market.customers": 700, "world.costs.currency": "EUR"}))
    assert company.which("04").endswith("Its money is EUR: read EUR where a result says CNY.")
    company.keep(company.default().replace({"policy.staffing.extra.phone": 1}), "04")
    assert company.which("05") == ""
