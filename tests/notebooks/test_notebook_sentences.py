"""A sentence with a number in a lesson is a test: text and model cannot drift apart."""

import itertools
import re
import sys
from functools import cache
from pathlib import Path

import pytest
import sentences_communication
import sentences_digital
from books import BOOKS, book, prose

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "studies"))

import default_company

from cxsim import datasets
from cxsim.course import (
    action_plan,
    claims,
    company,
    delivery,
    delivery_tools,
    foundations,
    measuring,
    minutes,
    needs,
    packages,
    people,
    people_tools,
    plain_day,
    settings,
    start_here,
    stories,
    target_years,
    waiting,
)
from cxsim.course import levers as all_levers
from cxsim.course.exercise_keys import givens
from cxsim.course.exercise_texts import entry
from cxsim.course.exercises.delivery import carried
from cxsim.course.exercises.needs import CLASSES
from cxsim.course.glossary import terms
from cxsim.course.levers import delivery as levers
from cxsim.messages import number, percent
from cxsim.results.measures import MEASURES
from cxsim.schema import QUEUES
from cxsim.worksheets import FiveWhy

TARGETS = start_here.today().policy.targets
SHARE, SECONDS = percent(TARGETS.live_share, 0), number(TARGETS.live_within_s)


def hours_of_the_source():
    (claim,) = [one for one in claims.of("04") if one.id == "C-035"]
    return number(claim.value)


@cache
def stated():
    """What the sources claim, by id of the claim."""
    return datasets.claims().set_index("claim")["low"]


def source(claim):
    """Value of a claim of the sources."""
    return number(float(stated()[claim]))


@cache
def seats_at(hour):
    from cxsim.plan_roster import weekly_seats

    seats = weekly_seats(start_here.today(), start_here.today().policy)
    return int(seats[QUEUES.index("phone"), int(hour * 2)])


def lesson(name):
    return minutes.PARTS[name]


def minutes_of(name):
    """Sentences on the minutes of a lesson."""
    return [
        lambda: f"{lesson(name).total} minutes ({lesson(name).least} to {lesson(name).most})",
        lambda: f"{lesson(name).tell} to listen, {lesson(name).do} to do, {lesson(name).debrief} to talk",
    ]


def lab_of(rounds, first):
    """Sentences on the levers and the years of a lab."""
    return [
        lambda: first.format(count=len(rounds()[0])),
        lambda: f"live {settings.REPLICATIONS} years, the same {settings.REPLICATIONS} with",
        lambda: f"{len(rounds()[1])} more levers",
    ]


def goal(key):
    """Goal of a target of the plan template."""
    return number(target_years.TARGETS[key].goal)


def months():
    """Months in which targets are due."""
    first, second, last = sorted({one.month for one in target_years.TARGETS.values()})
    return f"{first}, {second} and {last}"


