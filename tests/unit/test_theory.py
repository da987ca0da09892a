"""Do the formulas of `cxsim.theory` give the exact values of the shipped anchors?"""

import csv
import json
import math
from importlib.resources import files

import pytest

from cxsim import theory
from cxsim.theory import Patience, patience_queue

ANCHORS = files("cxsim.evidence") / "cases" / "queueing_anchors.csv"


def load(p):
    return p["lam"] / p["mu"]


def mmc(p, quantity):
    c, lam, mu = p["c"], p["lam"], p["mu"]
    values = {
        "P_wait": theory.erlang_c(c, load(p)),
        "Wq": theory.mean_wait(c, lam, mu),
        "Wq_given_wait": theory.mean_wait(c, lam, mu) / theory.erlang_c(c, load(p)),
        "Lq": lam * theory.mean_wait(c, lam, mu),
        "occupancy": load(p) / c,
        "W_q90": theory.wait_quantile(0.9, c, lam, mu),
        "W_q95": theory.wait_quantile(0.95, c, lam, mu),
    }
    if quantity.startswith("SL_T="):
        return theory.within(float(quantity[5:]), c, lam, mu)
    return values[quantity]


def lines(p, quantity):
    got = theory.finite_lines(p["c"], p["K_total"], p["lam"], p["mu"], 0.5)
    values = {
        "P_block": got.blocked,
        "Wq_accepted": got.mean_wait,
        "occupancy": got.occupancy,
        "P_wait_accepted": got.waits,
        "SL_T=0.5_accepted": got.within_limit,
    }
    return values[quantity]


def patience(p, quantity):
    if "theta" in p:
        held = Patience("exponential", 1 / p["theta"])
    elif p["patience"] == "lognorm":
        held = Patience("lognormal", p["pat_mean"], p["pat_cv"])
    else:
        held = Patience("exponential", 1 / p["pat_theta"], balk=p["pat_balk"])
    got = patience_queue(p["n"], p["lam"], p["mu"], held, p["T"])
    values = {
        "P_wait": got.waits,
        "P_ab": got.abandons,
        "EW_all": got.mean_wait,
        "Lq": p["lam"] * got.mean_wait,
        "occupancy": got.occupancy,
        "SL_served_over_offered": got.served_within,
        "SL_served_over_answered": got.served_within / (1 - got.abandons),
        "P_ab_within": got.abandons_within,
        "P_ab_ratio_EW": got.abandons / got.mean_wait,
    }
    return values[quantity.split("_T=")[0]]


def single(p, quantity):
    m, v = p["mean_service"], 1 + p["cv_service"] ** 2
    got = theory.single_server(p["lam"], m, m**2 * v, m**3 * v**3)
    values = {"Wq": got.mean_wait, "Wsd": got.sd_wait, "P_wait": got.waits, "Lq": p["lam"] * got.mean_wait}
    return values.get(quantity)


def constant(p, quantity):
    wait = theory.deterministic_service_wait(p["c"], p["lam"], p["D"])
    ratio = wait / theory.mean_wait(p["c"], p["lam"], 1 / p["D"])
    return {"Wq": wait, "ratio_to_MMc": ratio}.get(quantity)


def priority(p, quantity):
    if "mu" in p:
        means, seconds = [1 / p["mu"]] * len(p["lams"]), [2 / p["mu"] ** 2] * len(p["lams"])
    else:
        means = p["mean_service"]
        seconds = [m * m * (1 + cv * cv) for m, cv in zip(means, p["cv_service"], strict=True)]
    waits = theory.priority_waits(p["c"], p["lams"], means, seconds)
    if quantity.startswith("Wq_class"):
        return waits[int(quantity[8:]) - 1]
    if quantity == "Wq_aggregate":
        return sum(a * w for a, w in zip(p["lams"], waits, strict=True)) / sum(p["lams"])
    return theory.erlang_c(p["c"], sum(p["lams"]) / p["mu"])


