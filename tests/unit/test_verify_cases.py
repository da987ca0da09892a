"""Does `verify` read any file of its format, refuse what it cannot read, and say why it skips a row?"""

import csv
import json

import pytest

from cxsim.evidence.verify import Row, lines, run
from cxsim.evidence.verify_cases import (
    COLUMNS,
    Anchor,
    Case,
    NotCovered,
    Params,
    group,
    read_anchors,
    shipped,
)
from cxsim.evidence.verify_laws import branches, law_of, patience_of, whitt_law
from cxsim.evidence.verify_run import build
from cxsim.guards import CxError
from cxsim.measure.result import Measure

GOOD = {
    "case_id": "X01",
    "family": "A_MMc",
    "model": "M/M/c FCFS infinite queue",
    "params": '{"c": 2, "lam": 1.0, "mu": 1, "unit": "min"}',
    "quantity": "Wq",
    "definition": "mean wait",
    "unit": "min",
    "value": "0.3333333333333333",
    "method": "closed form",
}


DESK = {"n": 5, "lam": 4, "mu": 1}
ONE = {"c": 1, "lam": 0.2, "mean_service": 1}
PHASES = {"c": 5, "lam": 4, "mean_service": 1}
SINUS = {"lam_bar": 10, "mean_service": 60, "period": 1440, "rel_amplitude": 0.5}


def write(path, *rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def refusal(family, model, params, *quantities):
    """Reasons for which rows of a case are not covered, without running it."""
    anchors = tuple(Anchor(2, "X", family, model, params, q, "", "", 1.0, "") for q in quantities)
    built = build(Case("X", family, model, params, anchors))
    return [str(spec) if isinstance(spec, NotCovered) else "" for spec in built.specs]


def test_shipped_file_is_read_whole():
    anchors = read_anchors(shipped())
    assert len(anchors) == 261
    assert sum(len(case.anchors) for case in group(anchors)) == 261


def test_shipped_file_is_covered_except_one_variance():
    left = {
        case.name
        for case in group(read_anchors(shipped()))
        for spec in build(case).specs
        if isinstance(spec, NotCovered)
    }
    assert left == {"J03"}


@pytest.mark.parametrize("rates", [[0.3, 0.2, 0.1], [0.1, 0.12], [0.15, 0.11, 0.085, 0.07]])
def test_chats_of_any_speeds_are_covered_as_a_small_change_of_the_first_speed_makes_them_whole(rates):
    chat = {"agents": 1, "concurrency": len(rates), "lam": 0.2, "theta": 0.1, "per_chat_rate_when_j_chats": rates}
    assert refusal("K_chat", "1 chat agent", chat, "P_wait") == [""]


def test_hardly_any_callers_patience_without_end_and_lines_that_are_always_full_are_covered():
    assert refusal("C_ErlangA", "M/M/n+M", {"n": 5, "lam": 4, "mu": 1, "theta": 1e-5}, "P_ab") == [""]
    assert refusal("A_MMc", "M/M/c FCFS", {"c": 2, "lam": 1e-4, "mu": 1}, "Wq") == [""]
    assert refusal("B_MMcK", "M/M/c/K loss", {"c": 5, "K_total": 100, "lam": 50, "mu": 1}, "P_block") == [""]


@pytest.mark.parametrize(
    ("family", "params", "rounds"),
    [
        ("G_feedback", {"c": 3, "lam_external": 0.02, "mu": 1, "p_recontact": 0.99, "delay_rate": 1}, 100),
        ("G_retrial", {"lam": 0.6, "mu": 1, "nu": 100}, 1 + 1.5 * (1 + 100)),  # Falin & Templeton 1997
        ("G_retrial", {"c": 5, "lam": 4, "mu": 1, "nu": 0.5}, 1 + 0.5 * 2.03299),  # solved as a chain
    ],
)
def test_a_need_of_many_contacts_makes_no_replication_longer(family, params, rounds):
    row = Anchor(2, "X", family, "M/M/1", params, "P_wait", "", "", 1.0, "")
    part = build(Case("X", family, "M/M/1", params, (row,))).parts[""]
    assert part.system.rounds == pytest.approx(rounds, rel=0.05)
    assert part.contacts * rounds < 200_000


def test_a_quick_retrial_is_covered_on_a_slower_clock():
    assert refusal("G_retrial", "M/M/1 retrial queue", {"lam": 0.6, "mu": 1, "nu": 5}, "L_orbit") == [""]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "many"}, "line 2 (X01 Wq): value is many"),
        ({"value": "nan"}, "finite"),
        ({"value": ""}, "finite"),
        ({"params": "{c: 2}"}, "params is not a JSON object"),
        ({"params": "[1, 2]"}, "params is not a JSON object"),
        ({"params": '{"c": NaN}'}, "finite"),
        ({"params": '{"c": 2, "c": 3, "lam": 1.0, "mu": 1}'}, "each named once"),
        ({"params": "[" * 100_000}, "params is not a JSON object"),
        ({"case_id": ""}, "must not be empty"),
        ({"quantity": ""}, "must not be empty"),
    ],
)
def test_bad_rows_are_named_in_one_line(tmp_path, change, words):
    file = write(tmp_path / "cases.csv", GOOD | change)
    with pytest.raises(CxError) as error:
        read_anchors(file)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_bad_files(tmp_path):
    file = tmp_path / "cases.csv"
    with pytest.raises(CxError, match="cannot be read"):
        read_anchors(file)
    with pytest.raises(CxError, match="cannot be read"):
        read_anchors(tmp_path)
    file.write_bytes(b"case_id,\xff\xfe")
    with pytest.raises(CxError, match="not UTF-8"):
        read_anchors(file)
    file.write_text("")
    with pytest.raises(CxError, match="column case_id is missing"):
        read_anchors(file)
    write(file)
    with pytest.raises(CxError, match="no rows"):
        read_anchors(file)
    write(file, GOOD, columns=[c for c in COLUMNS if c != "params"])
    with pytest.raises(CxError, match="column params is missing"):
        read_anchors(file)
    file.write_text(",".join(COLUMNS) + "\nX01,A_MMc\n")
    with pytest.raises(CxError, match=r"line 2 .*wrong number of columns"):
        read_anchors(file)
    file.write_text(",".join(COLUMNS) + "\n" + ",".join("abcdefghij") + "\n")
    with pytest.raises(CxError, match="wrong number of columns"):
        read_anchors(file)
    file.write_text(",".join(COLUMNS) + '\n"' + "x" * 200_000 + '",a,b,c,d,e,f,g,h\n')
    with pytest.raises(CxError, match="not comma-separated"):
        read_anchors(file)


