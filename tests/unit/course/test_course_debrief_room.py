"""The debrief page of a room: what teams said beside each other, who is left out and why, nothing that runs."""

import html
import json
import re

import pytest

from cxsim.cli.app import app
from cxsim.course import (
    company,
    debrief,
    debrief_teams,
    delivery,
    finish,
    foundations,
    levers,
    predictions,
    store,
)
from cxsim.guards import CxError

NPS, LOSS, EVEN = (4.9, 4.8, 5.0), (-300.0, -320.0, -280.0), (20.0, -10.0, 49.0)


@pytest.fixture(autouse=True)
def _person(monkeypatch):
    monkeypatch.delenv("CXSIM_HEADLESS", raising=False)
    monkeypatch.setattr(store, "_waiting", [])


@pytest.fixture
def team(tmp_path, monkeypatch):
    """Write to the log of one team with the functions that the lessons use."""

    def at(name):
        monkeypatch.setenv("CXSIM_WORK", str(tmp_path / "teams" / name))

    return at


def promise(nps, profit, sure, result=NPS):
    question = delivery.promise_step().question
    said = predictions.write(question, {"nps": nps, "profit": profit}, sure)
    predictions.measure(question, said, {"nps": result, "profit": EVEN}, evidence=["calls answered: 69.6 before"])


def plan(agents, profit, nps=NPS, before=14.6, say="up"):
    lab = delivery.LAB
    made = lab.base().replace({"policy.staffing.extra.phone": agents}, name="round 1")
    said = predictions.write(lab.ask(), {"nps": "up", "profit": say, "hours": "kept"}, 90, plan=made.name)
    predictions.measure(lab.ask(), said, {"nps": nps, "profit": profit, "hours": (99.0, 98.0, 100.0)}, plan=made.name,
                        changes=levers.changes(lab.base(), made, lab.rounds()),
                        levels={"nps_true": [before, before + nps[0]], "profit_cny": [8613.2, 8613.2]})  # fmt: skip


def three_teams(team):
    said = {"Team 10": ("much", "up", 90), "Team 2": ("down", "up", 90), "Team 1": ("down", "down", 50)}
    for name, answer in said.items():
        team(name)
        promise(*answer)
        plan(int(name[-1]), LOSS if name == "Team 2" else EVEN)


def made(tmp_path):
    path = debrief.write(tmp_path / "teams")
    assert path == tmp_path / "teams" / "debrief_room.html"
    return path.read_text("utf-8")


def cells(text, of):
    """The words of the table rows that hold something, one list for each row."""
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL)]
    plain = [[" ".join(html.unescape(re.sub("<.*?>", " ", cell)).split()) for cell in row] for row in rows]
    return [row for row in plain if row and of in row[0]]


def test_answers_are_counted_and_one_result_is_told_once(tmp_path, team):
    three_teams(team)
    text = made(tmp_path)
    (asked,) = cells(text, "The company pays")
    assert "(3 of 3 teams predicted)" in asked[0]
    (nps,) = cells(text, "NPS of all customers")
    assert nps[1:] == ["falls: 2; rises by 3 or more: 1", "rises by 3 or more: +4.9 (+4.8 to +5.0) points", "1 of 3"]
    assert text.count("rises by 3 or more: +4.9") == 2  # the table and a moment


def test_another_company_is_told_by_the_names_of_its_teams(tmp_path, team):
    three_teams(team)
    team("Team 3")
    promise("same", "up", 70, result=(0.2, 0.1, 0.3))
    (nps,) = cells(made(tmp_path), "NPS of all customers")
    assert "Team 1, Team 2, Team 10: rises by 3 or more: +4.9 (+4.8 to +5.0) points" in nps[2]
    assert "Team 3: stays the same: +0.20 (+0.10 to +0.30) points" in nps[2]
    assert nps[3] == "2 of 4"


def test_teams_stand_in_natural_order_with_what_they_knew(tmp_path, team):
    three_teams(team)
    rows = cells(made(tmp_path).split("How well did each team")[1].split("What each team")[0], "")
    assert [row[0] for row in rows] == ["Team", "Team 1", "Team 2", "Team 10", "the room"]
    # two answers on the promise and three on the plan each; a profit of 20 (-10 to 49) may also be "rises"
    assert rows[1][1:5] == ["5", "3 (60 %)", "74 %", "too sure"]
    assert rows[3][1:5] == ["5", "5 (100 %)", "90 %", "well judged"]
    assert rows[4][1] == "15"


