"""Small tables of the lessons: letters of a vague goal, days of a test, a roster that stays below its promise."""

import math
from types import SimpleNamespace

import pandas as pd

from cxsim.course import (
    action_plan_tools,
    claims,
    company,
    delivery,
    foundations_tools,
    levers,
    measuring_tools,
    store,
)
from cxsim.measure import claim_readings, pilot_size, resolution_mix_mean
from cxsim.scenario import load_scenario


def test_a_vague_goal_has_no_letter():
    rows = action_plan_tools.letters()[0].rows
    assert rows[-1][1:] == ["–"] * 5
    assert all(row[1:] == ["yes"] * 5 for row in rows[:-1])


def test_claims_beside_runs_of_different_length_say_how_long_each_is(person):
    level = {"levels": {"complaint_response_h": [4.0, 3.3]}}
    store.append("result", question="n08-a", plan="the bot", years=30, **level)
    store.append("result", question="n08-b", plan="round 1", years=30, **level)
    asked = ("n08-a", "n08-b")
    assert "years" not in claims.beside_results("08", asked)[0].note
    store.append("result", question="n08-a", plan="the bot", years=12, **level)
    note = claims.beside_results("08", asked)[0].note
    assert "the bot: 12; round 1: 30 (today: as in the first)" in note


def test_a_test_of_three_days_and_a_bit_takes_four():
    (table,) = measuring_tools.small_tests()
    needed = pilot_size(measuring_tools.SOLVED, 0.2, "points", cases_per_day=40)
    assert needed.days % 1
    assert table.rows[-1][1:] == [str(needed.per_arm), str(math.ceil(needed.days))]


def test_a_roster_below_its_promise_says_why_and_one_that_keeps_it_says_nothing():
    plan = delivery.keep_the_promise()

    def lived(share):
        one = SimpleNamespace(plan=share)
        return SimpleNamespace(differences={plan.name: {"phone_within_promise_share": one}})

    (note,) = delivery.short_of_the_promise(lived(90.91), plan)
    assert "95 %" in note.text
    assert "90.9 of 100" in note.text
    assert "4.7 minutes" in note.text
    assert delivery.short_of_the_promise(lived(95.2), plan) == []


def test_a_claimed_rise_that_is_graded_as_doubtful_is_held_against_the_ceiling():
    doubtful = {"C-054", "C-115", "C-137"}
    told = {one.id: one.change for lesson in range(1, 9) for one in claims.of(f"{lesson:02d}") if one.change}
    assert doubtful <= set(told)
    table = claims.can_it_be([("stay", 86.4, told["C-054"]), ("joy", 85.3, told["C-115"])], "")
    assert table.rows[0][2:] == ["110.6: impossible", "114.4: impossible"]
    assert table.rows[1][2:] == ["98.1 to 102.4: only its lower end", "100.3 to 105.3: impossible"]
    assert claim_readings(86.4, told["C-054"][0]).verdict == "impossible"
    (board,) = foundations_tools.claim_board()
    assert [row[1] for row in board.rows].count("85.6") == len(board.rows) - 1


def test_three_levels_have_all_three_classes_and_neither_order_keeps_24_hours_for_all():
    (table,) = delivery.levels()
    assert len(table.rows) == 2 * 3
    for first in (0, 3):
        assert {row[4] for row in table.rows[first : first + 3]} == {"yes", "no"}
        assert "–" not in {cell for row in table.rows[first : first + 3] for cell in row}
    means = []
    for name in delivery.LEVELS:
        limits = load_scenario(name).policy.complaints.deadlines
        hours = [limits.general.resolution_h, limits.serious.resolution_h, limits.major.resolution_h]
        means.append(resolution_mix_mean([0.8, 0.15, 0.05], hours))
    assert [round(mean, 1) for mean in means] == [68.4, 212.4]


def test_levels_of_complaints_are_a_lever_and_the_gravest_waits_as_long_as_its_words_say():
    (lever,) = [one for part in levers.delivery() for one in part if one.path == levers.LEVELS]
    base = delivery.LAB.base()
    assert lever.words(lever.value(base)) == lever.options[0][0]
    met = {}
    for label, values in lever.options:
        plan = base.replace(values)
        limits = plan.policy.complaints.deadlines
        met[label] = (limits.general.response_h, limits.major.response_h)
        assert lever.words(lever.value(plan)) == label
    assert list(met.values()) == [(48, 48), (24, 24), (24, 120), (120, 24)]


def test_the_clocks_say_how_many_of_the_unsatisfied_they_see(monkeypatch):
    needs = pd.DataFrame({"need": range(6), "true_satisfied": [True, False, False, False, False, None]})
    run = SimpleNamespace(needs=needs, cases=pd.DataFrame({"need": [0, 2]}))
    monkeypatch.setattr(company, "year_of", lambda plan: run)
    _, silent = delivery.clocks()
    assert "Of 100 matters that left a customer unsatisfied, 25 became a complaint" in silent.text
    assert "more than 75 % of the unsatisfied" in silent.text