def test_run_refuses_before_it_works(tmp_path):
    file = write(tmp_path / "cases.csv", GOOD)
    with pytest.raises(CxError, match="no case begins with Z"):
        run(file, only="Z")
    with pytest.raises(CxError, match="engine ciw"):
        run(file, engines=("ciw",))
    with pytest.raises(CxError, match="no such file or folder"):
        run(file, json=tmp_path / "nowhere" / "rows.json")


def test_rows_that_cannot_be_simulated_need_no_engine(tmp_path):
    rows = [
        GOOD | {"case_id": "L01", "family": "L_CLV"},
        GOOD | {"family": "Q_new"},
        GOOD | {"model": "M/M/c LCFS"},
        GOOD | {"params": '{"c": 2, "lam": 2.0, "mu": 1}'},
        GOOD | {"params": '{"c": 2, "lam": 1.0, "mu": 1, "vacation": 3}'},
    ]
    out = tmp_path / "rows.json"
    got = run(write(tmp_path / "cases.csv", *rows), json=out)
    assert [row.verdict for row in got] == ["not covered"] * 5
    reasons = [row.reason for row in got]
    assert reasons == [
        "parameter margin is missing",
        "unknown family Q_new",
        "unknown model M/M/c LCFS",
        "no steady state: load 2 at 2 agents",
        "unknown parameter vacation",
    ]
    stored = json.loads(out.read_text())
    assert stored["summary"] == {"agrees": 0, "disagrees": 0, "not covered": 5}
    assert stored["rows"][1]["reason"] == "unknown family Q_new"