def test_plans_stand_beside_each_other_with_what_they_did(tmp_path, team):
    three_teams(team)
    text = made(tmp_path).split("What each team decided")[1].split("Three decisive")[0]
    (two,) = cells(text, "Team 2")
    assert two[1] == "phone agents, more or fewer: 0 before, 2 now"
    assert two[2:4] == ["+4.9 (+4.8 to +5.0) said rises: right", "-300 (-320 to -280) said rises: wrong"]
    (room,) = cells(text, "The room")
    assert room[2] == "2 of 3 (rises: 3)"
    assert "before: NPS" not in text
    team("Team 2")
    plan(0, EVEN, before=17.0)
    text = made(tmp_path).split("What each team decided")[1]
    (two,) = cells(text, "Team 2")[:1]
    assert two[1].startswith("nothing changed before: NPS 17.0, profit 8,613")


def test_the_first_answer_counts_but_the_last_plan_of_a_lab(tmp_path, team):
    three_teams(team)
    team("Team 1")
    promise("much", "up", 90)
    plan(-3, LOSS)
    records = store.read(tmp_path / "teams" / "Team 1").records
    chosen = debrief_teams.counting(records)
    assert chosen[delivery.PROMISE]["scores"][0]["said"] == "falls"
    assert chosen[delivery.LAB.question]["changes"] == ["phone agents, more or fewer: 0 before, -3 now"]


def test_after_another_company_its_answers_count(tmp_path, team):
    team("Team 1")
    promise("down", "up", 50)
    plan(1, EVEN)
    store.append("company", name=company.default().name)
    promise("much", "up", 90)
    promise("same", "up", 90)
    chosen = debrief_teams.counting(store.read().records)
    assert [record["scores"][0]["said"] for record in chosen.values()] == ["rises by 3 or more", "rises"]


def test_moments_are_the_surest_mistakes_and_what_divided(tmp_path, team):
    three_teams(team)
    for name, wait in (("Team 1", "0"), ("Team 2", "20"), ("Team 10", "40")):
        team(name)
        question = foundations.fewer_step().question
        said = predictions.write(question, {"wait": wait, "nps": "same", "profit": "same"}, 50)
        close = (30.0, 0.0, 500.0), (0.0, -9.0, 9.0), (0.0, -9.0, 9.0)
        predictions.measure(question, said, dict(zip(("wait", "nps", "profit"), close, strict=True)))
    asked = debrief_teams.questions(debrief_teams.room(tmp_path / "teams").teams)
    moments = debrief_teams.decisive_of_room(asked)
    # three answers of three teams: 2/3; wrong with 90 % and with 50 %, of three: 0.47; a plan wrong with 90 %: 0.3
    assert [round(one.weight, 2) for one in moments] == [0.67, 0.47, 0.3]
    assert moments[0].title == "The room was divided: The average wait grows by"
    assert moments[1].title == "Wrong: 2 of 3 on NPS of all customers"
    assert moments[1].evidence == ["calls answered: 69.6 before"]
    text = made(tmp_path)
    assert text.count('class="moment"') == 3
    assert "falls: Team 1 (50 %), Team 2 (90 %); rises by 3 or more: Team 10 (90 %)" in text
    assert all(question in text for question in debrief.five_questions())


def test_teams_with_plans_of_their_own_are_not_called_divided(tmp_path, team):
    for name, agents, said, profit in (("a", 1, "up", (66.0, 48.0, 84.0)), ("b", 3, "down", LOSS)):
        team(name)
        plan(agents, profit, say=said)
    asked = debrief_teams.questions(debrief_teams.room(tmp_path / "teams").teams)
    assert [part.said() for part in asked[0].parts][1] == [("rises", 1), ("falls", 1)]
    assert debrief_teams.decisive_of_room(asked) == []


def test_where_all_knew_no_moment_is_made_up(tmp_path, team):
    for name in ("a", "b"):
        team(name)
        promise("much", "up", 90)
    text = made(tmp_path)
    assert "No prediction divided the room, and none was wrong." in text
    assert 'class="moment"' not in text


def test_a_prediction_that_was_not_run_is_counted(tmp_path, team):
    three_teams(team)
    team("Team 4")
    predictions.write(delivery.promise_step().question, {"nps": "down", "profit": "up"}, 70)
    text = made(tmp_path)
    assert "(4 of 4 teams predicted)" in text
    assert cells(text, "NPS of all customers")[0][1].endswith("predicted, not run: 1")
    assert cells(text, "Team 4")[0][1:] == ["0", "–", "–", "no result yet", "1"]


