"""A company from ten numbers: what is asked, what is odd together, what the simulator makes of it."""

import sys

import pytest

from cxsim.cli.door import main
from cxsim.course import company, own_items, own_numbers
from cxsim.course.own_company import SECTORS, company_from, sector
from cxsim.guards import CxError
from cxsim.scenario import load_scenario
from cxsim.simulate import simulate

USUAL = {name: one.usual for name, one in own_numbers.NUMBERS.items()}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"agents": 4}, "Load above capacity"),
        ({"agents": 8.2}, "Very tight"),
        ({"agents": 60}, "Hardly any work"),
        ({"customers": 1000}, "contacts for each customer"),
        ({"promise_s": 1, "agents": 8, "contacts_a_day": 900, "handle_min": 5}, "out of reach"),
        ({"wage_h": 5000}, "eats the margin"),
        ({"wage_h": 0.5}, "look at wage"),
        ({"churn_year": 80}, "leave in a year"),
        ({"handle_min": 180, "contacts_a_day": 30}, "A contact of 180 minutes"),
        ({"agents": 300, "customers": 2000}, "more than one for ten"),
    ],
)
def test_what_is_implausible_together_is_said_in_one_line(change, word):
    lines = own_numbers.odd({**USUAL, **change})
    assert any(word in line for line in lines), lines
    assert not any("\n" in line for line in lines)


@pytest.mark.parametrize("numbers", [USUAL, *(sector(name) for name in SECTORS)])
def test_the_default_company_and_the_sectors_are_plausible(numbers):
    assert own_numbers.odd(numbers) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [("agents", "many"), ("agents", -3), ("agents", "nan"), ("agents", True), ("churn_year", 200),
     ("currency", "7 €"), ("customers", ""), ("handle_min", "1,5"), ("customers", "30,00")],
)  # fmt: skip
def test_nonsense_is_refused_with_what_is_allowed(name, word):
    with pytest.raises(CxError, match=name):
        own_numbers.read(name, word)


def test_missing_and_unknown_numbers_and_sectors_are_named():
    with pytest.raises(CxError, match="handle_min"):
        company_from(contacts_a_day=100)
    with pytest.raises(CxError, match="agnts"):
        company_from(**USUAL, agnts=3)
    with pytest.raises(CxError, match="telecom"):
        company_from(sector="telcom")


@pytest.mark.parametrize("name", SECTORS)
def test_a_sector_preset_is_what_the_ten_numbers_give(name):
    made, stored = company_from(sector=name), load_scenario(f"sector_{name}")
    assert made.diff(stored) == []


@pytest.mark.parametrize("name", SECTORS)
def test_a_sector_lives_some_weeks(name):
    company = company_from(sector=name, customers=3000, contacts_a_day=60, agents=6)
    found = simulate(company.replace({"weeks": 4, "burn_in_weeks": 4}), seed=3).summary()
    arrivals = sum(found[f"{queue}_arrivals"] for queue in ("phone", "chat", "email", "case"))
    assert 0.6 < arrivals / 28 / 60 < 1.4
    assert found["phone_handled"] > 0


def test_ten_numbers_come_back_as_a_file_that_loads(tmp_path, capsys):
    out = tmp_path / "new folder" / "mine.yaml"
    words = [
        f"--{name.replace('_', '-')}={value}"
        for name, value in {**USUAL, "agents": 4, "currency": "eur"}.items()
    ]
    assert main(["company", "new", *words, "--out", str(out)]) == 0
    assert "Load above capacity" in capsys.readouterr().out
    assert load_scenario(out).world.costs.currency == "EUR"


def test_a_comma_stands_between_thousands_only():
    assert own_numbers.read("customers", "1,030,000") == 1_030_000
    assert own_numbers.read("contacts_a_day", "1,200.5") == 1200.5


@pytest.mark.parametrize("name", ["contacts_a_day", "customers"])
def test_a_space_stands_between_thousands_too(name):
    for written in ("20 000", "20\u00a0000", "20\u202f000", "20,000", "20000"):
        assert own_numbers.read(name, written) == 20_000
    for written in ("20 00", "2 0000", "1 2", "20 000,5"):
        with pytest.raises(CxError, match="is allowed"):
            own_numbers.read(name, written)