#: What each cell may say in digits; every digit of the cell must be in one of these.
SENTENCES = {
    "n01-title": [lambda: "Lesson 1"],
    "n01-minutes": minutes_of("01"),
    "n01-lab-text": lab_of(all_levers.foundations, "{count} levers at first"),
    "n01-concept-chain": [
        lambda: f"spend {source('C-008')} % more",
        lambda: f"buy again {source('C-012')} % and recommend {source('C-013')} % more",
        lambda: f"cost {source('C-014')} % less in complaints and are worth {source('C-015')} % more",
    ],
    "n01-tool-claims-text": [lambda: f"of {source('C-002')} hours and {source('C-003')} modules"],
    "n01-tool-gaps-text": [lambda: f"exercise {entry('1.1').id}"],
    "n01-tool-kano-text": [lambda: "lesson 2"],
    "n01-tool-nps-text": [lambda: "give 9 or 10", lambda: "7 or 8", lambda: "0 to 6"],
    "n00-title": [lambda: f"{number(start_here.today().world.market.customers)} customers"],
    "n00-who": [
        lambda: f"a team of {minutes.TEAM[0]} or {minutes.TEAM[1]}",
        lambda: f"{lesson('00').most} minutes",
        lambda: "lesson 1",
    ],
    "n00-scene": [lambda: "11:30", lambda: f"{seats_at(11.5)} agents on the phone"],
    "n00-wait-text": [lambda: f"{percent(start_here.MORE_CALLS - 1, 0)} more people call"],
    "n00-next": [lambda: "lesson 1", lambda: f"({lesson('01').total} minutes)"],
    "n02-title": [lambda: "Lesson 2"],
    "n02-minutes": minutes_of("02"),
    "n02-lab-text": lab_of(lambda: all_levers.needs(start_here.today()), "{count} levers at first"),
    "n02-concept-ranking": [lambda name=name: f"{name}: " for name in CLASSES],
    "n02-carry-text": [lambda: f"Our {CLASSES[0]} are"],
    "n06-title": [lambda: "Lesson 6"],
    "n06-minutes": minutes_of("06"),
    "n06-lab-text": lab_of(all_levers.measuring, "{count} levers at first"),
    "n07-title": [lambda: "Lesson 7"],
    "n07-minutes": minutes_of("07"),
    "n07-lab-text": lab_of(all_levers.people, "{count} levers at first"),
    "n07-tool-cases-text": [
        lambda: f"at least {source('C-057')} % of managers",
        lambda: f"more than {source('C-058')} mystery visits",
        lambda: f"({source('C-059')} % of standard questions)",
    ],
    "n04-title": [lambda: "Lesson 4"],
    "n04-minutes": minutes_of("04"),
    "n04-question": [
        lambda: f"{SHARE} of calls answered within {SECONDS} seconds",
        lambda: f"every complaint answered within {hours_of_the_source()} hours",
        lambda: f"keeps the {hours_of_the_source()} hours",
    ],
    "n04-predict-text": [lambda: f"as the {SHARE} needs"],
    "n04-lab-text": [
        lambda: f"at most {len(levers()[0])} at first",
        lambda: f"live {settings.REPLICATIONS} years, the same {settings.REPLICATIONS} with",
        lambda: f"{len(levers()[1])} more levers",
    ],
    "n04-concept-promise": [
        lambda: f"Answered within {SECONDS} seconds",
        lambda: f"{SHARE} of calls within {SECONDS} seconds",
    ],
    "n08-title": [lambda: "Lesson 8"],
    "n09-links": [lambda: "[Lesson 8"],
    "n11-how": [lambda: f"about {minutes.OWN_DATA} minutes"],
    "n08-minutes": minutes_of("08"),
    "n08-question": [
        lambda: f"has {number(packages.BUDGET_CNY)} yuan and targets for months {months()}",
        lambda: f"complaints answered in {goal('response')} hours instead of 4",
        lambda: f"satisfaction from 82 to {goal('satisfied')}",
        lambda: f"churn of high-value customers from 5 % to {goal('churn')} %",
        lambda: f"{goal('revenue')} % more repurchase, {goal('referred')} % of customers by referral",
    ],
    "n08-lab-text": lab_of(lambda: action_plan.LAB.rounds(), "{count} levers at first"),
    "n08-concept-road": [lambda: "in 90 days", lambda: "in 1 year", lambda: "in 3 years"],
    "n08-concept-smart": [lambda: f"from 4 hours to {goal('response')}"],
    "n04-tool-first-text": [lambda: f"within {source('C-031')} seconds"],
    "n04-tool-person-text": [lambda: f"up to {source('C-032')} % more buying"],
    "n04-tool-bond-text": [lambda: f"all from {delivery_tools.SCALE.low} to {delivery_tools.SCALE.high}",
                           lambda: f"{delivery_tools.YES_NO.high} is yes, {delivery_tools.YES_NO.low} is no"],
    "n04-tool-clocks-text": [lambda: f"answered within {hours_of_the_source()} hours"],
}
SENTENCES |= {
    f"n0{k}-links": [*([lambda k=k: f"[Lesson {k - 1}"] if k > 1 else []), lambda k=k: f"[lesson {k}]",
                     *([lambda k=k: f"[Lesson {k + 1}"] if k < 8 else [])]
    for k in range(1, 9)
}  # fmt: skip
SENTENCES |= sentences_communication.SENTENCES | sentences_digital.SENTENCES
CELLS = [
    (name, cell["id"]) for name in BOOKS for cell in book(name)["cells"] if cell["cell_type"] == "markdown"
]


def test_the_thirty_years_that_all_lessons_begin_with_lie_in_their_bands():
    """First in the file with the most tests, so first of all; played as by lesson 8: all notebooks read these years."""
    study = target_years.live([company.default()], lambda *_: None, settings.REPLICATIONS)[0].study
    found = {key: study.of(0, key).mean() for key in MEASURES}
    found["profit_share"] = found["profit_cny"] / found["revenue_cny"]
    bands = [band for band in default_company.BANDS if band[0] in found]
    assert len(bands) == 9  # the tenth, contacts handled, is no measure of a year's row
    assert [key for key, low, high in bands if not low <= found[key] <= high] == []


