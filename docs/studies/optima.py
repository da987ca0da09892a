"""Inside optima: is there a best number of agents, a best target, a best compensation, and where?

Profit is money within the year, value is profit plus the change of customer equity. A best value lies inside when it
beats both ends of its range by more than twice the standard error of the paired difference. It is chosen on the
first ten years and tested on the others, so that the choice cannot flatter the test.
"""

from __future__ import annotations

import numpy as np
import sheet
from matplotlib import pyplot as plt
from paired import Course, arguments, course, run
from sheet import Claim, Years, show

from cxsim.experiment.verdict import interval
from cxsim.results.facts import Facts
from cxsim.results.summary import summarize
from cxsim.scenario import Scenario
from cxsim.schema import PHONE, Log

NAME, SEED, CHOOSE = "optima", 4099, 10
AGENTS = (-3, -1, 0, 1, 2, 4, 6, 8, 12)
TARGETS = (5, 40, 60, 70, 80, 90, 95, 99.5)
OFFERS = (0, 30, 60, 100, 160, 220, 300, 400)
MEASURES = ("phone_seat_hours", "phone_within_promise_share", "phone_abandoned_share", "phone_occupancy_share",
            "phone_wait_mean_min", "complaints", "complaint_response_h", "joiners", "nps_true", "retention_share",
            "profit_cny", "value_cny")  # fmt: skip
#: Lever, its values, words, and whether an inside optimum is asked for in profit and in value.
LEVERS = (
    ("agents", AGENTS, "phone agents in all open hours", ("profit_cny", "value_cny")),
    ("target", TARGETS, "target share within 60 s, %", ("profit_cny",)),
    ("offer", OFFERS, "compensation per case, CNY", ("value_cny",)),
)


def label(lever: str, value: float) -> str:
    """Name of the course of one lever; the values of the default company are the default itself."""
    return "default" if (lever, value) in (("agents", 0), ("offer", 60)) else f"{lever} {value:g}"


def courses() -> list[Course]:
    """The default and one course for each value of each lever."""
    base = Scenario()
    found = [course("default", base)]
    found += [course(label("agents", n), base, {"policy.staffing.extra.phone": n}) for n in AGENTS if n]
    for target in TARGETS:
        share = {"policy.targets.live_share": target / 100, "policy.promise.live_share": target / 100}
        found.append(course(label("target", target), base, {"policy.staffing.mode": "to_target", **share}))
    found += [course(label("offer", cny), base, {"policy.recovery.compensation_cny": float(cny)})
              for cny in OFFERS if cny != 60]  # fmt: skip
    return found


def read(log: Log, facts: Facts) -> dict[str, float]:
    """The summary and the seat-hours on the phone in a usual week."""
    week = facts.plan.roster[PHONE][:336]
    return summarize(log, facts) | {"phone_seat_hours": float(week.sum()) / 2}


def best_inside(years: Years, lever: str, values: tuple[float, ...], measure: str) -> float:
    """The inside value with the highest mean of the first years."""
    means = [years.of(label(lever, value), measure)[:CHOOSE].mean() for value in values[1:-1]]
    return values[1 + int(np.argmax(means))]


def claims_of(years: Years) -> list[Claim]:
    """Best inside value against both ends, on the years that did not choose it."""
    claims = []
    for lever, values, words, asked in LEVERS:
        for measure in asked:
            best = best_inside(years, lever, values, measure)
            gains = [years.paired(label(lever, best), label(lever, end), measure)[CHOOSE:]
                     for end in (values[0], values[-1])]  # fmt: skip
            errors = [gain.std(ddof=1) / np.sqrt(len(gain)) for gain in gains]
            inside = all(gain.mean() > 2 * error for gain, error in zip(gains, errors, strict=True))
            told = "; ".join(
                f"{show(measure, gain.mean(), signed=True)} over {end:g} ({gain.mean() / error:.0f} errors)"
                for end, gain, error in zip((values[0], values[-1]), gains, errors, strict=True)
            )
            claims.append(Claim(f"{sheet.SHOWN[measure][0]} over {words}: best at {best:g}",
                                "over both ends by 2 standard errors", told, sheet.holds(inside)))
    return claims


def draw(years: Years) -> None:
    """Profit and value over each lever, as paired difference to the default company."""
    figure, axes = plt.subplots(2, 3, figsize=(11, 6), layout="constrained", sharex="col")
    for column, (lever, values, words, _) in enumerate(LEVERS):
        for row, measure in enumerate(("profit_cny", "value_cny")):
            axis = axes[row, column]
            found = [interval(years.paired(label(lever, value), "default", measure)) for value in values]
            mean, half = (np.array(part) / 1e6 for part in zip(*found, strict=True))
            axis.errorbar(values, mean, half, marker="o", ms=4, lw=1, color=sheet.BLUE, ecolor=sheet.VERMILION)
            axis.axhline(0, color="#999", lw=.8)
            best = int(np.argmax(mean))
            axis.plot(values[best], mean[best], "o", ms=9, mfc="none", color=sheet.VERMILION)
            axis.annotate(f"{values[best]:g}: {mean[best]:+.2f}", (values[best], mean[best]), (0, 8), ha="center",
                          textcoords="offset points", fontsize=8, color=sheet.VERMILION)
            axis.margins(x=.12, y=.15)
            axis.set_ylabel(f"{sheet.SHOWN[measure][0]}, M CNY" if column == 0 else "")
        axes[1, column].set_xlabel(words)
    figure.suptitle("Difference to the default company; ring: highest")
    sheet.save_picture(NAME, figure)


def curve(years: Years, lever: str, values: tuple[float, ...]) -> str:
    """The response curve of one lever as a table."""
    levels = ["phone_seat_hours", "phone_within_promise_share", "phone_abandoned_share", "phone_wait_mean_min",
              "complaint_response_h"]  # fmt: skip
    if lever == "offer":
        levels = ["complaints", "complaint_response_h"]
    apart = ("joiners", "nps_true", "retention_share", "profit_cny", "value_cny")
    rows = []
    for value in values:
        name = label(lever, value)
        shown = [show(key, years.of(name, key).mean()) for key in levels]
        shown += ["" if name == "default" else show(key, *interval(years.paired(name, "default", key)), signed=True)
                  for key in apart]  # fmt: skip
        rows.append((f"{value:g}", *shown))
    return sheet.grid((lever, *(sheet.SHOWN[key][0] for key in (*levels, *apart))), rows)


def write(years: Years, claims: list[Claim]) -> None:
    """Page with the claims and the three response curves."""
    parts = [
        "# Inside optima",
        f"{len(years.values)} years for each value (seed {SEED}), paired. `python docs/studies/{NAME}.py` makes this "
        "page again. " + " ".join((__doc__ or "").split("\n\n")[1].split()),
        sheet.claims_grid(claims),
        "Value over the target has no inside optimum: each point of retention is worth more than the seats that buy "
        "it, up to the last target tried. So the sentence is about profit, and the horizon decides: a lesson.",
        f"![Profit and value over agents, target and compensation as difference to the default company]({NAME}.png)",
    ]
    for lever, values, words, _ in LEVERS:
        parts += [f"## {words[0].upper()}{words[1:]}", curve(years, lever, values)]
    sheet.write_page(NAME, parts)


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    how = arguments(__doc__ or "", SEED)
    years = sheet.measured(NAME, courses, lambda planned: run(planned, how, read), MEASURES, how.draw)
    sheet.publish(years, claims_of(years), draw, write)


if __name__ == "__main__":
    main()
