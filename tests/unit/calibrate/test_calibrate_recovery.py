"""A known World found again from its log; thirty of them are in docs/studies/calibration.md, three small ones here."""

import numpy as np
import pandas as pd
import pytest

import cxsim as cx
from cxsim.calibrate import proof
from cxsim.guards import CxError
from cxsim.scenario import load_scenario

WORLDS = (9, 8, 7)


@pytest.fixture(scope="module")
def small():
    """Three worlds of thirteen weeks: scenario, log, calibration."""
    found = []
    for number in WORLDS:
        scenario = proof.known_world(number, weeks=13, people=(2500, 4000))
        log = proof.log_of(scenario, 70 + number)
        found.append((scenario, log, cx.calibrate(log)))
    return found


def test_most_intervals_hold_the_truth(small):
    rows = pd.concat([proof.compared(found, scenario, log.attrs["needs_a_day"]) for scenario, log, found in small])
    assert len(rows) > 300
    assert 0.92 <= rows["holds"].mean() <= 0.985
    single = rows[~rows["name"].str.endswith("profile")]
    assert single.groupby("name")["holds"].sum().min() >= 1, "a number that is missed in every world"


def test_the_intervals_are_narrow_enough_to_be_of_use(small):
    for scenario, _, found in small:
        assert found["phone_handle_mean"].half < 0.1 * scenario.world.service.handle.phone.mean_min
        assert found["redial_share"].half < 0.1
        assert found["needs_a_day"].half < 0.15 * found["needs_a_day"].value


def test_a_wrong_truth_is_noticed(small):
    scenario, _, found = small[0]
    handle = scenario.world.service.handle.phone.mean_min
    other = scenario.replace({"world.demand.busy_day_cv": min(1.0, 2.5 * scenario.world.demand.busy_day_cv),
                              "world.service.handle.phone.mean_min": 1.25 * handle})  # fmt: skip
    rows = proof.compared(found, other).set_index("name")["holds"]
    assert not rows["busy_day_cv"] and not rows["phone_handle_mean"]


def test_chats_at_once_come_out_of_who_answered(small):
    scenario, log, found = small[2]
    assert scenario.policy.staffing.chat_concurrency == found.scenario.policy.staffing.chat_concurrency == 2
    truth = scenario.world.service.handle.chat.mean_min
    assert abs(found["chat_handle_mean"].value / truth - 1) < 0.08
    without = cx.calibrate(log.drop(columns="employee"))
    assert without["chat_handle_mean"].value > 1.1 * truth
    assert any("collect who answered" in line for line in without.unknown)


def test_the_link_goes_into_the_world_only_where_the_log_shows_one(small):
    for scenario, _, found in small:
        fitted, world = found["morning_afternoon_link"], found.scenario.world.demand.busy_day_link
        assert world == (pytest.approx(fitted.value, abs=1e-5) if fitted.high < 1 else 1.0)
        assert not fitted.low > scenario.world.demand.busy_day_link


def test_the_mean_wait_of_those_who_left_is_far_too_short(small):
    for scenario, _, found in small:
        naive, true = found["phone_wait_of_those_who_left"], scenario.world.service.patience.phone.mean_min
        assert 1.5 * naive.high < true
        assert abs(found["phone_patience_mean"].value - true) < true - naive.value


def test_the_roster_is_read_from_who_waits(small):
    for scenario, _, found in small:
        seen, true = (one.policy.staffing.roster.phone for one in (found.scenario, scenario))
        hours = [sum(w.seats * len(w.days) * (w.to_min - w.from_min) for w in roster) for roster in (seen, true)]
        assert hours[0] == pytest.approx(hours[1], rel=0.05)


def test_the_company_is_saved_opened_and_runs(small, tmp_path):
    _, log, found = small[0]
    path = found.save(tmp_path / "ours.yaml")
    opened = load_scenario(path)
    assert opened.world == found.scenario.world and opened.policy == found.scenario.policy
    short = opened.replace({"weeks": 6, "burn_in_weeks": 2})
    phone = cx.simulate(short, seed=5).contacts.query("channel == 'phone' and outcome != 'closed'")
    real = log.query("channel == 'phone' and outcome != 'closed'")
    assert len(phone) / 6 == pytest.approx(len(real) / 13, rel=0.15)
    assert (phone["outcome"] == "abandoned").mean() == pytest.approx((real["outcome"] == "abandoned").mean(), abs=0.08)


def test_a_calibrated_company_opens_in_a_lab(small, tmp_path, monkeypatch):
    """Sliders stand at its values, its week is played and drawn, and a lever moves what is seen."""
    from cxsim.course import delivery, levers
    from cxsim.labs.lab import Design, Lab
    from cxsim.labs.week_view import Looker

    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    company = small[0][2].scenario
    lab = Lab(Design(company, levers.delivery(), delivery.LAB.ask(), Looker(company), lambda *_: None))
    assert bytes(lab.image.value).startswith(b"\x89PNG")
    before = lab.caption.value
    lab.sliders["policy.staffing.extra.phone"].value = 2
    assert lab.plan().world == company.world and lab.message.value == "" and lab.caption.value != before


