"""replace, diff and the errors they give: one line with what, where, allowed."""

import timeit

import numpy as np
import pytest

from cxsim.guards import CxError
from cxsim.scenario import Scenario

BASE = Scenario()


def refusal(changes) -> str:
    with pytest.raises(CxError) as caught:
        BASE.replace(changes)
    line = str(caught.value)
    assert "\n" not in line
    assert line
    return line


def test_replace_sets_paths_and_leaves_the_rest():
    new = BASE.replace(
        {"policy.staffing.extra.phone": 1, "beliefs.contacts.redial_share": 0.5}, name="one more"
    )
    assert (new.policy.staffing.extra.phone, new.beliefs.contacts.redial_share, new.name) == (
        1,
        0.5,
        "one more",
    )
    assert new.world is BASE.world
    assert BASE.policy.staffing.extra.phone == 0


def test_replace_without_changes_is_equal():
    assert BASE.replace({}) == BASE == BASE.replace()


def test_mappings_change_only_what_they_name_also_inside_lists():
    by_mapping = BASE.replace({"policy.staffing.roster.phone": {0: {"seats": 7}}})
    by_path = BASE.replace({"policy.staffing.roster.phone.0.seats": 7})
    assert by_mapping == by_path
    assert [w.seats for w in by_path.policy.staffing.roster.phone[:3]] == [7, 6, 3]
    weights = BASE.replace({"world.demand.weekday_weight.6": 0.0}).world.demand.weekday_weight
    assert weights == (1.25, 1.1, 1.0, 1.0, 1.0, 0.65, 0.0)


def test_a_group_takes_a_part_from_its_own_default_not_from_its_class():
    patience = BASE.replace({"world.service.patience": {"phone": {"mean_min": 3}}}).world.service.patience
    assert (patience.phone.mean_min, patience.phone.family, patience.chat.mean_min) == (3, "lognormal", 12)
    assert (
        Scenario(world={"service": {"patience": {"phone": {"mean_min": 3}}}}).world.service.patience
        == patience
    )


def test_later_paths_change_what_earlier_ones_set():
    policy = BASE.replace({"policy.recovery.apology": False}).policy
    new = BASE.replace({"policy": policy, "policy.staffing.extra.phone": 2})
    assert (new.policy.recovery.apology, new.policy.staffing.extra.phone) == (False, 2)
    rows = BASE.replace(
        {
            "policy.staffing.roster.case": [{"from": "08:00", "to": "20:00", "seats": 1}],
            "policy.staffing.roster.case.0.seats": 4,
        }
    ).policy.staffing.roster.case
    assert [(row.seats, len(row.days)) for row in rows] == [(4, 7)]


def test_policy_before_starts_from_the_default_policy():
    new = BASE.replace({"before.staffing.extra.phone": 2})
    assert new.before == BASE.policy.model_copy(
        update={"staffing": BASE.replace({"policy.staffing.extra.phone": 2}).policy.staffing}
    )
    assert new.replace({"before.staffing.extra.chat": 1}).before.staffing.extra.phone == 2
    assert new.replace({"before": None}) == BASE


def test_numpy_values_are_ordinary_numbers():
    new = BASE.replace(
        {
            "policy.staffing.extra.phone": np.int64(1),
            "world.demand.weekday_weight": np.ones(7),
            "beliefs.experience.loss_aversion": np.float64(1.5),
        }
    )
    assert type(new.policy.staffing.extra.phone) is int
    assert new.world.demand.weekday_weight == (1.0,) * 7


def test_value_reads_a_path():
    assert BASE.value("policy.staffing.roster.phone.1.seats") == 6
    assert BASE.value("policy.staffing.roster.phone.1.from") == "09:00"
    with pytest.raises(CxError, match=r"nearest: policy\.staffing\.extra\.phone"):
        BASE.value("policy.staffing.phone")


