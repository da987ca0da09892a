"""How long do measures and analyses take on a million rows, on one core?

``python benchmarks/tables.py [ROWS]`` writes ``tables.csv``: seconds of processor time (so that other
work on the machine does not count), one thread, the second of two calls (imports are paid once). The promise: a measure
under 2 s, an analysis table under 20 s. ``--read ROWS`` times the reader on a file of so many rows;
``--calibrate`` times `cx.calibrate` on the file of a call log of so many rows and renews its row of the table.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from cxsim import analysis as a  # noqa: E402
from cxsim import measure as m  # noqa: E402

HERE = Path(__file__).resolve().parent
WORDS = [
    "等了很久才接通",
    "态度很好,谢谢",
    "物流太慢",
    "great help, thanks",
    "waited for ages",
    "agent was rude",
]


def table(n: int) -> pd.DataFrame:
    """Customers, contacts and answers of a made-up company."""
    rng = np.random.default_rng(1)
    difficulty = rng.normal(size=n)
    csat = np.clip(4 - 0.8 * difficulty + rng.normal(0, 0.5, n), 1, 5)
    start = rng.uniform(19_800, 20_100, n)
    return pd.DataFrame({
        "customer": rng.integers(0, n // 3, n), "agent": rng.integers(0, 1000, n), "day": np.floor(start),
        "region": rng.choice(["north", "south", "east", "west"], n), "difficulty": difficulty,
        "wait": rng.exponential(30, n), "answered": rng.integers(0, 2, n), "csat": csat,
        "score": rng.integers(0, 11, n),
        "left": (rng.random(n) < 1 / (1 + np.exp(2 * (csat - 3)))).astype(int), "spend": rng.lognormal(4, 1, n),
        "start": start, "end": start + rng.exponential(1, n), "x": rng.geometric(0.4, n) - 1.0,
        "age": rng.uniform(30, 40, n),
        "letter": rng.choice(list("AOMIRQ"), n),
        "comment": [f"{WORDS[k % 6]} {k % 9973}" for k in range(n)],
    })  # fmt: skip


def measures(t: pd.DataFrame) -> dict[str, object]:
    """Each measure that reads a column of answers."""
    five = pd.DataFrame({k: t["score"].clip(1, 5) for k in "abcde"})
    items = np.random.default_rng(2).integers(1, 8, (len(t), 22))
    yes, due = t["left"], np.minimum(t["end"] - t["start"], 3)
    recency = np.where(t["x"] > 0, t["age"] * 0.6, 0)
    half = len(t) // 2
    first, second, third, fourth = np.array_split(t["wait"].to_numpy(), 4)
    return {
        "nps": lambda: m.nps(t["score"]), "csat": lambda: m.csat(t["score"], 8, 10),
        "ces": lambda: m.ces(t["score"].clip(1, 7)), "csi": lambda: m.csi(five),
        "csi_sensitivity": lambda: m.csi_sensitivity(five), "servqual": lambda: m.servqual(five, five),
        "servqual, 22 items": lambda: m.servqual(items, items), "cronbach_alpha": lambda: m.cronbach_alpha(items),
        "importance_performance": lambda: m.importance_performance(five, five), "kano": lambda: m.kano(t["letter"]),
        "kano_classes": lambda: m.kano_classes(five["a"], five["b"]), "clv": lambda: m.clv(t["spend"], yes, 0.1),
        "cohort_clv": lambda: m.cohort_clv(t["region"], t[["spend", "wait", "csat"]], 0.1),
        "difference": lambda: m.difference(t["wait"][:half], t["wait"][half:]),
        "difference_with_control": lambda: m.difference_with_control(first, second, third, fourth),
        "correlation": lambda: m.correlation(t["wait"], t["csat"]),
        "drivers": lambda: m.drivers(t, "csat", ["wait", "spend"]),
        "gap_groups": lambda: m.gap_groups(t["csat"], t["score"]),
        "bond_score": lambda: m.bond_score(items, yes, t["csat"]),
        "survival": lambda: m.survival(due, yes), "retention": lambda: m.retention(due, yes, 1.0),
        "survival_difference": lambda: m.survival_difference(due, yes, yes.map({0: "a", 1: "b"}), 1.0),
        "fit_bg_nbd": lambda: m.fit_bg_nbd(t["x"], recency, t["age"]),
        "fit_gamma_gamma": lambda: m.fit_gamma_gamma(t["x"], t["spend"]),
        "purchase_summary": lambda: m.purchase_summary(t["customer"], t["day"], t["spend"]),
        "fcr": lambda: m.fcr(t["customer"], t["start"]),
        "sla_attainment": lambda: m.sla_attainment(t["start"], t["end"], 24.0),
        "sla_attainment, business clock": lambda: m.sla_attainment(
            t["start"], t["end"], 24.0, open_hours=m.OpenHours()),
        "service_level": lambda: m.service_level(t["wait"], t["answered"], blocks=t["day"]),
        "occupancy": lambda: m.occupancy(t["wait"], t["wait"] + 5),
        "closed_loop_rate": lambda: m.closed_loop_rate(t[["left", "answered"]]),
        "synergy_indicators": lambda: m.synergy_indicators(t["wait"], yes, yes),
        "agent_scorecard": lambda: m.agent_scorecard(t["agent"], t["csat"]),
        "combined_scorecard": lambda: m.combined_scorecard(
            t["agent"], t[["csat", "spend"]], {"csat": 0.5, "spend": 0.5}),
        "mystery_shopper": lambda: m.mystery_shopper(t["score"], t["agent"]),
        "stratified_sample": lambda: m.stratified_sample(t["region"], 1000),
        "stratified_mean": lambda: m.stratified_mean(t["csat"], t["region"], t["region"].value_counts().to_dict()),
        "coverage": lambda: m.coverage(t["region"][:half], t["region"]),
        "rake": lambda: m.rake(t, {"region": dict.fromkeys(["north", "south", "east", "west"], 0.25)}),
        "response_rates": lambda: m.response_rates(t["region"], yes),
        "weighted_nps": lambda: m.weighted_nps(t["score"], t["age"]),
        "weighted_mean": lambda: m.weighted_mean(t["wait"], t["age"]),
        "control_chart": lambda: m.control_chart(t["csat"] / 5),
    }  # fmt: skip


def analyses(t: pd.DataFrame) -> dict[str, object]:
    """Each analysis of a table."""
    when = pd.to_datetime(t["start"], unit="D")
    t = t.assign(when=when, close=when + pd.to_timedelta(t["end"] - t["start"], unit="D"))
    keys = {"crm": "customer", "orders": "customer"}
    crm = pd.DataFrame({"customer": np.arange(len(t) // 3)})
    return {
        "trend": lambda: a.trend(t["csat"]), "segments": lambda: a.segments(t, "region", "csat"),
        "correlations": lambda: a.correlations(t, "csat", ["wait", "spend", "difficulty"]),
        "common_cause": lambda: a.common_cause(t, "csat", ["wait"], "difficulty"),
        "pareto": lambda: a.pareto(t, "letter"), "personas": lambda: a.personas(t, ["spend", "wait", "csat"]),
        "forecast": lambda: a.forecast(t["wait"], 7, 7),
        "sentiment": lambda: a.sentiment(t["comment"]), "topics": lambda: a.topics(t["comment"], 5, t["csat"]),
        "key_words": lambda: a.key_words(t["comment"], t["region"]),
        "churn_model": lambda: a.churn_model(t, "left", ["csat", "wait", "spend"]),
        "churn_model, by month": lambda: a.churn_model(t, "left", ["csat", "wait", "spend"], "day"),
        "clean": lambda: a.clean(t, ["customer", "start"], {"wait": 3}, {"csat": "median"}, "region"),
        "quality_report": lambda: a.quality_report(t, {"score": "number 0..10"}),
        "mixed_scales": lambda: a.mixed_scales(t, "score", "region"),
        "join_tables": lambda: a.join_tables({"crm": crm, "orders": t[["customer", "spend"]]}, keys),
        "merge_feeds": lambda: a.merge_feeds({"web": t, "call": t[:1000]}, "score", "customer", crm["customer"]),
        "heat_map": lambda: a.heat_map(t, "when", "region"), "ageing": lambda: a.ageing(t, "when", "close"),
        "stage_moves": lambda: a.stage_moves(t, "customer", "region", "when"),
        "usage_steps": lambda: a.usage_steps(t, "customer", "letter", "when", "left"),
        "bought_together": lambda: a.bought_together(t, "customer", "agent"),
        "recommend": lambda: a.recommend(t, "customer", "agent", t["customer"].iloc[0]),
        "value_deciles": lambda: a.value_deciles(t["csat"], t["spend"]),
        "missed_triggers": lambda: a.missed_triggers(t, t, "customer", "when", 3),
        "over_time": lambda: a.over_time(t, "csat", "when"),
        "dashboard": lambda: a.dashboard(t, {"csat": "mean", "score": "nps"}, "when", "region"),
        "satisfaction_to_revenue": lambda: a.satisfaction_to_revenue(t["csat"], t["spend"]),
        "takeover_curve": lambda: a.takeover_curve(t["csat"] / 5, t["left"], 100, 5, 50),
        "personal_data": lambda: a.personal_data(t),
    }  # fmt: skip


def seconds(call: object) -> float:
    """Processor seconds of the second call."""
    call()  # type: ignore[operator]
    start = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - start


def read(n: int) -> list[tuple[str, str, int, float, float, str]]:
    """Write a file of so many rows, and read it with rules and repairs."""
    some = table(min(n, 1_000_000))[["customer", "score", "wait", "region"]]
    rules = {"customer": "text", "score": "number 0..10 whole", "wait": "duration", "region": "text"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        for k in range(0, n, len(some)):
            some.to_csv(path, mode="a", header=k == 0, index=False)
        start = time.process_time()
        found = m.read_table(path, rules, repair=True)
        took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return [
        (
            "reader",
            f"read_table, four columns with rules, peak {peak:.1f} GB",
            len(found),
            took,
            float("nan"),
            "",
        )
    ]


def calibrate(n: int) -> tuple[str, str, int, float, float, str]:
    """Write a call log of a known World, and fit it from the file (the log of thirteen weeks before pays imports)."""
    import cxsim as cx
    from cxsim.calibrate.proof import known_world, log_of

    cx.calibrate(log_of(known_world(3, weeks=13), 5))  # type: ignore[operator]  # a module that answers calls
    people = round(0.06 * n)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        log_of(known_world(3, people=(people, people + 1)), 5).iloc[:n].to_csv(path, index=False)
        rows = sum(1 for _ in path.open("rb")) - 1
        start = time.process_time()
        cx.calibrate(path)  # type: ignore[operator]
        took = time.process_time() - start
    return "analysis", "calibrate, from a file", rows, round(took, 3), 20.0, "yes" if took < 20 else "NO"


def renew(row: tuple[str, str, int, float, float, str]) -> None:
    """Put one row in place of the one of its name."""
    kept = pd.read_csv(HERE / "tables.csv")
    kept = kept[kept["function"] != row[1]]
    kept.loc[len(kept) + 1] = list(row)
    kept.to_csv(HERE / "tables.csv", index=False, lineterminator="\n")


def main() -> None:
    """Time everything and write the table."""
    n = int(next((word for word in sys.argv[1:] if word.isdecimal()), "1000000"))
    if "--read" in sys.argv:
        print(read(n))  # noqa: T201
        return
    if "--calibrate" in sys.argv:
        renew(calibrate(n))
        return
    data, rows = table(n), []
    for room, calls, limit in (("measure", measures(data), 2.0), ("analysis", analyses(data), 20.0)):
        for name, call in calls.items():
            took = seconds(call)
            rows.append((room, name, n, round(took, 3), limit, "yes" if took < limit else "NO"))
            print(*rows[-1], flush=True)  # noqa: T201
    found = pd.DataFrame(rows, columns=["room", "function", "rows", "cpu_s", "limit_s", "holds"])
    found.to_csv(HERE / "tables.csv", index=False, lineterminator="\n")
    renew(calibrate(n))


if __name__ == "__main__":
    main()
