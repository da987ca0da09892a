"""Checks: a computed key, at least three named wrong roads, three hints, and no false alarm between them."""

import pytest

from cxsim.course import checks

ALL = sorted(checks.all_checks())


@pytest.mark.parametrize("name", ALL)
def test_key_is_correct_and_each_wrong_road_has_its_own_sentence(name):
    one = checks.get(name)
    assert checks.judge(one, one.key).state == "correct"
    assert len(one.wrongs) >= 3
    said = {checks.judge(one, wrong.value).sentence for wrong in one.wrongs}
    assert len(said) == len(one.wrongs)
    for wrong in one.wrongs:
        verdict = checks.judge(one, wrong.value)
        assert (verdict.state, verdict.road) == ("not_yet", wrong.name)


@pytest.mark.parametrize("name", ALL)
def test_three_hints_and_none_gives_the_number_away(name):
    one = checks.get(name)
    assert len(one.hints) == 3
    assert len(one.options()) >= 4
    for place in (1, 2, 3, 9):
        assert str(round(one.key)) + " " not in checks.hint_text(one, place)


@pytest.mark.parametrize("blank", [None, ..., "", "  "])
def test_blank_is_not_attempted(blank):
    assert checks.judge(checks.get("4.1"), blank).state == "not_attempted"


@pytest.mark.parametrize("odd", ["many", [], {}, float("nan"), object()])
def test_odd_answers_get_a_sentence_and_no_traceback(odd):
    assert checks.judge(checks.get("4.1"), odd).state == "not_yet"


def test_keys_of_the_lesson_plan():
    assert [checks.get(name).key for name in ("4.1", "4.2", "4.4")] == [48, 11, 500]
    assert checks.judge(checks.get("4.1"), "48.5").state == "correct"


def test_an_unknown_check_names_the_known_ones():
    with pytest.raises(ValueError, match=r"4\.1, 4\.2, 4\.4"):
        checks.get("9.9")


def test_printed_verdict(capsys, monkeypatch):
    monkeypatch.setenv("CXSIM_HEADLESS", "1")
    checks.check("4.4", 1700)
    checks.check("4.4")
    printed = capsys.readouterr().out
    assert "would have stayed anyway" in printed
    assert "Not attempted" in printed
