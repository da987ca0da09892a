"""A file of exact values in the format of the shipped anchors: the same families, other parameters.

Nothing in the simulator knows these cases. Values come from `cxsim.theory` or from chains solved here.
"""

import csv
import json

import exact_chains as chains
import other_flows as flows

from cxsim import theory
from cxsim.evidence.verify_cases import COLUMNS
from cxsim.theory import Patience

#: Settled in seconds each; the quick cases of the shipped file reach the other families.
FAST = ("D93", "G95", "I92", "L91")


def rows():
    """Every case as (case, family, model, params, {quantity: value})."""
    for make in (waiting, losing, impatient, single, several, ranked, *flows.MAKERS):
        yield from make()


def write(path, only=()):
    """Write the cases, or those of these names, as a file for `cxsim verify --cases`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for case, family, model, params, values in rows():
            if not only or case in only:
                for quantity, value in values.items():
                    writer.writerow(
                        (case, family, model, json.dumps(params), quantity, "", "", value, "exact")
                    )
    return path


def waiting():
    for case, c, lam, mu, limit in (
        ("A91", 3, 1.2, 0.5, 0.75),
        ("A92", 20, 4.4, 0.25, 0.5),
        ("A93", 120, 110.0, 1.0, 0.1),
    ):
        waits, wait = theory.erlang_c(c, lam / mu), theory.mean_wait(c, lam, mu)
        yield (
            case,
            "A_MMc",
            "M/M/c FCFS infinite queue",
            {"c": c, "lam": lam, "mu": mu},
            {
                "P_wait": waits,
                "Wq": wait,
                "Wq_given_wait": wait / waits,
                "Lq": lam * wait,
                "occupancy": lam / mu / c,
                f"SL_T={limit}": theory.within(limit, c, lam, mu),
                "W_q80": theory.wait_quantile(0.8, c, lam, mu),
                "W_q95": theory.wait_quantile(0.95, c, lam, mu),
            },
        )


def losing():
    for case, c, lines, lam, mu in (
        ("B91", 4, 7, 5.0, 1.0),
        ("B92", 25, 25, 20.0, 1.0),
        ("B93", 6, 30, 1.1, 0.2),
    ):
        exact = theory.finite_lines(c, lines, lam, mu, 0.4)
        values = {
            "P_block": exact.blocked,
            "Wq_accepted": exact.mean_wait,
            "occupancy": exact.occupancy,
            "P_wait_accepted": exact.waits,
        }
        if lines > c:
            values["SL_T=0.4_accepted"] = exact.within_limit
        yield (
            case,
            "B_MMcK",
            "M/M/c/K loss/finite queue",
            {"c": c, "K_total": lines, "lam": lam, "mu": mu},
            values,
        )


def impatient():
    for case, n, lam, mu, theta in (("C91", 8, 10.0, 1.0, 0.3), ("C92", 60, 9.5, 1 / 6, 1 / 9)):
        yield (
            case,
            "C_ErlangA",
            "M/M/n+M",
            {"n": n, "lam": lam, "mu": mu, "theta": theta, "T": 1 / 3},
            _given_up(theory.patience_queue(n, lam, mu, Patience("exponential", 1 / theta), 1 / 3), lam),
        )
    desk = {"n": 12, "lam": 2.5, "mu": 0.2, "T": 0.5}
    laws = {
        "D91": ({"patience": "erlang", "pat_mean": 3.0, "pat_k": 3}, Patience("erlang", 3.0, 3)),
        "D92": (
            {"patience": "hyperexp", "pat_p": 0.7, "pat_m1": 1.0, "pat_m2": 9.0},
            Patience("hyperexponential", 3.4, 0.7, 1.0 / 3.4),
        ),
        "D93": ({"patience": "det", "pat_mean": 2.0}, Patience("deterministic", 2.0)),
        "D94": ({"patience": "lognorm", "pat_mean": 6.0, "pat_cv": 0.8}, Patience("lognormal", 6.0, 0.8)),
        "D95": (
            {"patience": "balk_exp", "pat_theta": 0.2, "pat_balk": 0.3},
            Patience("exponential", 5.0, balk=0.3),
        ),
    }
    for case, (words, held) in laws.items():
        exact = theory.patience_queue(12, 2.5, 0.2, held, 0.5)
        values = {
            k: v
            for k, v in _given_up(exact, 2.5, "0.5").items()
            if k != "P_ab_ratio_EW" and "within" not in k
        }
        yield case, "D_MMnG", "M/M/n+GI patience", desk | words, values | {"P_wait": exact.waits}


def _given_up(exact, lam, limit="0.3333"):
    return {
        "P_wait": exact.busy,
        "P_ab": exact.abandons,
        "EW_all": exact.mean_wait,
        "Lq": lam * exact.mean_wait,
        "occupancy": exact.occupancy,
        f"SL_served_over_offered_T={limit}": exact.served_within,
        f"SL_served_over_answered_T={limit}": exact.served_within / (1 - exact.abandons),
        f"P_ab_within_T={limit}": exact.abandons_within,
        "P_ab_ratio_EW": exact.abandons / exact.mean_wait,
    }


def single():
    laws = (
        ("E91", "erlang", 0.5, 2.0, 0.3, (1 + 0.25) * 4, 8 * (1 + 0.25) * (1 + 0.5)),
        ("E92", "lognormal", 0.6, 2.0, 0.35, 4 * 1.36, 8 * 1.36**3),
        ("E93", "exponential", 1.0, 3.0, 0.25, 18.0, 162.0),
    )
    for case, dist, cv, mean, lam, second, third in laws:
        exact = theory.single_server(lam, mean, second, third)
        yield (
            case,
            "E_MG1",
            "M/G/1 FCFS",
            {"c": 1, "lam": lam, "mean_service": mean, "dist": dist, "cv_service": cv},
            {"Wq": exact.mean_wait, "Lq": lam * exact.mean_wait, "P_wait": exact.waits, "Wsd": exact.sd_wait},
        )


def several():
    wait = theory.deterministic_service_wait(4, 0.7, 5.0)
    yield (
        "E94",
        "E_MDc",
        "M/D/c FCFS",
        {"c": 4, "lam": 0.7, "D": 5.0},
        {"Wq": wait, "ratio_to_MMc": wait / theory.mean_wait(4, 0.7, 0.2)},
    )
    waits, wait = chains.erlang_service(3, 2.4, 3, 1.0, 150)
    yield (
        "E95",
        "E_MPHc",
        "M/PH/c FCFS",
        {
            "c": 3,
            "lam": 2.4,
            "mean_service": 1.0,
            "cv2_service": 1 / 3,
            "service": "E3",
            "service_params": [3.0],
        },
        {"Wq": wait, "P_wait": waits, "occupancy": 0.8},
    )
    waits, wait = chains.two_branch_service(4, 3.0, 0.8, (0.5, 3.0), 500)
    square = 2 * (0.8 * 0.25 + 0.2 * 9.0) / 1.0 - 1.0
    yield (
        "E96",
        "E_MPHc",
        "M/PH/c FCFS",
        {
            "c": 4,
            "lam": 3.0,
            "mean_service": 1.0,
            "cv2_service": square,
            "service": "H2",
            "service_params": [0.8, 0.5, 3.0],
        },
        {"Wq": wait, "P_wait": waits, "occupancy": 0.75},
    )


def ranked():
    rates = [1.0, 2.0, 1.5]
    first = theory.priority_waits(6, rates, [1.0] * 3, [2.0] * 3)
    yield (
        "F91",
        "F_priority",
        "M/M/c non-preemptive priority (class 1 first), common mu",
        {"c": 6, "lams": rates, "mu": 1.0},
        {f"Wq_class{i + 1}": w for i, w in enumerate(first)}
        | {"P_wait": theory.erlang_c(6, 4.5), "Wq_aggregate": theory.mean_wait(6, 4.5, 1.0)},
    )
    means, spreads, rates = [2.0, 4.0, 3.0], [0.5, 1.0, 1.3], [0.1, 0.08, 0.06]
    seconds = [m * m * (1 + cv * cv) for m, cv in zip(means, spreads, strict=True)]
    waits = theory.priority_waits(1, rates, means, seconds)
    yield (
        "F92",
        "F_priority",
        "M/G/1 non-preemptive priority",
        {"c": 1, "lams": rates, "mean_service": means, "cv_service": spreads},
        {f"Wq_class{i + 1}": w for i, w in enumerate(waits)},
    )
