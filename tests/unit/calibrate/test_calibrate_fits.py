"""Each fit on its own: families, censoring, who returns, what is said and drawn."""

import numpy as np
import pytest

from cxsim.calibrate import bank
from cxsim.calibrate.handling import difficulty_part, handle_of
from cxsim.calibrate.patience import patience_of
from cxsim.calibrate.writing import come_back_share
from cxsim.guards import CxError
from cxsim.plots.calibration import picture
from cxsim.scenario import Scenario, load_scenario

RNG = np.random.default_rng(5)


def waits(patience, virtual):
    left = patience < virtual
    return np.minimum(patience, virtual), left


@pytest.mark.parametrize(
    ("family", "mean", "patience"),
    [
        ("exponential", 6.0, RNG.exponential(6.0, 20_000)),
        ("lognormal", 6.0, 6.0 / np.sqrt(1 + 1.3**2) * np.exp(np.sqrt(np.log(1 + 1.3**2)) * RNG.normal(size=20_000))),
        ("hyperexponential", 8.15, np.where(RNG.random(20_000) < 0.3, RNG.exponential(0.5, 20_000),
                                            RNG.exponential(11.43, 20_000))),
    ],
)  # fmt: skip
def test_patience_is_found_under_heavy_censoring(family, mean, patience):
    found = patience_of(*waits(patience, RNG.exponential(2.0, 20_000)), 0, "phone")
    assert found.changes["family"] == family
    own = {one.key: one.measure for one in found.fits}["phone_patience_mean"]
    assert own.low <= mean <= own.high


def test_the_world_takes_what_was_fitted():
    found = patience_of(*waits(RNG.exponential(5.0, 5000), RNG.exponential(2.0, 5000)), 12, "chat")
    made = Scenario().replace({"world.service.patience.chat": found.changes})
    assert made.world.service.patience.chat.family == "exponential"
    assert made.world.service.patience.chat.balk_share == pytest.approx(12 / 5012)


def test_too_few_who_left_give_no_patience():
    assert patience_of(np.ones(500), np.arange(500) < 29, 0, "phone") is None


def test_a_family_that_fits_better_is_named():
    gamma = RNG.gamma(4.0, 60.0, 5000)
    log = np.exp(RNG.normal(5, 0.8, 5000))
    warnings = [handle_of(times, "phone", Scenario()).fits[0].measure.warning for times in (gamma, log)]
    assert "gamma (or Erlang) fits the handle times better" in warnings[0] and warnings[1] == ""


def test_difficulty_takes_its_part_of_mean_and_spread():
    lift, extra = difficulty_part(Scenario())
    flat = difficulty_part(Scenario().replace({"world.service.handle_difficulty_slope": 0.0}))
    assert flat == (1.0, 0.0) and 1.01 < lift < 1.03 and 0.03 < extra < 0.04


def test_come_backs_fall_with_resolution():
    base = Scenario()
    assert come_back_share(base, "phone", 8.0) < 0.01 < come_back_share(base, "phone") < 0.3
    assert come_back_share(base, "phone", -8.0) == pytest.approx(0.95, abs=0.01)


def test_the_bank_of_1999_is_a_preset_that_holds_its_totals():
    assert bank.of_bank("abandon_share") == 0.12094
    share, short, long = bank.patience_of_points()
    second = np.array(bank.TIMES_S, float)
    seen = np.array([bank.of_bank(f"patience_survival_{at}_s") for at in bank.TIMES_S])
    fitted = share * np.exp(-second / short) + (1 - share) * np.exp(-second / long)
    assert (np.abs(fitted - seen) < 1.96 * bank.greenwood(second, seen)).all()
    assert fitted[:-1] == pytest.approx(seen[:-1], abs=0.003)  # the last point, of few callers, weighs little
    kinds = bank.kinds_of_service()
    asked = [bank.of_bank(name) for name in bank.SERVICE]
    assert bank.service_totals(kinds) == pytest.approx(asked, rel=0.005)
    draws = np.random.default_rng(1).normal(size=(2, 400_000))
    calls = np.exp(np.where(draws[0] < -0.0556, *(kinds.middle + kinds.spread * draws[1][:, None]).T))
    calls = calls[calls >= bank.SHORTEST_S]
    own = [calls.mean(), calls.std() / calls.mean(), np.median(calls), np.quantile(calls, 0.9)]
    assert own == pytest.approx(asked[:4], rel=0.015)
    preset, mean = load_scenario("bank_1999"), share * short + (1 - share) * long
    assert preset.world.service.patience.phone.mean_min * 60 == pytest.approx(mean, rel=1e-3)
    desk = bank.bank_world(bank.Desk(0.8, 0.7, 0.1))
    assert preset.world.calendar == desk.world.calendar and preset.beliefs.contacts == desk.beliefs.contacts


def test_a_curve_that_is_not_there_is_refused():
    from cxsim.calibrate.result import Calibration

    with pytest.raises(CxError, match="there is no curve phone_patience"):
        picture(Calibration((), Scenario(), {}, (), (), ""), ["phone_patience"])
