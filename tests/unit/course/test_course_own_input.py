"""Toolbox cells that take what a learner writes: what they find in it, and the one line that a bad input gets."""

import datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from cxsim import datasets
from cxsim.course import (
    action_plan_tools,
    claims,
    communication_tools,
    company,
    digital_pages,
    given,
    interview,
    measuring_looks,
    measuring_tools,
    needs_tools,
    people,
    people_tools,
    points,
    program,
    scope,
)
from cxsim.guards import CxError
from cxsim.worksheets import ImprovementPlan, Raci, ServiceRules

IDEAS = {"page": (14, 5, 2), "same agent": (11, 4, 2), "person": (17, 5, 4), "card": (9, 1, 1), "draw": (6, 2, 4)}
MEASURES = {"own it": ("process", 4, 2), "bot": ("digital", 5, 4), "words": ("communication", 4, 1),
            "train": ("people", 3, 2)}  # fmt: skip
RESOURCES = {"people": (18, 19, 30_000), "technology": (2, 2, 50_000), "training": (0, 12, 150)}
SAFEGUARDS = {"people": "Li", "money": "a line", "data": "", "rules": "law", "three years": " "}
SHEET = {"Chen": (4, 5, 4, 4, 4, 91), "Li": (4, 3, 3, 4, 3, 78), "Wang": (3, 4, 4, 3, 3, 74),
         "Zhao": (4, 3, 2, 4, 4, 95), "Liu": (5, 4, 4, 3, 5, 69.9)}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Are you happy with us?", ("closed",)),
        ("Isn’t the app easy?", ("closed", "leading")),
        ("You agree that it is quick, right?", ("leading",)),
        ("How satisfied were you?", ("leading",)),
        ("Why did you call, and why again?", ("double",)),
        ("Could you tell me about your last call?", ()),
        ("What would you do if we closed the shop?", ()),
        ("您满意吗？", ("closed",)),
        ("难道不方便吗？", ("closed", "leading")),
        ("上次您为什么来电？", ()),
    ],
)
def test_forms_of_a_question(question, found):
    assert interview.forms(question) == found


def test_a_guide_counts_its_faults_and_misses_a_scene():
    table, verdict = interview.guide(["Was it good?", "What annoys you?"])
    assert [row[1] == "open" for row in table.rows] == [False, True]
    assert "1 of 2 need another form. None asks for a scene" in verdict.text
    assert "asked for in 1" in interview.guide(["What happened the last time?"])[1].text


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Were we quick and friendly?", ("double",)),
        ("Were we quick?", ()),
        ("How much did you like our prize-winning service?", ("leading", "praise")),
        ("How was our service today?", ()),
        ("How was it: good, very good, excellent?", ("one-sided",)),
        ("How was it: very bad to very good?", ()),
        ("How satisfied were you?", ()),
        ("How hard was it, from one to five?", ("scale",)),
        ("How hard was it? One is very hard, five is very easy.", ()),
        ("Was it not so that nobody called?", ("negative",)),
        ("Has your ticket been escalated?", ("jargon",)),
        ("What should we do otherwise next time?", ()),
    ],
)
def test_faults_of_a_question_in_a_questionnaire(question, found):
    assert interview.faults(question) == found


def test_a_questionnaire_is_short_and_asks_an_open_question():
    table, verdict = interview.questionnaire(["Were we quick and friendly?", "Were we quick?"])
    assert [row[1] == "nothing found" for row in table.rows] == [False, True]
    assert verdict.text == (
        "1 of 2 questions break a rule. No question is open: ask what you should do otherwise next time."
    )
    verdict = interview.questionnaire(["What annoys you?"] * (interview.MOST_QUESTIONS + 1))[1]
    assert "11 questions are long" in verdict.text and "open" not in verdict.text