@pytest.mark.parametrize(("name", "cell_id"), CELLS)
def test_every_number_in_the_text_is_the_number_of_the_model(name, cell_id):
    (cell,) = [one for one in book(name)["cells"] if one["id"] == cell_id]
    text = prose(cell).replace("*", "")
    for sentence in SENTENCES.get(cell_id, []):
        assert sentence() in text
        text = text.replace(sentence(), "")
    assert not re.search(r"\d", text), f"a number without a test: {text}"


def test_no_sentence_waits_for_a_cell_that_is_gone():
    assert set(SENTENCES) <= {cell_id for _, cell_id in CELLS}


@pytest.mark.parametrize(("name", "cell_id"), CELLS)
def test_chinese_terms_are_those_of_the_glossary(name, cell_id):
    (cell,) = [one for one in book(name)["cells"] if one["id"] == cell_id]
    known = {term.strip() for terms_ in terms().values() for term in terms_.split(" / ")}
    for found in re.findall(r"\[([\u4e00-\u9fff]+)\]", prose(cell)):
        assert found in known


def test_the_minutes_of_the_workshop_add_up():
    assert (
        sum(part.total for part in minutes.PARTS.values()) + minutes.BREAK + minutes.CLOSING
        == minutes.WORKSHOP
    )


# Sentences without digits that the model must carry.


def test_the_queue_of_the_first_page_grows_at_half_past_eleven():
    run, chosen = start_here.year_of("today"), start_here.story()
    queue = waiting.longest_queue(run.contacts)[chosen.day]
    assert chosen.day % 7 == 0
    assert queue[23] > queue[22]


def test_the_customer_of_the_story_hung_up_that_monday_left_and_stays_in_the_better_year():
    chosen = start_here.story()
    today, better = start_here.year_of("today"), start_here.year_of("agents")
    calls = today.contacts.query(
        "customer == @chosen.customer and outcome == 'abandoned' and channel == 'phone'"
    )
    assert chosen.date in set(calls["arrived"].dt.strftime("%Y-%m-%d"))
    assert today.customers.set_index("customer").loc[chosen.customer, "status_end"] == "left"
    assert better.customers.set_index("customer").loc[chosen.customer, "status_end"] == "customer"
    assert len(stories.lost(today, chosen.day).names(chosen.customer, 3)) == 3


def test_both_repairs_cost_the_same():
    agents, money = start_here.one_more_agent(), start_here.apology_money()
    today = start_here.year_of("today").summary()
    more = start_here.year_of("agents").summary()
    from cxsim.simulate import simulate

    pay = sum(more[key] - today[key] for key in ("labor_cny", "supervisors_cny"))
    paid = simulate(money).summary()["compensation_cny"] - today["compensation_cny"]
    assert agents.diff(money)
    assert abs(paid / pay - 1) < 0.1


def test_a_small_team_that_keeps_its_promise_is_idle_about_half_of_its_time():
    desk = givens(entry("4.1"))
    agents, call_min = desk["agents"], desk["call_min"]
    load = carried(agents, call_min, TARGETS.live_within_s, TARGETS.live_share)
    assert 0.4 < 1 - load * call_min / 60 / agents < 0.6


def test_scores_of_promoters_passives_and_detractors():
    from cxsim.measure import nps

    assert nps([9, 10]).value == 100
    assert nps([7, 8]).value == 0
    assert nps(range(7)).value == -100


def test_no_link_of_the_chain_keeps_the_promise_alone_and_the_roster_least_of_the_three():
    base = needs.LAB.base()
    in_time = {name: company.summary_of(plan)[needs.IN_TIME] for name, plan in needs.links(base).items()}
    assert max(in_time.values()) < base.policy.promise.live_share
    assert in_time["agents"] > in_time["bot"] > in_time["roster"] > company.summary_of(base)[needs.IN_TIME]


def test_placing_the_same_hours_is_worth_one_agent_more_in_the_day_of_the_toolbox():
    from cxsim.theory import roster_share

    more, placed = (
        roster_share(plain_day.CALLS, roster, 60 * plain_day.HANDLE_MIN, plain_day.WITHIN_S).share
        for roster in (plain_day.AGENTS + 1, plain_day.PLACED)
    )
    assert sum(plain_day.PLACED) == plain_day.AGENTS * len(plain_day.CALLS)
    assert abs(more - placed) < 0.01


def test_one_link_of_the_worksheet_is_refuted_and_the_simulator_agrees():
    sheet, base = FiveWhy.example(), needs.LAB.base()
    assert [row.result for row in sheet.whys].count("refuted") == 1
    now = company.summary_of(base)["complaint_response_h"]
    for row, (_, change) in zip(sheet.whys, sheet.experiments(), strict=True):
        fell = now - company.summary_of(base.replace(change))["complaint_response_h"]
        assert (fell > 1) == (row.result == "verified")


