"""Scenario files: exact round trip, nothing but data, one line for whatever is wrong, whole files or none."""

import datetime
import errno
import os
import time

import pytest

from cxsim.guards import CxError
from cxsim.scenario import Scenario, load_scenario, reading

PRESETS = reading.preset_names()


def test_the_presets_of_the_course_are_there():
    first = {"default", "promise_24h", "rules_detailed", "rules_outline"}
    front_door = {"chatbot_80", "honest_wait", "touchpoint_feedback", "yearly_survey", "early_warning",
                  "early_warning_high_value", "one_pool"}
    sectors = {"sector_appliance", "sector_retail", "sector_telecom"}
    people = {"pay_for_speed", "pay_balanced", "training_rules", "training_certified", "first_contact_owner",
              "front_line_authority", "every_offer_approved", "budget_52k",
              "ai_human_dual_line", "smart_triage"}  # fmt: skip
    complaints = {"complaint_48_72", "complaint_3_levels", "complaint_3_levels_reversed", "recovery_heat",
                  "recovery_lescant", "aftersales_2023", "appliance_case", "car_case", "one_standard",
                  "standard_per_channel", "complaint_confirm_24h"}  # fmt: skip
    assert first | front_door | sectors | people | complaints <= set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_holds_only_what_differs(name):
    s = load_scenario(name)
    assert s.name == name
    in_file = reading.parse((reading.PRESETS / f"{name}.yaml").read_text(encoding="utf-8"), name)
    assert in_file == reading.parse(s.to_yaml(), name)


def test_presets_say_what_the_course_states():
    detailed, outline, promise = (
        load_scenario(name) for name in ("rules_detailed", "rules_outline", "promise_24h")
    )
    p = detailed.policy
    assert (p.promise.live_share, p.promise.live_within_s) == (0.95, 60)
    assert (p.targets.due_min.phone.urgent, p.targets.due_min.email.general) == (10, 30)
    assert (p.targets.first_contact_share, p.targets.phone_handle_min) == (0.9, 3)
    assert {w.seats for w in p.staffing.roster.phone if w.start == "09:00"} == {5}
    assert (outline.policy.promise.live_share, outline.policy.promise.live_within_s) == (0.9, 30)
    assert detailed.policy.training == load_scenario("training_rules").policy.training
    assert outline.policy.promise.email_h == 4
    assert outline.policy.targets.due_min.email.urgent == 60  # stricter than the rule, as before
    assert set(dict(promise.policy.promise.complaint_response_h).values()) == {24}
    assert {d.response_h for d in dict(promise.policy.complaints.deadlines).values()} == {24}
    confirmed, both = (load_scenario(name).policy for name in ("complaint_confirm_24h", "ai_human_dual_line"))
    assert {d.confirm_h for d in dict(confirmed.complaints.deadlines).values()} == {24}
    assert confirmed.complaints == load_scenario("complaint_3_levels").policy.complaints
    assert both.bot.on
    assert both.complaints == promise.policy.complaints


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "weeks": 4,
            "burn_in_weeks": 0,
            "world.market.customers": 1,
            "world.demand.needs_per_year": 123456.789012345678,
        },
        {
            "beliefs.experience.loss_aversion": 1 / 3,
            "world.market.margin_month_cny": 1e-7,
            "world.clock.tick_ms": 60000,
        },
        {"before": {}},
        {"before.staffing.extra.phone": -1},
        {
            "world.calendar.holidays": ["2024-05-01", datetime.date(2024, 10, 1)],
            "world.calendar.start_date": "2024-01-08",
        },
        {"world.service.handle_by_reason.order": {"family": "erlang", "mean_min": 2.5}},
        {"policy.staffing.roster.email": [], "world.demand.channel_share": {"phone": 0.75, "email": 0.0}},
        {
            "policy.staffing.pool_serves.phone.chat": 2,
            "mechanisms.loyalty": False,
            "policy.routing.mode": "due",
        },
        {"name": 'a "quoted": name # 客户 \\ é 😀'},
        {"name": "null"},
        {"name": "3"},
        {"name": "true"},
    ],
)
def test_round_trip_is_exact(tmp_path, changes):
    s = Scenario().replace(changes)
    path = s.save(tmp_path / "客户 file.yaml")
    assert load_scenario(path) == s
    assert load_scenario(str(path)).to_yaml() == s.to_yaml()
    assert [entry.name for entry in tmp_path.iterdir()] == ["客户 file.yaml"]


def test_units_stand_beside_the_numbers():
    assert (
        "compensation_cny: 80.0  # CNY/case"
        in Scenario().replace({"policy.recovery.compensation_cny": 80}).to_yaml()
    )


def test_a_file_names_its_scenario_and_may_use_dotted_paths(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "weeks: 4\nworld.market.customers: 5_000\nworld:\n  demand: {factor: 1.1}\n", encoding="utf-8-sig"
    )
    s = load_scenario(path)
    assert (s.name, s.weeks, s.world.market.customers, s.world.demand.factor) == ("mine", 4, 5000, 1.1)