def test_exports_hold_what_names_a_person_and_no_column_that_does_not():
    found = digital_pages.privacy()[1].rows
    names = {(row[0].strip("“”"), row[1].strip("“”")): row[2] for row in found}
    assert names["raw_crm", "id_number"] == "identity card"
    assert names["raw_orders", "bank_account"] == "bank card"
    assert all(column in datasets.load(table).columns for table, column in names)
    assert not {"segment", "monthly_margin", "birth_date"} & {column for _, column in names}


def test_a_scorecard_says_which_target_is_met():
    status = {row[1]: row[2:] for row in people_tools.scorecard()[0].rows}
    assert all((not row[2]) == (row[1] == "–") for row in status.values())
    wrong = [name for name, (value, target, said) in status.items()
             if said and (said == "met") != (float(value) >= float(target))]  # fmt: skip
    assert wrong == [] and {row[2] for row in status.values()} == {"met", "missed", ""}


def test_an_idea_that_only_the_votes_like_is_no_prototype():
    board, shortlist = needs_tools.ideas(IDEAS)
    assert [row[0] for row in board.rows] == ["page", "same agent", "person", "card", "draw"]
    assert shortlist.text == (
        "Prototypes first: “page”, “same agent”. Votes alone would have built “person” too early."
    )
    assert "too early" not in needs_tools.ideas({"page": (14, 5, 2), "draw": (6, 2, 4)})[1].text
    assert "No idea" in needs_tools.ideas({"draw": (6, 2, 4)})[1].text


def test_the_boundary_misroutes_what_its_words_misread():
    table, told = scope.tried(("parcel", "leaks", "billed", "model", "complain"), ("idea", "flyers", "advert"))
    wrong = [row[0] for row in table.rows if row[3]]
    assert len(wrong) == 2
    assert f"Misrouted: {100 * len(wrong) // len(table.rows)} of 100" in told.text
    served = ("parcel", "leaks", "billed", "model", "complain", "delivery")
    better, _ = scope.tried(served, ("handle", "flyers", "advertise"))
    assert not [row for row in better.rows if row[3]]
    assert {row[2] for row in scope.tried(["parcel"], ["handle"])[0].rows} == {"in", "out", "no rule"}


def test_the_examples_follow_the_scope_of_the_worksheet():
    sheet = ServiceRules.example()
    assert sheet.scope_in == "enquiry, order tracking, repair, complaint"
    assert sheet.scope_out == "product design ideas, advertising"
    assert sum(not belongs for _, belongs in scope.contacts()) == 3


def test_culture_begins_where_staff_see_least():
    marks = {"values": 3, "leaders": 2, "incentives": 4}
    table, first = people_tools.culture({"values": 3, "leaders": 5, "incentives": 3}, marks)
    assert [row[0] for row in table.rows] == ["leaders", "values", "incentives"]
    assert [row[3] for row in table.rows] == ["-3", "0", "+1"]
    assert "In 1 of 3 layers" in table.note
    assert first.text == "Begin with: leaders."


def test_a_certificate_needs_the_examination_and_every_skill():
    table, told = people_tools.certificates(SHEET, 70, 3)
    assert [row[7] for row in table.rows] == ["teaches", "solves", "advises", "not yet", "not yet"]
    assert [row[8] for row in table.rows] == ["–", "talk", "product", "emotion", "solving"]
    assert "Certified: 3 of 5, 60.0 of 100 (23.1 to 88.2)" in told.text
    assert "Certified: 5 of 5" in people_tools.certificates(SHEET, 60, 1)[1].text


def test_the_guides_share_of_trained_staff_is_that_of_the_claim(monkeypatch):
    assert "the guide reports 58.2 of 100 staff" in people_tools.certificates(SHEET, 70, 3)[1].text
    monkeypatch.setattr(claims, "figure", {"C-090": 12.5}.get)
    assert "the guide reports 12.5 of 100 staff" in people_tools.certificates(SHEET, 70, 3)[1].text