def test_without_ids_the_rest_is_fitted_and_the_gap_is_told(small):
    _, log, full = small[0]
    found = cx.calibrate(log.drop(columns="customer"))
    with pytest.raises(CxError, match="nothing named redial_share was fitted"):
        found["redial_share"]
    assert any("collect a customer id" in line for line in found.unknown)
    assert found["phone_patience_mean"].value == pytest.approx(full["phone_patience_mean"].value, rel=1e-9)
    assert found["needs_a_day"].value == pytest.approx(full["needs_a_day"].value, rel=0.2)


def test_the_same_log_as_a_report_gives_volume_patience_and_handle_time(small):
    _, log, full = small[0]
    calls = log[(log["channel"] == "phone") & (log["outcome"] != "closed")]
    by = calls.groupby(calls["arrived"].dt.floor("30min"))
    report = pd.DataFrame({
        "interval": by.size().index, "offered": by.size().to_numpy(),
        "handled": by["outcome"].agg(lambda o: (o == "handled").sum()).to_numpy(),
        "abandoned": by["outcome"].agg(lambda o: (o == "abandoned").sum()).to_numpy(),
        "aht": (60 * by["handle_min"].sum() / by["outcome"].agg(lambda o: max(1, (o == "handled").sum()))).to_numpy(),
        "asa": (by["wait_min"].mean() * 60).to_numpy(),
    })  # fmt: skip
    found = cx.calibrate(report)
    assert found["phone_handle_seen"].value == pytest.approx(calls.query("outcome == 'handled'")["handle_min"].mean())
    assert found["phone_patience_mean"].value == pytest.approx(
        calls["wait_min"].sum() / (calls["outcome"] == "abandoned").sum())
    assert found["busy_day_cv"].value == pytest.approx(full["busy_day_cv"].value, abs=0.08)
    assert any("row for each contact" in line for line in found.unknown)
    assert found.scenario.world.demand.channel_share.phone == 1


def test_a_short_log_is_refused():
    log = pd.DataFrame({"arrived": pd.date_range("2024-01-01", periods=200, freq="h"), "outcome": ["answered"] * 200})
    with pytest.raises(CxError, match="9 usable days of 9; at least 14 are needed"):
        cx.calibrate(log)


@pytest.mark.parametrize("outcome", ["answered", "abandoned"])
def test_a_log_of_one_outcome_only_is_fitted(outcome):
    """Nobody answered, or nobody gave up: what nobody shows is left to the base company."""
    rng = np.random.default_rng(2)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.uniform(0, 40 * 86400, 2000), unit="s")
    table = {"arrived": when, "outcome": outcome, "wait": rng.exponential(30, 2000)}
    with pytest.raises(CxError, match="no contact begins a matter"):
        cx.calibrate(pd.DataFrame(table | {"customer": 7}))
    with pytest.raises(CxError, match="no channel has 100 contacts"):
        cx.calibrate(pd.DataFrame(table)[::21])
    found = cx.calibrate(pd.DataFrame(table | {"customer": rng.integers(0, 3000, 2000)}))
    assert found["needs_a_day"].value > 0
    assert ("phone_patience_mean" in {one.key for one in found.fits}) == (outcome == "abandoned")


def test_days_that_differ_only_by_luck_have_no_busy_factor():
    rng = np.random.default_rng(1)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.uniform(0, 70 * 86400, 30_000), unit="s")
    found = cx.calibrate(pd.DataFrame({"arrived": when, "outcome": "answered"}))
    assert found["busy_day_cv"].low == 0 and found["busy_day_cv"].high < 0.06
    assert found["busy_day_cv"].n == 70


def test_unlinked_halves_of_the_day_are_found_with_their_own_spread():
    """The whole day varies less than its halves; the World gets the spread of a half and no link."""
    rng, days = np.random.default_rng(3), 140
    counts = rng.poisson(150 * rng.gamma(25, 1 / 25, (days, 2)))  # cv 0.2, morning and afternoon apart
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.repeat(np.arange(days), 2) * 24 + [8, 12] * days, unit="h")
    when = start.repeat(counts.ravel()) + pd.to_timedelta(rng.uniform(0, 4, counts.sum()), unit="h")
    found = cx.calibrate(pd.DataFrame({"arrived": when, "outcome": "answered"}))
    assert found["morning_afternoon_link"].low < 0.1 and found["morning_afternoon_link"].high < 0.5
    demand = found.scenario.world.demand
    assert demand.busy_day_link < 0.3 and demand.busy_day_cv == pytest.approx(0.2, abs=0.03)
    assert found["busy_day_cv"].value == pytest.approx(demand.busy_day_cv, rel=1e-4)
    assert found.seen == ()


def test_an_hour_that_stands_out_is_told_and_stays_out_of_the_world():
    rng = np.random.default_rng(1)
    second = rng.uniform(0, 70 * 86400, 30_000)
    burst = rng.uniform(30 * 86400 + 16 * 3600, 30 * 86400 + 17 * 3600, 60)
    calm, odd = (cx.calibrate(pd.DataFrame({"arrived": pd.Timestamp("2024-01-01") + pd.to_timedelta(one, unit="s"),
                                            "outcome": "answered"}))
                 for one in (second, np.concatenate([second, burst])))  # fmt: skip
    assert calm.seen == () and len(odd.seen) == 1
    assert odd.seen[0].startswith("2024-01-31 16:00: 7") and odd.seen[0] in str(odd)
    assert odd.scenario.world.demand.surge_day_share == 0