BAD = {
    "duplicate key": ("weeks: 1\nweeks: 2\n", "line 2: 'weeks' stands here for the second time"),
    "duplicate deep": ("world: {market: {customers: 1, customers: 2}}", "second time"),
    "duplicate by path": (
        "world: {market: {customers: 1}}\nworld.market.customers: 1\n",
        "set for the second time",
    ),
    "python tag": ("weeks: !!python/object/apply:os.system ['x']\n", "tags (!) are not allowed"),
    "any tag": ("!x {weeks: 1}", "tags (!) are not allowed"),
    "anchor": ("name: &a x\nbefore: *a\n", "line 1: anchors and aliases"),
    "alias bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "anchors and aliases"),
    "5,000 levels, flow": ("world: " + "[" * 5000, "more than 32 levels"),
    "5,000 levels, mappings": ("{a: " * 5000, "more than 32 levels"),
    "1,300 levels, blocks": ("\n".join(" " * i + "a:" for i in range(1300)), "more than 32 levels"),
    "many values": ("world: [" + "1," * 6_000 + "]", "more than 5,000 values"),
    "list": ("- 1\n", "must hold names and values"),
    "number": ("3\n", "must hold names and values"),
    "empty": ("", "must hold names and values"),
    "nan": ("world: {market: {margin_month_cny: .nan}}", "= nan: must be a number between 0 and"),
    "infinite": ("world: {market: {margin_month_cny: -.inf}}", "= -inf: must be a number between 0 and"),
    "6,000 digits": ("weeks: " + "9" * 6000, "a number of 6,000 digits"),
    "a billion weeks": ("weeks: 1000000000", "between 1 and 260 (weeks)"),
    "not closed": ("weeks: [1,", "not YAML (line 1"),
    "tab": ("world:\n\t- b", "not YAML (line 2"),
    "control character": ("name: \x00", "not YAML"),
    "two documents": ("weeks: 3\n---\nweeks: 4", "not YAML (line 2"),
    "merge key": ("world: {<<: {market: 3}}", "Unknown path world.<<"),
    "key true": ("true: 1", "True cannot be a name"),
    "key list": ("? [1, 2]\n: 3", "[1, 2] cannot be a name"),
    "base 60": ("weeks: 8:00", "weeks = '8:00': must be a whole number"),
    "yes is no flag": ("mechanisms: {redial: yes}", "mechanisms.redial = 'yes': must be true or false"),
    "unknown": ("wrold: {market: {customers: 5}}", "Unknown path wrold; nearest: world"),
    "fraction": ("policy: {staffing: {extra: {phone: 1.5}}}", "must be a whole number"),
    "nothing in it": ("policy:\n", "policy = None: must be a group of named values"),
    "utf-16": ("weeks: 3".encode("utf-16"), "not UTF-8 text (byte 0)"),
    "latin-1": ("name: é".encode("latin-1"), "not UTF-8 text (byte 6)"),
    "too large": ("# " + "x" * 1_100_000, "larger than 1,000,000 bytes"),
    "megabyte of brackets": ("[" * 999_999, "more than 32 levels"),
    "binary": (bytes(range(256)) * 10, "not UTF-8 text"),
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_file_is_refused_in_one_line(tmp_path, content, words):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    start = time.perf_counter()
    with pytest.raises(CxError) as caught:
        load_scenario(path)
    line = str(caught.value)
    assert words in line
    assert str(path) in line
    assert "\n" not in line
    assert len(line) < 400 + len(str(path))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rules_detaild", "nearest: rules_detailed"),
        (
            "nowhere/x.yaml",
            f"neither a file nor a preset ({', '.join(PRESETS)})",
        ),
        ("a\0b", "neither a file"),
        ("x" * 5000, "neither a file"),
        ("", "neither a file"),
    ],
)
def test_a_missing_file_is_refused(name, words):
    with pytest.raises(CxError) as caught:
        load_scenario(name)
    assert words in str(caught.value)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(CxError, match="this is a folder"):
        load_scenario(tmp_path)


def test_a_preset_name_wins_over_a_file_beside(tmp_path, monkeypatch):
    (tmp_path / "default").write_text("weeks: 3")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("default").weeks == 52
    assert load_scenario("./default").weeks == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; nothing was changed"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.EIO, "nput/output error"),
    ],
)
def test_trouble_while_saving_keeps_the_old_file(tmp_path, monkeypatch, number, words):
    path = Scenario().save(tmp_path / "s.yaml")
    old = path.read_bytes()

    def full(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CxError, match=words):
        Scenario().replace({"weeks": 3}).save(path)
    assert path.read_bytes() == old
    assert [entry.name for entry in tmp_path.iterdir()] == ["s.yaml"]


@pytest.mark.parametrize("name", ["missing/s.yaml", "", "a\0b", "x" * 300])
def test_an_impossible_place_to_save_is_refused(tmp_path, name):
    target = f"{tmp_path}/{name}" if name else ""
    with pytest.raises(CxError) as caught:
        Scenario().save(target)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_overwritten(tmp_path):
    with pytest.raises(CxError):
        Scenario().save(tmp_path)
    assert tmp_path.is_dir()
    assert list(tmp_path.iterdir()) == []