def test_what_each_role_carries_adds_up():
    table = people_tools.who_does_what()[1]
    sheet, found = Raci.example(), company.summary_of(people.LAB.base())
    assert sum(int(row[2]) for row in table.rows) == len(sheet.tasks)
    assert sum(int(row[1]) for row in table.rows) == sum(len(row.roles_with("R")) for row in sheet.tasks)
    assert [row[3] for row in table.rows][:3] == [
        f"{100 * found['phone_occupancy_share']:.0f}", f"{100 * found['case_occupancy_share']:.0f}", "–",
    ]  # fmt: skip


TEAMS = pd.DataFrame(
    {
        "pool": ["phone", "phone", "chat"],
        "position": [0, 1, 0],
        "weeks": [52.0, 26.0, 52.0],
        "handled": [1000, 500, 2000],
        "solved": [800.0, 300.0, 1400.0],
    }
)


def test_points_follow_the_rule_and_all_the_money_is_paid():
    found = points.paid(TEAMS, points.Rule({"contact": 1, "solved": 2, "unsolved": -1}, floor=0.65), 9000.0)
    assert list(found.table["points"]) == [1000 + 1600 - 200, 0, 2000 + 2800 - 600]
    assert found.table["pay"].sum() == pytest.approx(9000)
    together = points.paid(TEAMS, points.Rule({"contact": 1, "solved": 0, "unsolved": 0}, team=1.0), 9000.0)
    rate = together.table["points"] / together.table["weeks"]
    assert rate[0] == rate[1]
    assert together.by_team == pytest.approx(1)
    assert 0 < found.by_team < 1


def test_what_the_first_wins_by_multiplies_to_her_points():
    table = points.paid(TEAMS, points.Rule({"solved": 1.0}), 1.0).table
    parts = points.wins_by(table, 0)
    product = 1.0
    for factor in parts.values():
        product *= factor
    assert product == pytest.approx(table["points"][0] / table["points"].mean())


def test_points_count_the_contacts_of_the_year():
    run = company.year_of(people.LAB.base())
    agents = points.agents_of(run)
    handled = run.contacts.query("outcome == 'handled'")
    assert agents["handled"].sum() == len(handled)
    assert agents["solved"].sum() == handled["resolved"].sum()
    assert agents["weeks"].between(0, run.scenario.weeks).all()
    winners, rules, luck = points.last_year({"contact": 1, "solved": 1, "unsolved": 0}, 100_000, 0.65, 0.0)
    assert len(winners.rows) == points.SHOWN
    assert len(rules.rows) == 4
    assert "no luck" in luck.text


def test_the_page_of_a_meeting_says_what_is_late():
    plan = ImprovementPlan.example()
    table, said = action_plan_tools.meeting(plan, "2024-03-04", ("T1", "T2"))
    assert [row[4] for row in table.rows] == ["done", "done", "late", "runs", "runs", "waits", "waits"]
    assert table.rows[0][0] == "T1"
    assert "T3 (“service supervisor”)" in said.text
    assert plan.dated()[2].end == datetime.date(2024, 2, 18)
    assert "Nothing is late" in action_plan_tools.meeting(plan, "2024-02-18", ("T1", "T2"))[1].text


def test_a_program_names_wins_gaps_cost_and_what_nobody_keeps():
    wins, covered, sheet, cost, kept = program.program(MEASURES, RESOURCES, SAFEGUARDS)
    assert [row[0] for row in wins.rows if row[4]] == ["words", "own it"]
    assert covered.text == "Measures in 4 of 5 directions; none in: product."
    assert [row[3] for row in sheet.rows] == ["1", "0", "12"]
    assert "31,800 CNY; the budget of the plan template is 52,000 CNY" in cost.text
    assert kept.text == "Safeguards still empty: data, three years from now."
    more = {**RESOURCES, "technology": (2, 3, 50_000)}
    full = dict.fromkeys(SAFEGUARDS, "Li")
    every = {**MEASURES, "plug": ("product", 1, 1)}
    _, covered, _, cost, kept = program.program(every, more, full)
    assert (covered.tone, kept.tone) == ("good", "good")
    assert "29,800 CNY more than the budget" in cost.text


