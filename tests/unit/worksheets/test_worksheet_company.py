"""Worksheets against the company: policies that run, promises that a roster keeps, numbers of the examples."""

from __future__ import annotations

import datetime
import struct

import numpy as np
import pytest
from small_world import small

import cxsim as cx
from cxsim.cli.door import main
from cxsim.guards import CxError
from cxsim.scenario import Scenario, load_scenario
from cxsim.scenario.dated import phases
from cxsim.theory import required_agents
from cxsim.worksheets import (
    KINDS,
    FiveWhy,
    ImprovementPlan,
    MeasuresTable,
    Raci,
    SlaTable,
    SmartCard,
    roster_side,
)


def test_the_sla_table_sets_every_promise():
    company = Scenario().replace(SlaTable.example().policy(), name="sla")
    policy = company.policy
    assert (policy.promise.live_share, policy.promise.live_within_s) == (0.6, 60.0)
    assert (policy.targets.live_share, policy.targets.live_within_s) == (0.6, 60.0)
    assert (policy.promise.email_h, policy.targets.due_min.email.general) == (24.0, 1440.0)
    assert dict(policy.promise.complaint_response_h) == {"general": 48.0, "serious": 48.0, "major": 24.0}
    major = policy.complaints.deadlines.major
    assert (major.confirm_h, major.response_h, major.assessment_h, major.resolution_h) == (
        24.0,
        24.0,
        72.0,
        96.0,
    )
    assert policy.complaints.clock == "calendar"


def test_units_of_time_are_converted():
    rows = [
        {
            "channel": "email",
            "group": "all",
            "clock": "response",
            "share": 0.9,
            "within": 90.0,
            "unit": "min",
        },
        {"channel": "phone", "group": "all", "clock": "response", "share": 0.8, "within": 0.5, "unit": "min"},
    ]
    found = SlaTable.from_data({"promises": rows}).policy()
    assert found["policy.promise.email_h"] == 1.5
    assert found["policy.promise.live_within_s"] == 30.0


@pytest.mark.parametrize("within", [1, 86_400])
def test_a_promise_that_passes_the_check_is_taken_by_the_company(within):
    chat = {
        "channel": "chat",
        "group": "all",
        "clock": "response",
        "share": 0.999,
        "within": within,
        "unit": "s",
    }
    email = {**chat, "channel": "email", "within": 8760, "unit": "h"}
    case = {**chat, "channel": "case", "group": "major", "clock": "confirm", "within": 0.01, "unit": "h"}
    rows = [chat, email, case]
    table = SlaTable.from_data({"promises": rows})
    assert "time_out" not in {item.kind for item in table.check()}
    Scenario().replace(table.policy())


def test_both_policies_run_in_the_simulator():
    for table in (SlaTable.example(), MeasuresTable.example()):
        base = small(weeks=2, burn_in_weeks=1)
        roster = [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00", "seats": 1},
                  {"days": [5, 6], "from": "08:00", "to": "20:00", "seats": 1}]  # fmt: skip
        base = base.replace({"policy.staffing.roster.case": roster, "world.calendar.start_date": "2024-03-25"})
        changes = table.policy(base) if isinstance(table, MeasuresTable) else table.policy()
        run = cx.simulate(base.replace(changes, name=table.KIND), seed=1)
        assert run.summary()["needs"] > 100


