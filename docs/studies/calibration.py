"""Calibration: does it find a known World again from the log that the simulator wrote in it?

Thirty companies are drawn at random over plausible ranges (seed 4100), each is simulated for sixty weeks, its log is
written to a CSV file with the columns that a switch has, read back and fitted. A 95 % interval should hold the truth in
about 28 or 29 of 30 worlds; 24 or fewer would mean a wrong interval.
"""

from __future__ import annotations

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import sheet
from matplotlib import pyplot as plt

import cxsim as cx
from cxsim.calibrate.proof import compared, known_world, log_of

NAME, WORLDS, SEED, FEWEST = "calibration", 30, 4100, 25


def one_world(number: int) -> pd.DataFrame:
    """Draw, simulate, write, read, fit, compare."""
    scenario = known_world(number)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.csv"
        log = log_of(scenario, SEED + number)
        log.to_csv(file, index=False)
        found = cx.calibrate(file)  # type: ignore[operator]  # a module that answers calls
    rows = compared(found, scenario, log.attrs["needs_a_day"])
    seen, true = found.scenario.policy.staffing, scenario.policy.staffing
    rows["world"], rows["same_roster"] = number, seen.roster.phone == true.roster.phone
    rows["same_chats"] = seen.roster.chat == true.roster.chat and seen.chat_concurrency == true.chat_concurrency
    return rows


def measure(threads: int) -> pd.DataFrame:
    """Thirty worlds, kept in a file."""
    with ProcessPoolExecutor(threads) as pool:
        table = pd.concat(pool.map(one_world, range(WORLDS)))
    table.to_csv(sheet.HERE / f"{NAME}_worlds.csv", index=False, float_format="%.6g", lineterminator="\n")
    return pd.read_csv(sheet.HERE / f"{NAME}_worlds.csv")


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """How often the truth lies inside, and how far the estimate is from it, by number."""
    table = table.assign(
        error=(table["value"] / table["truth"] - 1).where(table["name"] != "season_peak_day"),
        half=(table["high"] - table["low"]) / 2 / table["truth"],
        shown=table["name"].str.replace(r"weekday_\d", "weekday weights", regex=True),
    )  # fmt: skip
    by = table.groupby("shown", sort=False)
    return pd.DataFrame({"inside": by["holds"].sum(), "of": by["holds"].size(), "bias": by["error"].mean(),
                         "half_width": by["half"].median()}).reset_index(names="number")  # fmt: skip


def claims_of(found: pd.DataFrame, table: pd.DataFrame) -> list[sheet.Claim]:
    """Each number inside often enough, and seats read from who waits."""
    equal = int(table.groupby("world")["same_roster"].first().sum())
    share = found["inside"] / found["of"]
    worst = found.iloc[int(np.argmin(share))]
    pooled = found["inside"].sum() / found["of"].sum()
    return [
        sheet.Claim("intervals that hold the truth, the worst number", "25 of 30 or more",
                    f"{worst['inside']} of {worst['of']} ({worst['number']})", sheet.holds(share.min() >= FEWEST / 30)),
        sheet.Claim("intervals that hold the truth, all numbers", "93-97 %", f"{100 * pooled:.1f} %",
                    sheet.holds(0.93 <= pooled <= 0.97)),
        sheet.Claim("phone roster equal in every half hour of the week", "all worlds", f"{equal} of {WORLDS}",
                    sheet.holds(equal == WORLDS)),
    ]  # fmt: skip


def draw(table: pd.DataFrame) -> None:
    """Estimate against truth for six numbers."""
    figure, axes = plt.subplots(2, 3, figsize=(10, 6.4), layout="constrained")
    shown = ("busy_day_cv", "phone_patience_mean", "phone_handle_mean", "redial_share", "phone_come_back_share",
             "needs_a_day")  # fmt: skip
    for axis, name in zip(axes.ravel(), shown, strict=True):
        own = table[table["name"] == name]
        ends = np.abs(own[["low", "high"]].to_numpy().T - own["value"].to_numpy())
        axis.errorbar(own["truth"], own["value"], yerr=ends, fmt="o", ms=4, color=sheet.BLUE, ecolor=sheet.SKY)
        line = [own["truth"].min(), own["truth"].max()]
        axis.plot(line, line, color=sheet.BLACK, lw=1)
        axis.set_title(f"{name}: {int(own['holds'].sum())} of {len(own)}", fontsize=10)
        axis.set_xlabel("truth")
        axis.set_ylabel("found")
    sheet.save_picture(NAME, figure)


def write(table: pd.DataFrame, found: pd.DataFrame, claims: list[sheet.Claim]) -> None:
    """The page."""
    rows = [(r.number, f"{r.inside} of {r.of}", f"{100 * r.inside / r.of:.1f} %",
             "" if pd.isna(r.bias) else f"{100 * r.bias:+.1f} %",
             f"{100 * r.half_width:.1f} %" if r.number != "season_peak_day" else "")
            for r in found.itertuples()]  # fmt: skip
    worlds = table.groupby("world")[["same_roster", "same_chats"]].first()
    sheet.write_page(NAME, [
        "# A known World found again",
        " ".join((__doc__ or "").split("\n\n")[1].split()) + f" `python docs/studies/{NAME}.py` makes this page again.",
        sheet.claims_grid(claims),
        f"![Found against true, with intervals, for six numbers in thirty worlds]({NAME}.png)",
        "Each log has the arrival, the wait, the handle time, the outcome, the channel, a customer id and the sign of "
        "the agent, nothing else. Every mechanism is on: novices, absence and turnover, customers who leave and join, "
        "complaints, experience, surveys; in half of the worlds morning and afternoon are linked by less than 1; an "
        "agent has up to three chats at a time. The truth of `needs_a_day` is what arose in the run, because customers "
        "come and go. Prospects and urgent callers are as patient as all others, because a log does not say who is "
        "one. The beliefs that a log cannot hold (difficulty of needs, handicap of novices and how long they learn, "
        "speed of a chat beside others, share of the unhelped who give up) are those of the base company in truth and "
        "in fit.",
        f"In {int(worlds['same_roster'].sum())} of {WORLDS} worlds the phone roster came out equal in every half hour "
        f"of the week, in {int(worlds['same_chats'].sum())} the chat roster and the chats of an agent too.",
        "## Every number",
        "*inside*: 95 % intervals that hold the truth. *bias*: mean of (found / true - 1). *half width*: median of "
        "half the "
        "interval over the truth. Profiles count half hours of the day, weekday weights count weekdays; the others "
        "count "
        "worlds (fewer than 30 where too few people gave up to fit patience).",
        sheet.grid(("number", "inside", "share", "bias", "half width"), rows),
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then tables, picture and page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="make the page again from the stored worlds")
    parser.add_argument("--threads", type=int, default=2)
    how = parser.parse_args()
    table = pd.read_csv(sheet.HERE / f"{NAME}_worlds.csv") if how.draw else measure(how.threads)
    found = summary(table)
    found.to_csv(sheet.HERE / f"{NAME}.csv", index=False, float_format="%.6g", lineterminator="\n")
    claims = claims_of(found, table)
    sheet.write_claims(NAME, claims)
    draw(table)
    write(table, found, claims)


if __name__ == "__main__":
    main()