def test_contacts_for_each_customer_are_written_without_idle_decimals():
    (line,) = [one for one in own_numbers.odd({**USUAL, "customers": 20, "contacts_a_day": 400}) if "for each" in one]
    assert line.startswith("7,300 contacts for each customer")
    (line,) = [one for one in own_numbers.odd({**USUAL, "contacts_a_day": 1}) if "for each" in one]
    assert line.startswith("0.02 contacts for each customer")


def test_another_company_in_the_same_file_is_put_aside_not_lost(tmp_path, capsys):
    out = tmp_path / "mine.yaml"
    for agents in (9, 9, 11):
        assert main(["company", "new", "--sector", "retail", f"--agents={agents}", "--out", str(out)]) == 0
    assert "mine_before_1.yaml" in capsys.readouterr().out
    assert load_scenario(tmp_path / "mine_before_1.yaml").diff(company_from(sector="retail", agents=9)) == []
    assert load_scenario(out).diff(company_from(sector="retail", agents=11)) == []
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_put_aside_before_is_never_written_over(tmp_path):
    (tmp_path / "mine_before_2.yaml").write_text("second")  # somebody took the first one away
    for text in ("third", "fourth"):
        (tmp_path / "mine.yaml").write_text(text)
        company.put_aside(tmp_path / "mine.yaml")
    found = [(tmp_path / f"mine_before_{number}.yaml").read_text() for number in (1, 2, 3)]
    assert found == ["third", "second", "fourth"]


def test_without_a_terminal_a_missing_number_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert main(["company", "new", "--out", str(tmp_path / "x.yaml")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["company", "new", "--sector", "retail", "--out", str(tmp_path / "x.yaml")]) == 0


def test_on_a_terminal_nonsense_is_asked_again(tmp_path, capsys, monkeypatch):
    answers = iter(["many", "-1", *(str(one.usual) for one in own_numbers.NUMBERS.values())])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    assert main(["company", "new", "--out", str(tmp_path / "x.yaml")]) == 0
    assert capsys.readouterr().out.count("is allowed") == 2


@pytest.mark.parametrize("hours", [1, 7.5, 12, 24])
def test_any_opening_hours_give_a_company(hours):
    assert company_from(**{**USUAL, "hours_a_day": hours}).world.calendar.open.phone


def test_the_year_before_is_lived_with_the_own_roster():
    made = company_from(sector="telecom")
    assert made.before == made.policy
    assert made.before != load_scenario("default").policy


def test_the_first_page_makes_the_same_company_and_the_lessons_can_start_from_it(tmp_path, monkeypatch):
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    monkeypatch.setenv("CXSIM_HEADLESS", "0")
    company.keep(load_scenario("default"), "03")
    own_items.items({"customers": 30_000, "agents": 14}, in_lessons=True)
    made = load_scenario(tmp_path / own_items.FILE)
    assert made.diff(company_from(**{**USUAL, "customers": 30_000, "agents": 14})) == []
    assert (
        company.before("01").world.market.customers == company.before("05").world.market.customers == 30_000
    )
    assert (tmp_path / "company_before_1" / "03.yaml").exists()


def test_the_first_page_says_what_is_wrong_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    monkeypatch.setenv("CXSIM_HEADLESS", "0")
    (note,) = own_items.items({"customers": "many"})
    assert "customers = 'many'" in note.text
    assert not (tmp_path / own_items.FILE).exists()
    odd = own_items.items({"agents": 2})
    assert any("Load above capacity" in getattr(one, "text", "") for one in odd)
    assert len(own_items.items({})[0].rows) == 10


def test_a_company_is_put_into_the_lessons_by_name(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    monkeypatch.setenv("CXSIM_HEADLESS", "0")
    assert main(["company", "use", "sector_retail"]) == 0
    assert company.before("01").world.market.customers == sector("retail")["customers"]
    assert main(["company", "use", "sector_retial"]) == 2