def test_the_days_of_a_measures_table_rule_and_a_row_without_one_says_so(tmp_path, capsys):
    first, second, third = MeasuresTable.example().model_dump()["measures"]
    table = MeasuresTable.from_data({"measures": [first, second, {**third, "starts": None}]})
    file, plan = tmp_path / "measures.xlsx", tmp_path / "plan.yaml"
    table.write_excel(file)
    assert main(["worksheet", "export", str(file), "--out", str(plan)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].endswith(": 2024-02-28, in force from week 9")  # as the plan template's training of that day
    assert told[3].endswith(": no day is given, in force from the first week")
    policy = load_scenario(plan).policy
    assert (policy.survey.sent_share, policy.routing.mode) == (0.8, Scenario().policy.routing.mode)
    assert [(one.from_week, one.in_force, one.set) for one in policy.measures] == [
        (2, 9, {"policy.staffing.roster.case.1.seats": 2}),  # 45 days of lead time
        (5, 13, {"policy.routing.mode": "priority"}),
    ]
    seats = [one.policy.staffing.roster.case[1].seats for _, one in phases(load_scenario(plan))]
    assert seats == [1, 2, 2]


def test_a_day_that_no_plan_reaches_is_refused_with_its_cell():
    row = MeasuresTable.example().measures[0].model_copy(update={"starts": datetime.date(2030, 1, 1)})
    with pytest.raises(CxError, match=r"Measures, row 2, in force from = 2030-01-01: must be a day in the 260 weeks"):
        MeasuresTable(measures=(row,)).policy()


def test_the_roster_keeps_what_the_formula_says():
    company = Scenario()
    found = roster_side.kept(company, "phone", 60.0)
    assert found.share == pytest.approx(0.8007, abs=5e-4)
    staffed = ~np.isnan(found.by_half_hour)
    assert staffed.sum() == 7 * 24
    richer = roster_side.kept(company.replace({"policy.staffing.extra.phone": 3}), "phone", 60.0)
    assert richer.share > found.share
    assert roster_side.kept(company, "phone", 30.0).share < found.share


def test_seats_by_target_keep_the_target():
    company = Scenario().replace({"policy.staffing.mode": "to_target"})
    assert np.nanmin(roster_side.kept(company, "phone", 60.0).by_half_hour) >= 0.95
    assert required_agents(1.0, 1 / 5, 1.0, 0.95) > 0


def test_nights_and_seats_are_counted():
    company = Scenario()
    assert roster_side.longest_gap_h(company, "email") == 15.0
    assert roster_side.longest_gap_h(company, "case") == 12.0
    always = [{"from": "00:00", "to": "24:00", "seats": 1}]
    assert roster_side.longest_gap_h(company.replace({"policy.staffing.roster.case": always}), "case") == 0.0
    assert roster_side.seat_hours(company) == 349 + 144 + 153 + 144
    # 24 seat hours a week in the example of the measures table
    assert roster_side.seat_cost_cny(company, 24) == pytest.approx(100_731, abs=1)


def test_experiments_and_stress_tests_are_changes_of_a_scenario():
    company = Scenario()
    for name, changes in FiveWhy.example().experiments() + ImprovementPlan.example().stress_tests():
        assert company.replace(changes) != company, name


@pytest.mark.wide
def test_the_numbers_of_the_examples_come_out_of_the_simulator():
    """Five whys: two links verified, one refuted; SMART card: present values and reachable targets."""
    base = Scenario()
    plans = [base, *(base.replace(changes, name=f"why {place}")
                     for place, (_, changes) in enumerate(FiveWhy.example().experiments(), start=1))]  # fmt: skip
    goals = SmartCard.example().goals
    plans.append(base.replace({goals[1].path: int(goals[1].value)}, name="goal"))
    study = cx.compare(plans, replications=3, seed=7)
    found = {(plan, row.measure): row for plan, row in study.judge(measures=[goal.measure for goal in goals])}
    for place, why in enumerate(FiveWhy.example().whys, start=1):
        row = found[f"why {place}", "complaint_response_h"]
        assert (row.high < 0 and row.difference < -1.0) == (why.result == "verified")
    assert found["why 1", "complaint_response_h"].base == pytest.approx(goals[0].base, abs=0.5)
    assert found["goal", goals[1].measure].base == pytest.approx(goals[1].base, abs=0.03)
    assert found["goal", goals[1].measure].base + found["goal", goals[1].measure].difference > goals[1].target


@pytest.mark.parametrize("kind", ["journey-map", "sla-table", "raci", "improvement-plan"])
def test_a_picture_is_a_png_with_all_its_facts_in_words(kind, tmp_path):
    sheet = KINDS[kind].example()
    picture = sheet.picture()
    assert picture.png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture.png[16:24])
    assert 900 <= width <= 1400
    assert 300 <= height <= 700
    assert picture.png == sheet.picture().png
    assert 'alt="' in picture._repr_html_()
    facts = {
        "journey-map": [row.touchpoint for row in getattr(sheet, "touchpoints", ())],
        "sla-table": ["phone: promised 60.0 %", "keep 80.1 %", "18:00, 18:30", "chat"],
        "raci": [row.task for row in getattr(sheet, "tasks", ())],
        "improvement-plan": [
            "2024-02-19 to 2024-03-17",
            "Critical path: T1, T3, T4, T6",
            "signed responsibility",
        ],
    }[kind]
    assert [fact for fact in facts if fact not in picture.text] == []
    assert picture.save(tmp_path / "x.png").read_bytes() == picture.png