def test_value_of_what_is_not_there():
    assert BASE.value("before.staffing.extra.phone") is None
    for path, says in (("policy.staffing.roster.phone.99", "no position 99; allowed: 0 to 8"),
                       ("policy.measures.0.name", "the list is empty")):  # fmt: skip
        with pytest.raises(CxError, match=says):
            BASE.value(path)
    with pytest.raises(CxError, match="Unknown path"):
        BASE.value("policy.staffing.roster.phone.²")


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("policy.staffing.phone", "policy.staffing.extra.phone"),
        ("policy.stafing.extra.phone", "policy.staffing.extra.phone"),
        ("extra.phone", "policy.staffing.extra.phone"),
        ("policy.recovery.compensation", "policy.recovery.compensation_cny"),
        ("World.Market.Customers", "world.market.customers"),
        ("beliefs.loyalty.frailty", "beliefs.loyalty.frailty_sd"),
        ("world.markt", "world.market"),
        ("weaks", "weeks"),
        ("policy.staffing.roster.phone.0.seat", "policy.staffing.roster.phone"),
    ],
)
def test_unknown_path_names_the_nearest(path, nearest):
    assert refusal({path: 1}) == f"Unknown path {path}; nearest: {nearest}"


def test_names_with_dots_inside_other_names_are_told_where_they_may_stand():
    assert "at the beginning of a line only" in refusal({"world": {"market.customers": 5}})


def test_unknown_path_like_nothing_names_the_beginnings():
    assert refusal({"qqqq": 1}).startswith(
        "Unknown path 'qqqq'; a path starts with one of name, world, policy"
    )


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("weeks", 10**9, "weeks = 1000000000: must be a whole number between 1 and 260 (weeks)"),
        ("weeks", 1.5, "weeks = 1.5: must be a whole number between 1 and 260 (weeks)"),
        ("weeks", True, "weeks = True: must be a whole number between 1 and 260 (weeks)"),
        ("weeks", "3", "weeks = '3': must be a whole number between 1 and 260 (weeks)"),
        ("burn_in_weeks", -1, "burn_in_weeks = -1: must be a whole number between 0 and 104 (weeks)"),
        ("world.market.customers", -5, "must be a whole number between 1 and 10,000,000 (people)"),
        (
            "world.market.margin_month_cny",
            float("nan"),
            "= nan: must be a number between 0 and 10,000,000 (CNY/month)",
        ),
        (
            "world.demand.needs_per_year",
            float("inf"),
            "= inf: must be a number between 0 and 1,000,000,000 (needs/year)",
        ),
        (
            "world.demand.reason_share.order",
            1.5,
            "reason_share.order = 1.5: must be a number between 0 and 1 (share)",
        ),
        (
            "world.demand.weekday_weight.0",
            -1,
            "weekday_weight.0 = -1.0: must be a number between 0 and 1,000 (weight)",
        ),
        ("world.demand.weekday_weight", [1, 2], "must be a list of at least 7 values"),
        ("world.demand.half_hour_weight.phone", [1.0] * 49, "must be a list of at most 48 values"),
        (
            "world.demand.half_hour_weight.phone.3",
            float("nan"),
            "= nan: must be a number between 0 and 1,000 (weight)",
        ),
        (
            "policy.staffing.roster.phone.0.seats",
            2.5,
            "= 2.5: must be a whole number between 0 and 5,000 (people)",
        ),
        (
            "policy.staffing.extra.phone",
            1.5,
            "= 1.5: must be a whole number between -5,000 and 5,000 (people)",
        ),
        ("policy.staffing.mode", "fix", "policy.staffing.mode = 'fix': must be roster or to_target"),
        (
            "world.service.handle.phone.family",
            "normal",
            "must be deterministic, exponential, erlang, hyperexponential",
        ),
        ("policy.recovery.apology", "yes", "must be true or false"),
        ("world.demand", 3, "world.demand = 3: must be a group of named values"),
        ("world.calendar.start_date", "2024-13-01", "must be a date such as 2024-01-01"),
        ("world.calendar.start_date", 0, "must be a date such as 2024-01-01"),
        (
            "world.calendar.open.phone",
            [{"from": "8:00", "to": "20:00"}],
            "open.phone.0.from = '8:00': must be a time on",
        ),
        ("world.calendar.open.phone", [{"from": "08:10", "to": "20:00"}], "must be a time on the half hour"),
        ("world.calendar.open.phone", [{"from": "08:00"}], "world.calendar.open.phone.0.to is missing"),
        (
            "world.calendar.open.phone",
            [{"days": [], "from": "08:00", "to": "20:00"}],
            "must be a list of at least 1",
        ),
        (
            "world.calendar.open.phone",
            [{"days": [7], "from": "08:00", "to": "20:00"}],
            "0.days.0 = 7: must be a",
        ),
        (
            "policy.staffing.roster.phone",
            {77: {"seats": 1}},
            "must be a list, or a mapping from positions that exist",
        ),
        ("name", "a\nb", "must be one line of visible characters"),
        ("name", "", "must be a label of 1 to 120 characters"),
        ("name", "x" * 200, "...: must be a label of 1 to 120 characters"),
        ("world.demand", {"factr": 1}, "Unknown path world.demand.factr; nearest: world.demand.factor"),
    ],
)
def test_a_bad_value_is_refused_in_one_line(path, value, words):
    assert words in refusal({path: value})