def test_the_first_agent_brings_more_than_the_second():
    base = foundations.LAB.base()
    profit = [company.summary_of(foundations.agents(base, more))["profit_cny"] for more in (-1, 0, 1, 2)]
    steps = [after - before for before, after in itertools.pairwise(profit)]
    assert steps == sorted(steps, reverse=True)


def test_only_the_promise_moves_and_satisfaction_follows():
    shares = sorted(foundations.PROMISES)
    base = foundations.LAB.base()
    years = [company.summary_of(base.replace({"policy.promise.live_share": share})) for share in shares]
    satisfied = [year["csat_true_share"] for year in years]
    assert satisfied == sorted(satisfied, reverse=True)
    assert max(year["phone_wait_mean_min"] for year in years) < 1.05 * min(
        year["phone_wait_mean_min"] for year in years
    )


def test_the_company_of_lesson_four_really_computes_its_roster():
    assert delivery.keep_the_promise().policy.staffing.mode == "to_target"


def test_pay_for_speed_shortens_call_and_queue_and_costs_customers_and_profit():
    base = people.LAB.base()
    speed, today, solving = (company.summary_of(base.replace({people.WEIGHT: weight})) for weight in (1, 0, -1))
    for key in ("phone_handle_mean_min", "phone_wait_mean_min", "fcr_share", "nps_true", "profit_cny"):
        assert speed[key] < today[key]
    assert speed["phone_handle_mean_min"] / speed["fcr_share"] < (
        today["phone_handle_mean_min"] / today["fcr_share"]
    )
    assert solving["nps_true"] > today["nps_true"]
    assert solving["profit_cny"] > today["profit_cny"]
    assert speed["staff_leavers"] == today["staff_leavers"] == solving["staff_leavers"]


def test_what_pay_for_speed_brings_and_costs_and_that_a_busier_desk_turns_the_nps():
    base = people.LAB.base()

    def moved(changes, measure):
        speed, today = (company.summary_of(base.replace({**changes, people.WEIGHT: weight})) for weight in (1, 0))
        return speed[measure] - today[measure]

    for measure in ("nps_true", "profit_cny"):
        quick, lost = (moved({path: 0.0}, measure) for path in (people.SPEED_LOSS, people.SPEED_GAIN))
        assert quick > 0 > quick + lost
    busy = {"world.demand.factor": 1.3}
    assert moved(busy, "nps_true") > 0 > moved({}, "nps_true")


def test_training_lengthens_the_wait_while_resolution_rises():
    base = people.LAB.base()
    none, four = (company.summary_of(base.replace({people_tools.HOURS_PATH: hours})) for hours in (0, 4))
    assert four["phone_wait_mean_min"] > none["phone_wait_mean_min"]
    assert four["fcr_share"] > none["fcr_share"]


def test_the_chart_finds_the_fault_within_a_month_and_the_repair_takes_a_month():
    assert all(one.technical <= 4 for one in measuring.watch(measuring.LAB.base(), 2))
    assert measuring.REPAIR_WEEKS == 4


def test_no_alarm_without_a_fault_in_the_weeks_before():
    year = company.year_of(measuring.LAB.base())
    weeks = measuring.weekly(year, "technical")
    assert sum(count for _, count in weeks) == len(year.surveys.query("reason == 'technical'"))
    assert len(measuring.alarms(weeks)) <= 2


def test_call_backs_make_somebody_else_wait():
    base = measuring.LAB.base()
    called = company.summary_of(base.replace({measuring.CALL_BACK: 1.0, measuring.QUEUE: "phone"}))
    assert called["call_backs"] > 0
    assert called["phone_wait_mean_min"] > company.summary_of(base)["phone_wait_mean_min"]


def test_targets_are_those_of_the_claims():
    stated = {one.id: one.value for one in claims.of("08")}
    assert {one.claim: one.goal for one in target_years.TARGETS.values()}.items() <= stated.items()


def test_no_package_of_the_last_lesson_reaches_a_target_in_half_of_the_years():
    from cxsim.course import package_board

    reached, _ = package_board.stored()
    shares = [reached.chance(plan, key).of_100 for plan in reached.plans for key in target_years.TARGETS]
    assert 0 < max(shares) < action_plan.HALF
    assert reached.chance("source", "satisfied").of_100 > 0 == reached.chance("source", "response").of_100
    assert reached.chance("evenings", "response").of_100 > 0 == reached.chance("mornings", "response").of_100