def back(p, quantity):
    if "delay_rate" in p:
        got = theory.feedback(p["c"], p["lam_external"], p["mu"], p["p_recontact"], 1 / p["delay_rate"])
        names = {"lam_effective": 0, "contacts_per_issue": 1, "Wq_per_contact": 2, "Wq_per_issue": 3}
        names["mean_time_to_resolution"] = 4
        return got[names[quantity]] if quantity in names else None
    if "p_escalate" in p:
        again = (p["p_escalate"], p["p_recontact_L1"], p["p_return_from_L2"])
        got = theory.two_tiers((p["c1"], p["c2"]), p["lam"], (p["mu1"], p["mu2"]), again)
        names = {"lam_L1": 0, "lam_L2": 1, "Wq_L1": 2, "Wq_L2": 3, "total_time_per_issue": 4}
        return got[names[quantity]] if quantity in names else None
    if "nu" in p:
        got = theory.retrial_single(p["lam"], p["mu"], p["nu"])
        return {"L_orbit": got.orbit, "W_orbit": got.orbit_time}[quantity]
    if "c1" in p:
        stage = quantity[-1]
        return theory.mean_wait(p[f"c{stage}"], p["lam"], p[f"mu{stage}"])
    return None


def staffing(p, quantity):
    if "R" in p:
        assert theory.square_root_agents(p["R"], p["beta"]) == p["c"]
        return theory.erlang_c(p["c"], p["R"])
    if "calls_per_hour" in p:
        rate, mu = p["calls_per_hour"] / 3600, 1 / p["aht_s"]
        c = theory.required_agents(rate, mu, p["T_s"], p["target"])
        at = {"SL_at_c": c, "SL_at_c_minus_1": c - 1}
        return c if quantity == "agents" else theory.within(p["T_s"], at[quantity], rate, mu)
    if "target_ab" in p:
        held = Patience("exponential", 1 / p["theta"])
        n = theory.required_agents_patience(p["lam"], p["mu"], held, p["target_ab"])
        return n if quantity == "agents" else patience_queue(n, p["lam"], p["mu"], held).abandons
    k = p["groups"] if quantity == "Wq_pooled" else 1
    return theory.mean_wait(k * p["c_each"], k * p["lam_each"], p["mu"])


def sinusoid(p, quantity):
    if "rel_amplitude" not in p:
        return None
    got = theory.sinusoidal_load(p["lam_bar"], p["rel_amplitude"], p["period"], p["mean_service"])
    return got[("offered_load_mean", "offered_load_peak", "peak_lag_min").index(quantity)]


FORMULAS = {
    "A_MMc": mmc,
    "B_MMcK": lines,
    "C_ErlangA": patience,
    "D_MMnG": patience,
    "E_MG1": single,
    "E_MDc": constant,
    "F_priority": priority,
    "G_feedback": back,
    "G_retrial": back,
    "H_staffing": staffing,
    "I_timevarying": sinusoid,
}


def anchors():
    with ANCHORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            formula = FORMULAS.get(row["family"])
            value = formula and formula(json.loads(row["params"]), row["quantity"])
            if value is not None:
                yield pytest.param(value, float(row["value"]), id=f"{row['case_id']}-{row['quantity']}")


def test_most_anchors_have_a_formula():
    assert len(list(anchors())) > 120


@pytest.mark.parametrize(("value", "exact"), list(anchors()))
def test_formula_equals_the_anchor(value, exact):
    assert value == pytest.approx(exact, rel=1e-9, abs=1e-12)


def test_published_patience_other_than_exponential():
    # Whitt 2005, tables 2 and 3, exact integrals: patience Erlang-2 with mean 1, lognormal mean 4 and cv 2
    two_stages = patience_queue(100, 102.0, 1.0, Patience("erlang", 1.0, 2))
    assert two_stages.abandons == pytest.approx(0.037832250509423224, rel=1e-9)
    wide = patience_queue(100, 102.0, 1.0, Patience("lognormal", 4.0, 2.0))
    assert wide.abandons == pytest.approx(0.035073876749475395, rel=1e-9)


