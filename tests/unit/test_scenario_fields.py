"""Every field has a unit, a source and a grade; every default is allowed and inside its evidence."""

import copy
import math
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

import cxsim
from cxsim.guards import CxError
from cxsim.scenario import Scenario, World, load_scenario, paths, sources
from cxsim.scenario.beliefs import Beliefs
from cxsim.scenario.dated import Measure
from cxsim.scenario.fields import GRADES, Model, Real, quantity
from cxsim.scenario.groups import FAMILIES, QUEUES

LEAVES = [(path, known) for path, known in paths.leaves(Scenario) if not path.startswith("before.")]


def faults(model: type[BaseModel]) -> list[str]:
    """What the lint finds wrong in a model: fields that hide where their number comes from."""
    found = []
    for path, known in paths.leaves(model):
        if not known.unit:
            found.append(f"{path}: no unit")
        if not known.source:
            found.append(f"{path}: no source")
        if known.grade not in GRADES:
            found.append(f"{path}: grade {known.grade!r}")
        if not known.meaning:
            found.append(f"{path}: no meaning")
        if known.low is not None and not known.low <= known.high:
            found.append(f"{path}: bounds")
    return found


def test_every_field_names_unit_source_grade_and_meaning():
    assert faults(Scenario) == []


def unused(names: set[str]) -> set[str]:
    """Names that no file of the package reads, but for the scenario itself and the made-up worlds of the tests."""
    package = Path(cxsim.__file__).parent
    files = [file for file in package.rglob("*.py") if file.parent.name != "scenario" and "agree" not in file.name]
    words = {word for file in files for word in re.findall(r"[a-z_0-9]+", file.read_text(encoding="utf-8"))}
    return names - words


def test_every_field_is_used_somewhere():
    assert unused({path.rsplit(".", 1)[-1] for path, _ in LEAVES}) == set()
    assert unused({"contract_share", "contract_months"}) == {"contract_months"}


def test_the_lint_finds_a_field_without_them():
    class Bare(Model):
        wait: Real = 3.0
        share: Real = quantity(1.0, unit="share", low=0, high=1, source="", grade="E", doc="A share.")

    assert faults(Bare) == [
        "wait: no unit",
        "wait: no source",
        "wait: grade ''",
        "wait: no meaning",
        "share: no source",
        "share: grade 'E'",
    ]


@pytest.mark.parametrize(("path", "known"), LEAVES, ids=[path for path, _ in LEAVES])
def test_default_lies_inside_its_bounds_and_its_evidence(path, known):
    value = sources.value_at(Scenario(), path)
    numbers = [
        item
        for item in (value if isinstance(value, tuple) else (value,))
        if isinstance(item, (int, float)) and not isinstance(item, bool)
    ]
    if numbers:
        assert known.low is not None, "a number without bounds"
    for number in numbers:
        assert known.low <= number <= known.high
        if known.cited is not None:
            assert known.low <= known.cited[0] <= number <= known.cited[1] <= known.high


def test_every_weak_belief_has_a_range_for_its_slider():
    # Places on scales, scales of waits and margins of verdicts are conventions, no effects to vary.
    conventions = (
        "relevance.",
        "experience.wait_scale_min.",
        "contacts.repeats_max",
        "contacts.redial_delay",
        "contacts.recontact_delay",
    )
    missing = [
        path
        for path, known in paths.leaves(Beliefs)
        if known.grade in "CD" and known.cited is None and not path.startswith(conventions)
    ]
    assert missing == []


def test_default_is_the_default_company():
    s = Scenario()
    assert s == load_scenario("default")
    weekly = {
        queue: sum(
            len(w.days) * (w.to_min - w.from_min) * w.seats for w in getattr(s.policy.staffing.roster, queue)
        )
        / 60
        for queue in QUEUES
    }
    market, demand, contacts = s.world.market, s.world.demand, s.beliefs.contacts
    assert (market.customers, market.prospects, s.weeks, s.burn_in_weeks) == (20_000, 10_000, 52, 52)
    assert dict(demand.channel_share) == {"phone": .55, "chat": .25, "email": .20}
    assert (s.world.service.patience.phone.mean_min, contacts.recontact_share) == (6, .95)
    assert {max(w.seats for w in s.policy.staffing.roster.phone if day in w.days) for day in range(5)} == {5, 6}
    assert s.policy.promise.live_share == .95
    assert weekly == {"phone": 349, "chat": 144, "email": 153, "case": 144}
    assert math.isclose(s.world.service.patience.phone.cv, math.sqrt(math.e - 1), abs_tol=1e-4)
    median_h = s.beliefs.contacts.recontact_delay.mean_min / math.exp(0.5) / 60
    assert math.isclose(median_h, 24, abs_tol=0.01)
    share, factor = dict(s.world.market.segment_share), dict(s.world.market.margin_factor)
    assert math.isclose(sum(share[name] * factor[name] for name in share), 1)


