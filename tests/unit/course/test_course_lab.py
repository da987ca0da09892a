"""The lab: levers, one picture, a prediction before every Run, rounds; and the view, which is pure."""

import json

import pytest

from cxsim.course import delivery, levers, store
from cxsim.course.show import Note
from cxsim.course.start_here import today
from cxsim.course.steps import Outcome
from cxsim.course.typical_week import TypicalWeek
from cxsim.labs.lab import Design, Lab, Look
from cxsim.labs.sliders import bounds, largest, slider
from cxsim.labs.week_view import Looker, view

SMALL = {
    "world.market.customers": 2000,
    "world.market.prospects": 500,
    "world.market.entrants_per_year": 300.0,
}


def look(plan):
    return Look(b"png", f"{plan.value('policy.staffing.extra.phone')} more", [])


def run(plan, progress):
    progress(1, 1)
    measured = {"nps": (2.0, 1.5, 2.5), "profit": (-100.0, -120.0, -80.0), "hours": (99.0, 98.0, 100.0)}
    return Outcome(measured, {"plan": plan.name}, lambda scores: [Note("verdict")])


@pytest.fixture
def lab(person):
    return Lab(Design(today(), levers.delivery(), delivery.LAB.ask(), look, run))


def predict(lab):
    for measure, token in (("nps", "up"), ("profit", "up"), ("hours", "kept")):
        lab.answers.choices[measure][1].value = token
    lab.answers.sure[1].value = 70
    lab.write.click()


def test_four_levers_first_and_two_more_in_the_second_round(lab):
    assert len(lab.sliders) == 4
    predict(lab)
    lab.run.click()
    lab.next.click()
    assert len(lab.sliders) == 6


def test_what_is_open_is_named_by_the_words_beside_it(lab):
    lab.write.click()
    assert "Please answer first: NPS of all customers" in lab.message.value
    predict(lab)
    assert lab.prediction
    lab.answers.sure[1].value = None
    lab.write.click()
    assert "Please answer first: How sure are you?" in lab.message.value


def test_a_plan_without_a_moved_lever_is_said_before_the_run(lab):
    predict(lab)
    assert "No lever is moved" in lab.message.value
    lab.run.click()
    lab.next.click()
    lab.sliders["policy.staffing.extra.phone"].value = 1
    predict(lab)
    assert "No lever is moved" not in lab.message.value


def test_sliders_take_their_bounds_from_the_field(lab):
    for path, one in lab.sliders.items():
        assert (one.min, one.max) == bounds(path)
        assert one.value == today().value(path)


@pytest.mark.parametrize(("money", "step"), [(60, 10), (65, 5), (14, 2), (13.5, 0.5), (13.37, 0.01)])
def test_a_slider_stands_on_the_value_of_the_company(person, money, step):
    path = "policy.recovery.compensation_cny"
    lever = next(one for one in levers.delivery()[0] if one.path == path)
    made = slider(lever, today().replace({path: money}))
    assert (made.value, made.step) == (money, pytest.approx(step))


def test_a_move_shows_a_new_week_at_once(lab):
    lab.sliders["policy.staffing.extra.phone"].value = 2
    assert "2 more" in lab.caption.value
    assert store.read().records == []


def test_run_waits_for_the_prediction_and_the_plan_is_kept_meanwhile(lab):
    assert lab.run.disabled
    lab.sliders["policy.recovery.compensation_cny"].value = 100
    predict(lab)
    assert not lab.run.disabled
    assert all(slider.disabled for slider in lab.sliders.values())
    prediction, decision = store.read().records
    assert (prediction["kind"], decision["kind"]) == ("prediction", "decision")
    assert decision["values"]["policy.recovery.compensation_cny"] == 100
    assert decision["changes"] == ["compensation a case, CNY: 60 before, 100 now"]


def test_the_next_round_starts_from_the_last_plan_with_an_empty_prediction(lab):
    lab.sliders["policy.staffing.extra.phone"].value = 1
    predict(lab)
    lab.run.click()
    assert not lab.next.disabled
    lab.next.click()
    assert lab.sliders["policy.staffing.extra.phone"].value == 1
    assert lab.run.disabled
    assert lab.answers.read()[1] is None
    lines = (lab_folder() / store.FILE).read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["prediction", "decision", "result"]


def lab_folder():
    from cxsim.course import settings

    return settings.work_folder()


def test_a_failed_run_can_be_tried_again(person):
    def fails(plan, progress):
        raise RuntimeError("no luck")

    lab = Lab(Design(today(), levers.delivery(), delivery.LAB.ask(), look, fails))
    predict(lab)
    lab.run.click()
    assert "no luck" in lab.message.value
    assert not lab.run.disabled
    assert lab.next.disabled


def test_the_view_is_pure_and_more_agents_make_waits_shorter():
    base = today().replace(SMALL)
    looker = Looker(base, largest(base, levers.delivery()))
    more = base.replace({"policy.staffing.extra.phone": 3})
    week = looker.week.run(more)
    first, second = view(more, week), view(more, week)
    assert all((a == b).all() if hasattr(a, "all") else a == b for a, b in zip(first, second, strict=True))
    assert first.seconds.sum() <= looker.today.seconds.sum()
    assert first.pay_cny > looker.today.pay_cny
    assert 0 <= first.answered <= 100


def test_bonus_and_training_stand_in_the_pay_of_the_week():
    base = today().replace(SMALL)
    week = TypicalWeek(base)
    paid = {path: view(plan, week.run(plan)).pay_cny for path, value in (
        ("weeks", 1), ("policy.incentive.bonus_share", 0.05), ("policy.training.hours_week", 2.0),
    ) for plan in [base.replace({path: value})]}  # fmt: skip
    assert paid["policy.incentive.bonus_share"] > 1.01 * paid["weeks"]
    assert paid["policy.training.hours_week"] > 0.99 * paid["weeks"]


def test_the_picture_follows_and_a_plan_beyond_the_room_still_runs():
    base = today().replace(SMALL)
    looker = Looker(base)
    pictures = {looker(base.replace({"policy.staffing.extra.phone": n})).png for n in (0, -2, 4, -2)}
    assert len(pictures) >= 2
    assert all(png.startswith(b"\x89PNG") for png in pictures)