@pytest.mark.parametrize(
    ("family", "model", "params", "words"),
    [
        ("A_MMc", "M/M/c FCFS", {"c": 2.5, "lam": 1, "mu": 1}, "c is 2.5; allowed: whole numbers from 1"),
        ("A_MMc", "M/M/c FCFS", {"c": 2, "lam": -1, "mu": 1}, "lam is -1; allowed: above 0"),
        ("A_MMc", "M/M/c FCFS", {"c": 2, "lam": "many", "mu": 1}, "lam is 'many'"),
        ("A_MMc", "M/M/c FCFS", {"c": 2, "lam": 1}, "parameter mu is missing"),
        ("A_MMc", "M/M/c FCFS", {"c": 9000, "lam": 1, "mu": 1}, "9,000 agents"),
        ("B_MMcK", "M/M/c/K loss", {"c": 5, "K_total": 3, "lam": 1, "mu": 1}, "K_total is 3"),
        ("E_MG1", "M/G/1 FCFS", {"c": 1, "lam": 0.2, "mean_service": 1, "dist": "pareto", "cv_service": 1}, "pareto"),
        ("E_MG1", "M/G/1 FCFS", {"c": 1, "lam": 0.2, "mean_service": 1, "dist": "erlang", "cv_service": 0.6}, "stages"),
        ("D_MMnG", "M/M/n+GI", DESK | {"patience": "weibull", "pat_shape": 2, "pat_mean": 1}, "no weibull"),
        ("D_MMnG", "M/M/n+GI", DESK | {"patience": "lognorm", "pat_k": 2, "pat_mean": 1, "pat_cv": 1}, "2 stages"),
        ("E_MG1", "M/G/1 FCFS", ONE | {"dist": "weibull", "k": 2}, "no weibull distribution"),
        ("E_MG1", "M/G/1 FCFS", ONE | {"dist": "exponential", "cv_service": 1.5}, "distribution is 1, not 1.5"),
        ("E_MG1", "M/G/1 FCFS", ONE | {"dist": "H2", "p": 0.8, "m1": 0.5, "m2": 1}, "distribution is 0.6, not 1"),
        ("E_MPHc", "M/PH/c FCFS", PHASES | {"service": "E2", "service_params": [3.0]}, "3 stages do not fit"),
        ("E_MPHc", "M/PH/c FCFS", PHASES | {"service": "H2", "service_params": [0.9, 0.6]}, "not a share and two"),
        ("J_transient", "M/M/1 waits", {"c": 1, "lam": 1, "mu": 2, "n": 9, "start": "steady"}, "start is steady"),
        ("I_timevarying", "Mt/M/ct+M", {"arrivals_per_hour": [1], "start": "10 waiting"}, "start is 10 waiting"),
        ("I_timevarying", "Mt/G/infinity", SINUS, "unknown form Mt/G/infinity"),
        ("F_priority", "M/M/c non-preemptive priority", {"c": 5, "lams": [1] * 5, "mu": 2}, "5 classes"),
        ("F_priority", "M/M/c non-preemptive priority, preemptive-resume for class 1", {}, "unknown model"),
        ("K_chat", "chat", {"agents": 2}, "who takes the next chat"),
        ("I_timevarying", "Mt/M/ct+M", {"arrivals_per_hour": [1], "staff_by_hour": [1]}, "24 numbers"),
    ],
)
def test_reasons_name_parameter_and_bound(family, model, params, words):
    assert words in refusal(family, model, params, "Wq")[0]


def test_what_is_written_twice_or_not_at_all_is_no_obstacle():
    assert refusal("E_MG1", "M/G/1 FCFS", ONE | {"dist": "erlang", "k": 2, "cv_service": 0.7071}, "Wq") == [""]
    assert refusal("E_MPHc", "M/PH/c FCFS", PHASES | {"service": "M", "service_params": []}, "Wq") == [""]
    assert refusal("E_MPHc", "M/PH/c FCFS", PHASES | {"service": "D", "cv2_service": 0}, "Wq") == [""]
    assert refusal("I_timevarying", "Mt/D/infinity", SINUS, "peak_lag_min") == [""]


@pytest.mark.parametrize("staff", [[5] * 24, [5] * 12 + [2] * 12, [5, 1] * 12])
def test_waits_are_covered_however_many_are_handed_back(staff):
    day = {"arrivals_per_hour": [60] * 24, "aht_min": 5, "theta": 0.5, "staff_change": "pre-emptive"}
    asked = ("P_delay_day", "EW_day", "EQ_hour12", "worst_hour", "P_ab_day", "EN_hour12")
    assert refusal("I_timevarying", "Mt/M/ct+M", day | {"staff_by_hour": staff}, *asked) == [""] * 6