def test_frozen_and_compared_by_value():
    a, b = Scenario(), Scenario().replace({"weeks": 52})
    assert a == b
    assert hash(a) == hash(b)
    assert a is not b
    assert a.replace({"weeks": 51}) != a
    assert len({a, b, a.replace({"policy.survey.sent_share": 0.4})}) == 2


def test_what_is_set_in_place_is_refused_in_one_line_that_shows_the_way():
    a = Scenario()
    way = "cannot be set: a scenario stays as it is; scenario.replace({path: value}) gives a changed copy"
    for model, name in ((a, "weeks"), (a.world.demand, "factor"), (a, "unknown")):
        with pytest.raises(CxError) as told:
            setattr(model, name, 3)
        assert str(told.value) == f"{type(model).__name__}.{name} {way}"
    with pytest.raises(CxError, match=r"Scenario\.weeks cannot be set"):
        del a.weeks
    assert a == Scenario()


@pytest.mark.parametrize(
    ("model", "values", "told"),
    [
        (Scenario, {"weeks": 0}, "weeks = 0: must be a whole number between 1 and 260 (weeks)"),
        (Scenario, {"weks": 3}, "Unknown path weks; nearest: weeks"),
        (World, {"demand": {"factor": -1}}, "demand.factor = -1: must be a number between 0 and 100 (ratio)"),
        (Measure, {"from_week": 2}, "name is missing"),
    ],
)
def test_what_is_built_by_its_name_is_refused_in_one_line_and_pydantic_keeps_its_report(model, values, told):
    with pytest.raises(CxError) as error:
        model(**values)
    assert str(error.value) == told
    with pytest.raises(ValidationError):
        model.model_validate(values)


@pytest.mark.parametrize("name", ["default", "rules_detailed", "rules_outline", "promise_24h"])
def test_goes_to_a_worker_process_and_back(name):
    s = load_scenario(name).replace({"before.staffing.extra.chat": 1})
    assert pickle.loads(pickle.dumps(s)) == s
    assert copy.deepcopy(s) == s
    assert Scenario.model_validate(s.model_dump()) == s
    assert Scenario.model_validate_json(s.model_dump_json()) == s


def test_json_schema_carries_unit_bounds_and_source():
    schema = Scenario.model_json_schema()
    seats = schema["$defs"]["Market"]["properties"]["customers"]
    assert (seats["unit"], seats["minimum"], seats["source"]) == ("people", 1, "size of the default company")
    assert set(FAMILIES) == set(schema["$defs"]["Duration"]["properties"]["family"]["enum"])


def test_sources_is_a_table_of_every_path():
    table = Scenario().sources()
    assert list(table.columns) == list(sources.COLUMNS)
    assert table["path"].is_unique
    assert len(table) > 350
    row = table.set_index("path").loc["beliefs.experience.loss_aversion"]
    assert (row["value"], row["unit"], row["low"], row["cited_low"], row["cited_high"], row["grade"]) == (
        2,
        "ratio",
        0,
        1.5,
        2.5,
        "B",
    )
    assert "assumption" in set(table["source"])
    assert not table["path"].str.startswith("before.").any()
    assert Scenario().replace({"before": {}}).sources()["path"].str.startswith("before.").any()


@pytest.mark.parametrize(
    ("path", "kind", "choices"),
    [
        ("weeks", "int", ()),
        ("policy.staffing.extra.phone", "int", ()),
        ("beliefs.experience.loss_aversion", "float", ()),
        ("policy.staffing.roster.phone", "list", ()),
        ("policy.staffing.roster.phone.0", "group", ()),
        ("policy.staffing.roster.phone.0.seats", "int", ()),
        ("world.demand.weekday_weight.3", "float", ()),
        ("policy.recovery.apology", "bool", ()),
        ("policy.routing.mode", "choice", ("fifo", "priority", "due")),
        ("world.service.handle_by_reason.order.mean_min", "float", ()),
        ("world.calendar.start_date", "date", ()),
        ("policy.routing.order.0", "choice", ("urgent", "complaint", "high_value", "general")),
        ("name", "str", ()),
    ],
)
def test_a_path_knows_its_kind_of_value(path, kind, choices):
    known = paths.known_at(Scenario, path)
    assert (known.kind, known.choices) == (kind, choices)


def test_import_is_light():
    code = (
        "import sys, cxsim.scenario; "
        "print([m for m in ('pandas', 'numpy', 'numba', 'scipy', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