@pytest.mark.parametrize(
    "changes",
    [
        3,
        {3: 4},
        [("weeks", 3)],
        {"": 1},
        {".": 1},
        {"policy.": 1},
        {"weeks": {}},
        {"policy": None},
        {"world.demand.weekday_weight.x": 1},
    ],
)
def test_odd_changes_are_refused_in_one_line(changes):
    refusal(changes)


def test_a_number_of_thousands_of_digits_is_refused():
    assert refusal({"weeks": 10**6000}) == "weeks = <int>: must be a whole number between 1 and 260 (weeks)"


def test_a_value_that_holds_itself_is_refused():
    loop: dict = {}
    loop["demand"] = loop
    refusal({"world": loop})


def test_diff_tells_each_number_with_unit_and_meaning():
    new = BASE.replace(
        {
            "policy.recovery.compensation_cny": 80,
            "policy.staffing.roster.phone.0.seats": 7,
            "world.demand.weekday_weight.6": 1,
        },
        name="other name",
    )
    assert BASE.diff(new) == [
        "world.demand.weekday_weight.6: 0.5 -> 1 weight (Demand by weekday, Monday first)",
        "policy.staffing.roster.phone.0.seats: 5 -> 7 people (Staffed seats of each pool over the week. "
        "Staffed "
        "seats, whole people)",
        "policy.recovery.compensation_cny: 60 -> 80 CNY/case (Compensation of a recovered case, before the "
        "class "
        "factor)",
    ]
    assert BASE.diff(BASE) == []
    [line] = BASE.diff(BASE.replace({"world.demand.factor": 1.00000001}))
    assert "1.0 -> 1.00000001 ratio" in line


def test_diff_shows_windows_in_short_and_counts_no_policy_as_the_default_policy():
    fewer = BASE.replace(
        {"policy.staffing.roster.case": [{"days": [0, 1], "from": "08:00", "to": "20:00", "seats": 1}]}
    )
    assert "Sat Sun 08:00-20:00 x 1] -> [Mon Tue 08:00-20:00 x 1] people" in BASE.diff(fewer)[0]
    assert BASE.diff(BASE.replace({"before": {}})) == []
    assert len(BASE.diff(BASE.replace({"before.staffing.extra.phone": 1}))) == 1
    assert len(BASE.replace({"before.staffing.extra.phone": 1}).diff(BASE)) == 1


def test_replace_is_fast_enough_for_a_slider():
    assert (
        min(timeit.repeat(lambda: BASE.replace({"policy.staffing.extra.phone": 1}), number=5, repeat=5)) / 5
        < 0.02
    )