def test_pictures_are_drawn_without_missing_letters(recwarn):
    from matplotlib import font_manager

    from cxsim.plots.canvas import CHINESE

    if not {entry.name for entry in font_manager.fontManager.ttflist} & set(CHINESE):
        pytest.skip("no Chinese font on this computer")
    for sheet in KINDS.values():
        sheet.example().picture()
    assert not [note for note in recwarn if "Glyph" in str(note.message)]


def test_a_picture_of_many_rows_is_drawn():
    heads = {f"role {place}": "R" for place in range(9)}
    rows = [{"task": f"task {place} " + "long words " * 8, "letters": heads} for place in range(40)]
    assert Raci.from_data({"process": "x", "tasks": rows}).picture().png


def test_worksheets_load_without_matplotlib_and_office():
    import subprocess
    import sys

    code = ("import sys; from cxsim.worksheets import KINDS; [k.example().check() for k in KINDS.values()];"
            "print(*sys.modules)")  # fmt: skip
    words = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert not {"matplotlib", "openpyxl", "docx", "scipy", "numba"} & set(words.split())


def test_the_command_line_makes_checks_and_exports(capsys, tmp_path):
    file = str(tmp_path / "公司 sla.xlsx")
    assert main(["worksheet", "new", "sla-table", "--example", "--out", file]) == 0
    assert main(["worksheet", "check", file]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    thin = Scenario().replace({"policy.staffing.extra.phone": -1}, name="thin").save(tmp_path / "thin.yaml")
    assert main(["worksheet", "check", file, "--scenario", str(thin)]) == 1
    assert "more_than_roster" in capsys.readouterr().out
    for name in ("x.docx", "x.md", "x.png"):
        assert main(["worksheet", "export", file, "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 500
    plan = tmp_path / "as promised.yaml"
    assert main(["worksheet", "export", file, "--out", str(plan), "--scenario", str(thin)]) == 0
    kept = load_scenario(plan)
    assert kept.policy.targets.live_share == 0.6
    assert kept.policy.staffing.extra.phone == -1
    form = str(tmp_path / "form.xlsx")
    assert main(["worksheet", "new", "raci", "--out", form]) == 0
    capsys.readouterr()
    assert main(["worksheet", "check", form]) == 1
    assert "blank" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "sla", "--out", "{}/new.xlsx"], "There is no worksheet 'sla'"),
        (["new", "raci", "--out", "{}/new.csv"], "must end in .xlsx"),
        (["new", "raci", "--out", "{}/mine.xlsx"], "is there already and is kept"),
        (["new", "raci", "--out", "{}/none/x.xlsx"], "no such file or folder"),
        (["check", "{}/none.xlsx"], "no such file or folder"),
        (["check", "{}/mine.xlsx", "--scenario", "defalt"], "nearest: default"),
        (["export", "{}/mine.xlsx", "--out", "{}/x.pdf"], "must end in one of .docx, .md, .png, .yaml"),
        (["export", "{}/mine.xlsx", "--out", "{}/x.png"], "has no picture"),
        (["export", "{}/mine.xlsx", "--out", "{}/x.yaml"], "plans to simulate"),
    ],
)
def test_the_command_line_refuses_in_one_line(words, told, capsys, tmp_path):
    KINDS["persona"].example().write_excel(tmp_path / "mine.xlsx")
    assert main(["worksheet", *(word.format(tmp_path) for word in words)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert told in err