def test_a_turn_is_kept_dropped_or_too_close_and_the_nps_does_not_judge():
    changes = ({"policy.service.owner": True}, {"policy.complaints.escalation": True}, {"policy.bot.on": True})
    (table,) = program.turns(*changes)
    assert table.rows[0][2:] == ["0.0", "–", "", "0.0"]
    assert [row[4] for row in table.rows] == ["", "too close to call", "drop it", "keep it"]
    assert float(table.rows[2][5]) - float(table.rows[1][5]) > 0.2
    assert len(program.turns({"policy.bot.on": True})[0].rows) == program.QUARTERS


def test_a_turn_is_judged_by_its_whole_interval():
    judged = [
        program._judged(SimpleNamespace(value=one, low=one - 0.2, high=one + 0.2))[1] for one in (0.8, 0.4, 0.2)
    ]
    assert judged == ["keep it", "too close to call", "drop it"]
    assert program._judged(SimpleNamespace(value=0.0, low=0.0, high=0.0)) == ("0.0 (0.0 to 0.0)", "drop it")


def test_a_change_without_effect_adds_exactly_nothing():
    now = program.LAB.base().policy.routing.mode
    (table,) = program.turns({"policy.routing.mode": now})
    assert table.rows[1][2:] == ["0.0", "0.0 (0.0 to 0.0)", "drop it", "0.0"]


def test_a_cohort_counts_those_who_were_won_in_its_quarter():
    run = company.year_of(measuring_tools.LAB.base())
    found = measuring_tools._by_cohort(run)
    won = run.customers["joined"].dropna()
    assert found.cohorts["1"].n == (won.dt.day_of_year <= 13 * 7).sum()
    margin = run.customers.loc[won.index, "margin_month_cny"].mean()
    assert 0.85 < found.cohorts["1"].value / (margin * found.age * 12 / 13) < 1
    assert found.age == 6
    table, _ = measuring_tools.cohorts()
    assert table.rows[0][1] == f"{found.cohorts['1'].n:,}"


def test_the_months_of_a_report_add_up_to_the_year():
    run = company.year_of(measuring_tools.LAB.base())
    months = [measuring_looks.of_month(run, month) for month in range(1, 13)]
    year, found = pd.concat(months).mean(), run.summary()
    for name, key in (("handle", "phone_handle_mean_min"), ("in_time", "phone_within_promise_share"),
                      ("solved", "fcr_share"), ("satisfied", "csat_observed_share")):  # fmt: skip
        assert year[name] == pytest.approx(found[key])
    report, told = measuring_looks.monthly_report(9, {"in_time": "Li: two agents more"})
    figures = {row[0].split("(")[1].rstrip(")"): row for row in report.rows}
    assert figures["solved"][1] == f"{100 * months[8]['solved'].mean():.1f}"
    assert figures["handle"][3] == f"{months[7]['handle'].mean():.1f}"
    missed = [name for name, row in figures.items() if row[5] == "missed"]
    assert figures["in_time"][6] == "Li: two agents more" and "in_time" in missed
    assert f"Missed: {len(missed)}. Without an action: {', '.join(missed[1:])}." in told.text
    assert "Each has its action" in measuring_looks.monthly_report(9, dict.fromkeys(missed, "Li"))[1].text


def test_customers_of_another_channel_are_counted_by_hand():
    table = communication_tools.teams_or_pool()[1]
    contacts = company.year_of(communication_tools.LAB.base()).contacts
    recent = contacts[contacts["arrived"] < contacts["arrived"].min().normalize() + pd.Timedelta(weeks=4)]
    seen, known = {}, dict.fromkeys(("phone", "chat", "email"), 0)
    for one in recent[recent["channel"].isin(list(known))].sort_values("arrived").itertuples():
        known[one.channel] += bool(seen.get(one.customer, set()) - {one.channel})
        seen.setdefault(one.customer, set()).add(one.channel)
    for row, (channel, count) in zip(table.rows, known.items(), strict=True):
        assert int(row[2]) == round(100 * count / (recent["channel"] == channel).sum())


