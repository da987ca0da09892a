"""Lessons 3 and 5: levers with words, the company carried along, keys of the lesson plan, what a bot leaves."""

import pytest

from cxsim.course import checks, communication, company, delivery, digital, levers, years
from cxsim.course import communication_tools as tools
from cxsim.course.exercise_keys import givens
from cxsim.course.exercise_texts import entry
from cxsim.course.show import Table
from cxsim.labs import check_card, sliders


def test_two_choices_in_lesson_four_give_two_baselines_in_lesson_five(person):
    found, levels = [], []
    for extra in (1, -1):
        company.keep(delivery.LAB.base().replace({"policy.staffing.extra.phone": extra}), "04")
        base, plan = digital.LAB.base(), digital.with_bot()
        assert plan.policy.staffing.extra.phone == base.policy.staffing.extra.phone == extra
        lived = years.compare([base, plan], lambda done, total: None, 2)
        found.append(base)
        levels.append(lived.level(base.name, "phone_abandoned_share")[0])
    assert found[0].diff(found[1])
    assert levels[0] < levels[1] - 2


def test_the_pool_of_lesson_three_stays_until_lesson_five(person):
    company.keep(communication.one_pool(), "03")
    assert digital.LAB.base().policy.staffing.chat_concurrency == 1
    assert "one pool, one at a time" in levers.communication()[0][0].words(
        levers.communication()[0][0].value(digital.LAB.base())
    )


def test_a_choice_sets_all_its_paths_and_says_so_in_words():
    lever = levers.communication()[0][0]
    base, pooled = company.default(), communication.one_pool()
    told = levers.changes(base, pooled, levers.communication())
    assert told == ["who answers: two teams before, one pool, one at a time now"]
    one = sliders.slider(lever, pooled)
    assert sliders.read({lever.path: one}) == communication.ONE_POOL


def test_a_company_that_none_of_the_choices_fits_keeps_its_own():
    lever = levers.communication()[0][0]
    own = company.default().replace({levers.CHATS_AT_A_TIME: 3})
    one = sliders.slider(lever, own)
    assert sliders.read({lever.path: one})[levers.CHATS_AT_A_TIME] == 3
    assert one.options[0][0] == "as it is"


@pytest.mark.parametrize("rounds", [levers.communication, levers.digital])
def test_at_most_four_levers_at_first_and_each_has_a_slider(rounds):
    first, second = rounds()
    assert len(first) <= 4
    assert len(second) <= 2
    for lever in (*first, *second):
        value = sliders.read({lever.path: sliders.slider(lever, company.default())})
        assert company.default().replace(value).diff(company.default()) == []
    assert sliders.largest(company.default(), rounds()).policy.bot.on is False


def test_keys_are_those_of_the_lesson_plan():
    wanted = {
        "3.3": (12, 10), "3.4": (9, 6), "3.5": (-10, 20), "5.1": (96.0, 88.3, 7.7, 111.7, 14, 9),
        "5.2": (29.1, 89.4, 95), "5.3": (85.1, 27.6, 38.1), "5.4": (140.6, 129.6, 9, 7, 7),
        "5.5": (16_667, 15.7),
    }  # fmt: skip
    assert {name: checks.get(name).key for name in wanted} == wanted
    assert "14 to 9; the slogan would say 5" in checks.get("5.1").because
    assert checks.get("3.1").key["missing"] == "apologize"


def test_options_of_several_numbers_can_be_chosen_and_judged(person):
    one = checks.get("3.3")
    card = check_card.CheckCard(one)
    assert [label for label, _ in card.choice.options][-1] == "12 / 12"
    card.choice.value = one.key
    card._check()
    assert "Correct." in card.says.value


def test_the_toolbox_and_the_exercise_count_the_same_agents():
    desk = givens(entry("3.3"))
    table, _ = tools.teams_or_pool((desk["per_hour"],))
    assert isinstance(table, Table)
    assert table.rows[0][1:3] == ["12", "10"]


def test_what_people_answer_is_measured_against_the_base():
    lived = years.compare([digital.LAB.base(), digital.with_bot()], lambda done, total: None, 2)
    value, low, high = digital.fewer_by_people(lived, digital.with_bot().name)
    assert low <= value <= high
    assert -20 < value < -10
