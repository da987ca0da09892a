"""Ten later questions: all lessons, other numbers, a score of first answers, and nothing written down."""

import pytest

from cxsim.course import checks, later, store
from cxsim.labs.later import Cards

ROUNDS = [later.WEEK, later.FOUR_WEEKS]


@pytest.mark.parametrize("drawn", ROUNDS)
def test_ten_questions_from_all_lessons_with_other_numbers_and_one_right_option(drawn):
    assert len(set(drawn.ids)) == 10
    assert {one[0] for one in drawn.ids} == set("12345678")
    for one in later.questions(drawn):
        assert one.question != checks.get(one.id).question
        assert [checks.judge(one, value).state for value in one.options()].count("correct") == 1
        assert len(one.options()) >= 4


def test_the_two_rounds_ask_different_things():
    assert not set(later.WEEK.ids) & set(later.FOUR_WEEKS.ids)


def test_the_first_answer_counts_and_nothing_is_logged(person):
    page = Cards(later.WEEK)
    card = page.cards[3]
    right = next(v for v in card.one.options() if checks.judge(card.one, v).state == "correct")
    for value in (next(v for v in card.one.options() if v != right), right):
        card.choice.value = value
        card.button.click()
    page.cards[4].button.click()
    assert "0 of 1 right" in page.says.value
    assert "Correct." in card.says.value
    assert store.read().records == []
