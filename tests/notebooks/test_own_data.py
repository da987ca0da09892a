"""What the page on own tables says without digits is what its tables show; the company of a log reaches the lessons."""

import pytest

from cxsim import datasets
from cxsim.analysis import personas, sentiment
from cxsim.course import own_data_tables as tables
from cxsim.course import own_data_work as work


def rows(items, place=0):
    return [item for item in items if hasattr(item, "rows")][place].rows


def amount(text):
    return float(text.replace(",", "").removesuffix(" %"))


def test_the_middle_claims_move_more_by_staying_than_by_complaints():
    middle = [amount(row[2]) for row in rows(tables.bridge())]
    assert middle[2] > 2 * middle[1] > 0


def test_the_widest_gap_is_responsiveness_and_behind_goes_first():
    status = [row[-1] for row in rows(tables.behind())]
    assert status == sorted(status, key=lambda one: one != "behind")
    assert "responsiveness" in rows(tables.behind(), 1)[0][0]


def test_the_unhappy_write_of_minutes_in_both_languages():
    words = {row[0] for row in rows(tables.asked(), 1)}
    assert {"“minutes”", "“分钟”"} <= words


def test_one_cause_carries_most_and_few_say_how_it_went():
    causes, loop = rows(work.causes()), rows(work.causes(), 1)
    assert amount(causes[0][2]) > 50
    assert amount(loop[-2][1]) > 95 and amount(loop[-1][1]) < 25


def test_the_desk_is_quick_and_many_who_answered_are_not_satisfied():
    quick, satisfied, told = rows(work.causes(), 2)
    assert (quick[-1], satisfied[-1], told[-1]) == ("too close to call", "missed", "missed")
    assert told[2] == rows(work.causes(), 1)[-1][1]
    answers = datasets.surveys()
    marks = answers[answers["need"].isin(datasets.cases()["need"])]["satisfaction"]
    assert amount(satisfied[2]) == round(100 * (marks >= 4).mean(), 1) < 60


def test_a_failed_need_is_missed_often_and_answered_often():
    found = rows(work.missed())
    assert "“failed need”" in {row[0] for row in found[:2]}
    answered = sorted(found, key=lambda row: -amount(row[3]))
    assert "“failed need”" in {row[0] for row in answered[:2]}


def test_most_who_leave_do_not_sound_angry():
    table = datasets.messages()
    mood = sentiment(table["text_zh"])["sentiment"]
    assert (mood[table["left_later"]] < 0).mean() < 0.5


def test_groups_are_not_firm_and_the_new_fit():
    old = datasets.customers().dropna(subset=["joined"]).query("joined < @work.START")
    found = personas(old, ["values_price", "values_speed", "values_advice"])
    assert "another half" in found.warning
    assert any("fit as well" in item.plain() for item in work.groups())


def test_those_in_trouble_leave_most_and_most_are_active_again():
    found = rows(work.moves())
    assert max(found, key=lambda row: amount(row[5]))[0] == found[-1][0] == "in trouble"
    assert amount(found[-1][2]) > 50
    (low, _), (_, high) = found[-1][6].split(" to "), found[1][6].split(" to ")
    assert float(low) <= float(high)


def test_beyond_a_point_a_visit_costs_more_than_it_saves():
    gains = [amount(row[4]) for row in rows(work.machines())]
    foreseen = [amount(row[2]) for row in rows(work.machines())]
    assert foreseen == sorted(foreseen)
    assert 0 < gains.index(max(gains)) < len(gains) - 1


def test_the_trial_of_offers_is_too_small():
    assert "too close to call" in work.offers()[0].note


def test_patience_is_found_and_chats_too_where_the_log_says_who_answered():
    found = {row[0]: row for row in rows(work.from_log())}
    assert found["phone: mean patience"][-1] == "inside"
    chat = next(row for name, row in found.items() if name.startswith("chat"))
    assert chat[-1] == "inside"


@pytest.mark.parametrize("in_lessons", [False, True])
def test_the_company_of_a_log_is_kept_for_the_lessons(tmp_path, monkeypatch, in_lessons):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CXSIM_WORK", "")
    monkeypatch.setenv("CXSIM_HEADLESS", "0")
    (tmp_path / "my_work").mkdir()
    work.for_lessons("", None, in_lessons)
    from cxsim.scenario import load_scenario

    kept = load_scenario(tmp_path / "my_work" / "your_company.yaml")
    assert kept.world.service.patience.phone == work.calibration().scenario.world.service.patience.phone
    assert (tmp_path / "my_work" / "company.yaml").exists() == in_lessons


def test_a_log_that_is_not_there_is_one_line():
    (note,) = work.for_lessons("nowhere.csv", None, False)
    assert "nowhere.csv" in note.text and "\n" not in note.text


def test_a_log_in_the_folder_of_the_learner_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CXSIM_WORK", "")
    (tmp_path / "my_work").mkdir()
    (tmp_path / "my_work" / "log.csv").write_text("when,x\n2024-01-01,1\n", "utf-8")
    (note,) = work.for_lessons("log.csv", None, False)
    assert "no column means arrived" in note.text