BAD = [
    (lambda: interview.guide([]), "question: nothing is written"),
    (lambda: interview.guide([""]), "question 1 is ''"),
    (lambda: interview.questionnaire([]), "question: nothing is written"),
    (lambda: interview.guide(["Why?", 3]), "question 2 is 3"),
    (lambda: needs_tools.ideas([1]), "names and values in braces"),
    (lambda: needs_tools.ideas({}), "names and values in braces"),
    (lambda: needs_tools.ideas({"x": (1, 2)}), "x needs 3 numbers in parentheses: votes, impact, effort"),
    (lambda: needs_tools.ideas({"x": (1, 2, 9)}), "effort of x is 9; allowed: whole numbers 1 to 5"),
    (lambda: needs_tools.ideas({"x": ("many", 2, 3)}), "votes of x is 'many'"),
    (lambda: scope.tried(["idea"], ["Idea"]), "idea stands on both sides"),
    (lambda: scope.tried([3], ["idea"]), "is 3; allowed: words"),
    (lambda: people_tools.culture({"values": 4}, {}), "leaders: leaders is missing"),
    (lambda: people_tools.culture({"pay": 4}, {}), "'pay' is not known; allowed: values, leaders, incentives"),
    (lambda: people_tools.culture({"values": 6, "leaders": 1, "incentives": 1}, {}), "leaders: values is 6"),
    (lambda: people_tools.certificates({"Li": (1, 2, 3)}, 70, 3), "Li needs 6 numbers"),
    (lambda: people_tools.certificates(SHEET, 170, 3), "passed_from is 170"),
    (lambda: points.last_year({"contact": 1}, 1, 0, 0), "points: solved is missing"),
    (lambda: points.last_year({"speed": 1}, 1, 0, 0), "'speed' is not known; allowed: contact, solved, unsolved"),
    (lambda: points.last_year(dict.fromkeys(points.COUNTED, 0), 1, 0, 0), "nobody a point"),
    (lambda: points.last_year(dict.fromkeys(points.COUNTED, 1), 1, 2, 0), "floor is 2"),
    (lambda: points.last_year(dict.fromkeys(points.COUNTED, 1), "x", 0, 0), "pot_cny is 'x'"),
    (lambda: action_plan_tools.gantt("soon"), "the day is 'soon'; allowed: a date such as"),
    (lambda: action_plan_tools.gantt(done=("T9",)), "no task 'T9'; allowed: T1, T2"),
    (lambda: action_plan_tools.gantt(done="T8"), "no task 'T8'"),
    (lambda: scope.tried([], ["idea"]), "nothing is written"),
    (lambda: program.program({"x": ("pepole", 1, 2)}, RESOURCES, SAFEGUARDS), "direction of x is 'pepole'; allowed"),
    (lambda: program.program({"x": 3}, RESOURCES, SAFEGUARDS), "direction of x is 3"),
    (lambda: program.program({"x": ("people", 1)}, RESOURCES, SAFEGUARDS), "x needs 2 numbers"),
    (lambda: program.program(MEASURES, {"people": (1, 2, 3)}, SAFEGUARDS), "resources: technology is missing"),
    (lambda: program.program(MEASURES, {**RESOURCES, "people": (1, 2, -3)}, SAFEGUARDS), "each of people is -3"),
    (lambda: program.program(MEASURES, RESOURCES, {**SAFEGUARDS, "data": 3}), "safeguard data is 3"),
    (lambda: program.turns(), "0 changes are given"),
    (lambda: program.turns(*[{"policy.bot.on": True}] * 4), "4 changes are given; allowed: 1 to 3"),
    (lambda: program.turns({"policy.bott.on": True}), "Unknown path policy.bott.on"),
    (lambda: program.turns({"policy.bot.on": 7}), "must be true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "says"), BAD, ids=[says for _, says in BAD])
def test_a_bad_input_is_one_line(call, says):
    with pytest.raises(CxError) as caught:
        call()
    assert says in str(caught.value)
    (note,) = given.tried(call)
    assert (note.text, note.tone) == (str(caught.value), "bad")
