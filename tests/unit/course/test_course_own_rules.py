"""Toolbox cells that run a rule of the learner's own or read her sheet: what moves, and what is refused."""

import pytest

from cxsim.course import (
    communication_routes,
    communication_sheets,
    communication_talk,
    delivery_queues,
    foundations_months,
    measuring_answers,
    measuring_looks,
    people_rules,
)
from cxsim.guards import CxError

TALK = (("Hear", "Please tell me."), ("Empathize", "You waited long."), ("Apologize", "I am sorry."),
        ("Take action", "I will call you today."))  # fmt: skip
MARKS = {**communication_sheets.KEY, "seen": 2, "voice": 2, "body": 0, "space": 2}
ROUTE = {"enquiry": "chat", "order": "chat", "technical": "phone", "billing": "email", "complaint": "phone"}


def points(cell):
    """The number at the start of a cell."""
    return float(cell.split(" ")[0].replace(",", ""))


def column(table, place):
    return [row[place] for row in table.rows]


def test_mean_and_top_box_of_two_scales_may_disagree():
    table, told = measuring_answers.two_scales((5,) * 6 + (1,) * 4, (8,) * 10)
    assert [row[4:6] for row in table.rows] == [["60", "60"], ["78", "0"]]
    assert "disagree" in told.text
    assert "agree on" in measuring_answers.two_scales((5, 5), (2, 3))[1].text
    with pytest.raises(CxError, match="1 to 5"):
        measuring_answers.two_scales((0, 5), (8,))


def test_effort_grows_with_each_contact():
    (table,) = measuring_answers.effort_by()
    efforts = [points(row[2]) for row in table.rows[-4:]]
    assert efforts == sorted(efforts)
    assert efforts[-1] - efforts[0] > 1


def test_a_stratified_draw_has_the_shares_and_an_equal_one_has_not():
    (wide,), (narrow,) = measuring_answers.draw(5, 0.95, "segment"), measuring_answers.draw(10, 0.95, "segment")
    assert wide.note.startswith("385 of ")
    assert narrow.note.startswith("97 of ")
    assert not any("!" in cell for cell in column(wide, 3))
    assert any("!" in cell for cell in column(wide, 4))


def test_a_technique_is_judged_by_its_gain_and_its_cost():
    (table,) = measuring_answers.techniques({"now": (400, 40, 2), "long": (400, 44, 2), "gift": (400, 120, 9)}, 900)
    assert column(table, 4) == ["–", "no", "yes"]
    assert column(table, 5) == ["20.0", "18.2", "30.0"]
    assert column(table, 6) == ["45", "49", "30"]
    with pytest.raises(CxError, match="at most as many"):
        measuring_answers.techniques({"now": (10, 11, 1)}, 900)


def test_the_stored_page_takes_one_product():
    whole, picture, _ = measuring_looks.stored_page("product", "all")
    one, other, _ = measuring_looks.stored_page("region", "refrigerator")
    assert points(one.text) < points(whole.text)
    assert "refrigerator" in picture.alternative
    assert "north" in other.alternative
    with pytest.raises(CxError, match="product"):
        measuring_looks.stored_page("region", "tea")


def test_the_urgent_gain_and_the_general_pay():
    (table,) = delivery_queues.priority(10, 30, 60, 24)
    email = {row[1]: row for row in table.rows[:4]}
    assert points(email["urgent"][4]) > points(email["urgent"][3])
    assert points(email["general"][6]) > points(email["general"][5])
    (looser,) = delivery_queues.priority(120, 30, 60, 24)
    assert points(looser.rows[0][4]) > points(email["urgent"][4])


def test_a_shorter_timer_runs_out_more_often():
    tables = [delivery_queues.timers({"general": hours, "serious": 12, "major": 4}) for hours in (48, 6)]
    late = [points(table.rows[0][3]) for table, _ in tables]
    assert late[1] > late[0]
    assert points(tables[1][0].rows[0][5]) > 0
    assert "avoided" in tables[1][1].text
    with pytest.raises(CxError, match="major is missing"):
        delivery_queues.timers({"general": 24, "serious": 12})


def test_one_owner_takes_matters_out_of_other_hands():
    (table,) = people_rules.owner()
    today, owned = ([points(row[place]) for row in table.rows] for place in (1, 2))
    assert owned[0] < today[0]
    assert owned[1] < today[1]
    assert owned[2] > today[2]
    assert owned[4] != today[4]


def test_a_higher_limit_asks_less_and_is_quicker():
    (table,) = people_rules.authority(100, (60, 120, 240))
    asked, hours = ([points(row[place]) for row in table.rows] for place in (1, 2))
    assert asked[0] == 100
    assert asked[0] > asked[1] > asked[2] == 0
    assert hours[0] > hours[1] > hours[2]
    with pytest.raises(CxError, match="3 numbers"):
        people_rules.authority(100, (60,))