def test_folders_as_handed_in_and_what_is_left_out_by_name(tmp_path, team):
    teams = tmp_path / "teams"
    three_teams(team)
    team("Packed/my_work")
    promise("much", "up", 90)
    for name in ("empty", "torn", ".ipynb_checkpoints", "locked/course_log.jsonl"):
        (teams / name).mkdir(parents=True)
    (teams / "torn" / store.FILE).write_bytes(b"rubbish\n")
    (teams / "late.zip").write_bytes(b"PK")
    with (teams / "Team 2" / store.FILE).open("ab") as log:
        log.write(b"not json\n")
    store.append("result", teams / "Team 1", question="q", text="half", scores=[{"label": "x"}])
    text = made(tmp_path)
    assert "Teams: 4." in text
    left_out = text.split("Left out:")[1].split("</p>")[0]
    for said in (
        "Team 1: Results with missing parts were left out: 1.",
        "Team 2: Lines of the log that could not be read were left out: 5.",
        "empty: no course_log.jsonl in it.",
        "torn: no line of its course_log.jsonl can be read.",
        "locked: course_log.jsonl cannot be read",
        "late.zip: still packed",
    ):
        assert said in left_out
    assert "checkpoints" not in text
    assert "my_work" not in text


NASTY = '<img src=x onerror=alert(1)>"\'&{{ 7*7 }}'


def test_nothing_that_a_learner_wrote_can_run(tmp_path, team):
    name = "<script>alert(1)<" if _may_hold(tmp_path, "<") else "a & b"
    team(name)
    promise("much", "up", 90)
    path = tmp_path / "teams" / name / store.FILE
    record = json.loads(path.read_text("utf-8").splitlines()[1])
    for score in record["scores"]:
        score.update(label=NASTY, said=NASTY, was=NASTY, unit=NASTY, right=False)
    record.update(text=NASTY, changes=[NASTY], evidence=[NASTY, "half \ud800"], lesson="²", question="x-lab")
    path.write_text(json.dumps(record) + "\n" + json.dumps({**record, "question": "y"}) + "\n", "utf-8")
    text = made(tmp_path)
    assert html.escape(name) in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert not re.search(r"<script|https?://|@import|url\(|<[^>]*\son\w+=", text)


def _may_hold(folder, letter):
    try:
        (folder / letter).mkdir()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    "damage",
    [
        {"question": ["x"]},
        {"changes": 5},
        {"scores": [{"value": 10**400}]},
        {"scores": [{"value": float("nan")}]},
    ],
    ids=["question", "changes", "huge", "nan"],
)
def test_a_damaged_result_is_left_out_of_both_pages(tmp_path, team, damage):
    three_teams(team)
    folder = tmp_path / "teams" / "Team 1"
    good = json.loads((folder / store.FILE).read_text("utf-8").splitlines()[1])
    if "scores" in damage:
        damage = {"scores": [{**good["scores"][0], **damage["scores"][0]}]}
    with (folder / store.FILE).open("a", encoding="utf-8") as log:
        log.write(json.dumps({**good, **damage}) + "\n")
    assert "Team 1: Results with missing parts were left out: 1." in made(tmp_path)
    assert "Results with missing parts were left out: 1." in debrief.write(folder).read_text("utf-8")


def test_one_team_keeps_its_own_page(tmp_path, team):
    team("my_work")
    promise("much", "up", 90)
    own = tmp_path / "teams" / "my_work"
    assert debrief.write(own) == own / debrief.PAGE
    assert debrief.write(tmp_path / "teams") == own / debrief.PAGE  # the folder of the course of one team
    team("Team 2")
    promise("much", "up", 90)
    assert debrief.write(tmp_path / "teams").name == "debrief_room.html"


def test_a_folder_without_any_log_is_one_line(tmp_path):
    (tmp_path / "Team 1").mkdir()
    with pytest.raises(CxError) as error:
        debrief.write(tmp_path)
    line = str(error.value)
    assert str(tmp_path) in line
    assert "a team's folder with course_log.jsonl, or a folder of such folders" in line
    assert not list(tmp_path.glob("*.html"))


def test_the_button_of_a_lesson_says_what_is_missing(tmp_path, team):
    team("my_work")
    assert "nothing to print yet" in finish.debrief_items()[-1].text
    promise("much", "up", 90)
    assert "my_work/debrief.html" in finish.debrief_items()[-1].text


def test_the_command_writes_the_page_of_the_room(tmp_path, team):
    from typer.testing import CliRunner

    three_teams(team)
    told = CliRunner().invoke(app, ["debrief", str(tmp_path / "teams")])
    assert told.output.strip().replace("\n", "") == str(tmp_path / "teams" / "debrief_room.html")