@pytest.mark.parametrize(
    "patience",
    [
        Patience("exponential", 2.0),
        Patience("erlang", 2.0, 3),
        Patience("hyperexponential", 2.0, 0.6, 0.5),
        Patience("lognormal", 2.0, 1.5, balk=0.1),
        Patience("deterministic", 2.0),
    ],
    ids=lambda p: p.family,
)
def test_patience_identities(patience):
    got = patience_queue(8, 9.0, 1.0, patience, limit=0.3)
    assert got.occupancy == pytest.approx(9.0 * (1 - got.abandons) / 8)
    # a very long limit serves everybody who is served at all
    late = patience_queue(8, 9.0, 1.0, patience, limit=50.0)
    assert late.served_within == pytest.approx(1 - got.abandons, abs=1e-9)
    assert late.abandons_within == pytest.approx(got.abandons, abs=1e-9)
    # the integral of the survival function is the function used for it
    x = 1.3
    steps = [x * (i + 0.5) / 20000 for i in range(20000)]
    area = float(sum(patience.survival(steps))) * x / 20000
    assert float(patience.held(x)) == pytest.approx(area, rel=1e-6)


def test_patient_customers_are_erlang_c():
    got = patience_queue(10, 8.0, 1.0, Patience("exponential", 1e7), limit=0.25)
    assert got.mean_wait == pytest.approx(theory.mean_wait(10, 8.0, 1.0), rel=1e-5)
    assert got.served_within == pytest.approx(theory.within(0.25, 10, 8.0, 1.0), rel=1e-5)


def test_too_few_agents():
    assert theory.erlang_c(5, 5.0) == 1.0
    assert theory.mean_wait(5, 6.0, 1.0) == math.inf
    assert theory.within(1.0, 5, 6.0, 1.0) == 0.0
    with pytest.raises(ValueError, match="agents"):
        theory.erlang_b(0, 1.0)
    with pytest.raises(ValueError, match="load"):
        theory.erlang_b(2, math.nan)
    with pytest.raises(ValueError, match="finite"):
        patience_queue(2, 3.0, 1.0, Patience("exponential", math.inf))


def day_anchors(name):
    with ANCHORS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["case_id"] == name]
    p = json.loads(rows[0]["params"])
    day = theory.day_with_patience(p["arrivals_per_hour"], p["staff_by_hour"], p["aht_min"], p["theta"])
    return day, {row["quantity"]: float(row["value"]) for row in rows}


def test_a_day_with_constant_staff_is_the_anchor():
    day, exact = day_anchors("I01")
    assert day.arrivals == exact["arrivals_day"]
    assert day.abandons == pytest.approx(exact["abandons_day"], rel=1e-8)
    assert day.delayed == pytest.approx(exact["P_delay_day"], rel=1e-8)
    assert day.mean_wait == pytest.approx(exact["EW_day"], rel=1e-8)
    for hour in (8, 10, 12, 17):
        assert day.queue[hour] == pytest.approx(exact[f"EQ_hour{hour:02d}"], rel=1e-8)
    assert day.present[9] == pytest.approx(exact["EN_hour09"], rel=1e-8)
    assert max(range(24), key=day.queue.__getitem__) == exact["worst_hour"]


def test_handing_contacts_back_is_not_the_rule_of_the_second_day():
    # Its words say that agents finish, and its value is that of the rule "whoever is free first leaves"; where
    # contacts are handed back, 0.6 % more give up. The simulator has both rules, and `verify` reads the words.
    day, exact = day_anchors("I02")
    assert day.abandons == pytest.approx(139.18292, rel=1e-6)
    assert exact["abandons_day"] == pytest.approx(138.33454, rel=1e-6)


def test_overload_is_governed_by_patience():
    # four times the work the agents can do: three quarters must give up (fluid limit), without overflow
    got = patience_queue(50, 200.0, 1.0, Patience("exponential", 100.0))
    assert got.abandons == pytest.approx(0.75, rel=1e-6)
    assert got.abandons == pytest.approx(got.mean_wait / 100.0, rel=1e-6)


def test_halfin_whitt_is_the_limit_of_erlang_c():
    load = 1e6
    assert theory.erlang_c(theory.square_root_agents(load, 0.5), load) == pytest.approx(
        theory.halfin_whitt_delay(0.5), rel=1e-3
    )