def test_a_talk_is_read_step_by_step():
    table, year = communication_talk.talk(TALK, "HEAT")
    assert column(table, 3) == ["in place"] * 4
    assert year.rows[1][1:] == year.rows[2][1:]
    late, half = communication_talk.talk((TALK[3], TALK[0]), "HEAT")
    assert column(late, 3) == ["comes too late", "missing", "missing", "in place"]
    assert points(half.rows[1][1]) < points(half.rows[2][1])
    vague, _ = communication_talk.talk((("Apologize", "Well."), ("Take action", "Somebody will look.")), "HEAT")
    assert column(vague, 3)[2:] == ["no word of an apology", "nobody does it, no time"]
    with pytest.raises(CxError, match="Listen"):
        communication_talk.talk(TALK, "LESCANT")


def test_a_case_record_says_what_is_missing():
    table, told = communication_talk.case_record(
        "The machine leaks since Monday morning.", ("repair",), "I will call you today.", "Ask on Friday."
    )
    assert column(table, 2) == ["complete", "a second way", "complete", "complete"]
    assert told.text == "Go back to: propose several."


def test_marks_of_a_talk_give_a_score_and_words_fail_it():
    sheet, lead, conduct, verdict = communication_sheets.audit((), MARKS)
    assert "words 50 of 100; beside the words 75 of 100" in lead.text
    assert sheet.rows[0][2] == "0"
    assert verdict.text.startswith("Failed: 2")
    assert "calm down" in conduct.rows[1][1]
    assert communication_sheets.audit(("I will help you today.",), MARKS)[-1].text == "Passed."
    kinder = communication_sheets.audit((), {**MARKS, "empathy": 2})
    assert kinder[1].text == "Your marks differ from the key in: empathy."
    with pytest.raises(CxError, match="voice"):
        communication_sheets.audit((), {key: 1 for key in MARKS if key != "voice"})


def test_scripts_and_a_notice_are_complete_or_say_what_lacks():
    good = ("Hello, this is Li. What can I do?", "It comes on Friday.", "I will call you today. Thank you.")
    assert column(communication_sheets.script_sheet(*good)[0], 3) == ["complete"] * 3
    bad = communication_sheets.script_sheet("Yes?", "No.", "Bye.")[0]
    assert column(bad, 3)[0] == "a greeting, your name"
    words = ("We answer calls faster than we did.", "From Monday on.", "Your wait is short.", "SMS")
    _, told, year = communication_sheets.notice(*words, 20)
    other = communication_sheets.notice(*words, 240)[2]
    assert "SMS" in told.text
    assert points(year.rows[1][3]) < points(other.rows[1][3])
    assert points(year.rows[1][5]) > points(other.rows[1][5])
    assert "Not yet" in communication_sheets.notice(words[0], "soon", *words[2:], 30)[1].text


def test_a_route_moves_the_load_to_its_channel():
    (table,) = communication_routes.routed(ROUTE)
    assert column(table, 2) == ["30 %", "55 %", "15 %"]
    phone, chat, _ = table.rows
    assert points(phone[4]) < points(phone[3])
    assert points(chat[4]) > points(chat[3])
    with pytest.raises(CxError, match="chat"):
        communication_routes.routed({**ROUTE, "order": "letter"})


def test_one_history_saves_the_time_of_telling_it_again():
    (table,) = communication_routes.one_memory(60)
    apart, shared = table.rows
    assert points(apart[1]) > points(shared[1]) == 0
    assert points(shared[4]) < points(apart[4])
    assert points(communication_routes.one_memory(30)[0].rows[0][1]) < points(apart[1])


def test_a_touch_plan_is_held_against_its_limit():
    plan = {"mass": {}, "value": {"call": 30}, "business": {}, "new": {}}
    table, told = communication_routes.touch_plan(plan, 3)
    assert column(table, 7) == ["fits", "too much", "fits", "fits"]
    assert told.text.endswith("value.")
    assert "below" in communication_routes.touch_plan(plan, 9)[1].text


def test_months_give_a_slope_and_a_forecast_with_its_error():
    table, told = foundations_months.revenue_by_month(0)
    assert table.rows[1][1] == "2.37"
    low, high = (float(end) for end in table.rows[0][2].split(" to "))
    assert low <= float(table.rows[0][1]) <= high
    assert ("outside" in told.text) == (not low <= 2.37 <= high)
    ahead, _ = foundations_months.next_months(3)
    assert len(ahead.rows) == 3
    with pytest.raises(CxError, match="ahead"):
        foundations_months.next_months(0)