def test_one_unknown_quantity_leaves_the_others():
    reasons = refusal("A_MMc", "M/M/c FCFS", {"c": 2, "lam": 1, "mu": 1}, "Wq", "W_median", "SL_T=0.25", "W_q99")
    assert reasons == ["", "unknown quantity W_median", "", ""]


@pytest.mark.parametrize(
    ("params", "law", "balk"),
    [
        ({"patience": "lognorm", "pat_mean": 4.0, "pat_cv": 1.5}, ("lognormal", 4.0, 1.5), 0.0),
        ({"patience": "balk_exp", "pat_theta": 0.4, "pat_balk": 0.15}, ("exponential", 2.5, 1.0), 0.15),
        ({"patience": "erlang", "pat_mean": 3.0, "pat_k": 4}, ("erlang", 3.0, 0.5), 0.0),
        ({"patience": "erlang", "pat_mean": 3.0, "pat_cv": 0.5}, ("erlang", 3.0, 0.5), 0.0),
        ({"patience": "erlang", "pat_mean": 3.0, "pat_cv": 0.577}, ("erlang", 3.0, pytest.approx(3**-0.5)), 0.0),
        ({"patience": "gamma", "pat_mean": 3.0, "pat_shape": 4}, ("erlang", 3.0, 0.5), 0.0),
        ({"patience": "det", "pat_mean": 3.0}, ("deterministic", 3.0, 0.0), 0.0),
        ({"patience": "exp", "pat_mean": 3.0}, ("exponential", 3.0, 1.0), 0.0),
        (
            {"patience": "hyperexp", "pat_p": 0.9, "pat_m1": 0.6, "pat_m2": 4.6},
            ("hyperexponential", 1.0, pytest.approx(3.88**0.5)),
            0.0,
        ),
    ],
)
def test_patience_by_name(params, law, balk):
    p = Params(params)
    got, share = patience_of(p)
    p.done()
    assert (got.family, pytest.approx(got.mean), got.cv) == law
    assert share == balk


def test_laws():
    assert law_of("erlang", 1.0, 1.0).family == "exponential"
    assert law_of("lognormal", 1.0, 0.0).family == "deterministic"
    balanced = law_of("hyperexponential", 2.0, 1.5)
    assert balanced.cv == pytest.approx(1.5)
    assert balanced.branch_share * balanced.branch_mean_ratio == pytest.approx(0.5)
    assert branches(0.9, 0.6, 4.6).mean == pytest.approx(1.0)
    assert whitt_law(["LN", 4, 4], float("inf")) == law_of("lognormal", 4.0, 2.0)
    assert whitt_law(["E2"], 1.0).stages == 2
    with pytest.raises(NotCovered):
        whitt_law(["LN", "wide"], 1.0)


def formula(family, params, quantity, value):
    """A row of a formula, in the format of the file."""
    texts = {"family": family, "model": "a formula", "params": json.dumps(params), "quantity": quantity}
    return GOOD | texts | {"value": str(value)}


MOVES = {"P": [[0.5, 0.25, 0.25], [0, 0.5, 0.5], [0, 0, 1]]}
STAY = {"states": ["active", "gone"], "P": [[0.5, 0.5], [0, 1]], "margin": [11, 0]}
BUYER = {"r": 1, "alpha": 1, "a": 1, "b": 1}
SHARES = [0.1] * 10 + [0.0]


@pytest.mark.parametrize(
    ("family", "params", "quantity", "exact"),
    [
        ("L_CLV", {"margin": 50, "retention": 0.6, "discount": 0.2}, "CLV_first_margin_now", 100),
        ("L_CLV", {"margin": 50, "retention": 0.6, "discount": 0.2}, "CLV_horizon_2", 37.5),
        ("L_CLV", MOVES | {"margin": [11, 0, 0], "discount": 0.1}, "V_satisfied", 11 / (1 - 0.5 / 1.1)),
        ("L_CLV", {"referrals_per_period": 0.1, "retention": 0.5}, "total_customers_per_seed", 1.25),
        ("L_retention", {"alpha": 1, "beta": 1}, "S_4", 0.2),
        ("L_retention", {"alpha": 1, "beta": 1}, "r_3", 0.75),
        ("L_survey", {"score_probs_0_10": SHARES, "n": 100}, "NPS", -60),
        ("L_survey", {"score_probs_0_10": SHARES, "n": 100}, "NPS_SE", 10 * (0.8 - 0.36) ** 0.5),
        ("L_survey", {"score_probs_0_10": SHARES, "response_prob_by_score": [0] * 9 + [1, 1]}, "NPS_observed", 100),
        ("L_survey", {"score_probs_0_10": SHARES, "response_prob_by_score": [1] * 11, "n": 50}, "NPS_observed", -60),
        ("L_CLV", {"margin": 50, "retention": 0.6, "discount": 0.2}, "expected_lifetime", 2.5),
        ("L_CLV", STAY | {"discount": 0.1}, "V_active", 11 / (1 - 0.5 / 1.1)),
        ("L_retention", BUYER | {"x": 1, "t_x": 3.0, "T": 3.0}, "P_alive", 0.5),
    ],
)
def test_measures_agree_with_values_worked_by_hand_and_with_no_other(tmp_path, family, params, quantity, exact):
    right, wrong = (formula(family, params, quantity, value) for value in (exact, exact * 1.001))
    got = run(write(tmp_path / "cases.csv", right, wrong | {"case_id": "A92"}))
    assert [row.verdict for row in got] == ["agrees", "disagrees"]


@pytest.mark.parametrize(
    ("family", "params", "quantity", "reason"),
    [
        ("L_CLV", {"P": [1, 2, 3], "margin": [1, 2, 3], "discount": 0.1}, "V_satisfied", "P is 1; expected a list"),
        ("L_CLV", {"P": [[1, 0, 0]], "margin": [1], "discount": 0.1}, "V_satisfied", "P has 1 rows for the states"),
        ("L_retention", {"alpha": 1, "beta": 1}, "S_half", "unknown quantity S_half"),
        ("L_survey", {"score_probs_0_10": [0.5, 0.5], "n": 9}, "NPS", "2 numbers; allowed: eleven shares"),
        ("L_survey", {"score_probs_0_10": [0.1] * 11, "n": 9}, "NPS", "add to 1.1; allowed: 1"),
        ("L_CLV", {"referrals_per_period": 0.9, "retention": 0.5}, "total_customers_per_seed", "grows without end"),
        ("L_CLV", STAY | {"discount": 0.1}, "value_of_recovery", "unknown quantity"),
    ],
)
def test_measures_that_cannot_be_computed_say_why(tmp_path, family, params, quantity, reason):
    (row,) = run(write(tmp_path / "cases.csv", formula(family, params, quantity, 1)))
    assert row.verdict == "not covered"
    assert reason in row.reason


def test_a_zero_may_carry_the_rounding_of_its_formula(tmp_path):
    even = {"score_probs_0_10": [0.5] + [0] * 8 + [0.25, 0.25], "n": 10}
    (row,) = run(write(tmp_path / "cases.csv", formula("L_survey", even, "NPS", 2.2e-15)))
    assert row.verdict == "agrees"


def test_a_formula_without_a_finite_value_is_no_agreement(tmp_path, monkeypatch):
    monkeypatch.setattr("cxsim.measure.clv", lambda *_, **__: Measure("CLV", float("nan"), 0, 0, 0, ""))
    (row,) = run(write(tmp_path / "cases.csv", formula("L_CLV", {"margin": 1, "retention": 0, "discount": 0},
                                                       "CLV_first_margin_now", 1)))  # fmt: skip
    assert (row.verdict, row.reason) == ("not covered", "the formula has no finite value for these parameters")


def test_an_estimate_without_an_end_of_its_interval_is_still_printed():
    endless = Row("X01", "A_MMc", "Wq", "", 1.0, 2.0, None, "not covered", "the interval is still too wide to judge")
    assert "2 ± ?" in next(lines([endless]))


def test_the_approximation_of_large_desks_is_a_formula(tmp_path):
    params = {"R": 100, "beta": 0.5, "c": 105}
    row = formula("H_staffing", params, "P_wait_HW", 0.5045) | {"model": "Halfin-Whitt square-root staffing"}
    (got,) = run(write(tmp_path / "cases.csv", row))
    assert got.estimate == pytest.approx(0.5045, abs=5e-5)  # Halfin & Whitt 1981: 1 / (1 + .5 * .69146 / .35207)
    assert got.groups == 0
