"""Default company: is it the desk in moderate trouble that the course needs?

Thirty fresh years (luck that was never used in tuning), every band of the model's description with its interval.
The complaint desk is one or two people and its years differ most, so its band is judged over four times as many.
"""

from __future__ import annotations

import argparse

import sheet
from matplotlib import pyplot as plt
from paired import Numbers, arguments, course, run
from sheet import SHOWN, Claim, Years, show

from cxsim.experiment.verdict import interval
from cxsim.results.facts import Facts
from cxsim.results.summary import summarize
from cxsim.scenario import Scenario
from cxsim.schema import QUEUES, Log

NAME, SEED = "default_company", 4099
#: Measure, lowest and highest value asked for, in the units of the summary.
BANDS = (
    ("phone_within_promise_share", .60, .75), ("phone_abandoned_share", .08, .13),
    ("phone_occupancy_share", .65, .75), ("fcr_share", .68, .74), ("complaint_response_h", 3.5, 4.5),
    ("csat_true_share", .80, .86), ("nps_true", 5, 25), ("retention_share", .78, .88),
    ("profit_share", .03, .10), ("handled", 270_000, 290_000),
)  # fmt: skip
BESIDE = ("phone_wait_mean_min", "chat_within_promise_share", "email_wait_mean_min", "case_occupancy_share",
          "complaints", "complaint_within_24h_share", "csat_observed_share", "nps_observed", "joiners",
          "customers_end", "profit_cny", "value_cny")  # fmt: skip
EXTRA, NEEDS = "policy.staffing.extra.phone", "world.demand.needs_per_year"
RESPONSE, MANY = "complaint_response_h", 4
DEFAULT, AGENT, AGENTS, TEN_NEEDS = "default", "+1 agent", "+5 agents", "10 needs a year"


def read(log: Log, facts: Facts) -> Numbers:
    """The summary and all contacts handled, work on cases counted."""
    found = summarize(log, facts)
    return found | {"handled": sum(found[f"{queue}_handled"] for queue in QUEUES)}


def measure() -> tuple[Years, Years]:
    """The default company, with one and with five more phone agents, with ten needs; then many more years of it."""
    how, base = arguments(__doc__, SEED), Scenario()
    if how.draw:
        return sheet.load(NAME), sheet.load(f"{NAME}_response")
    courses = [course(DEFAULT, base), course(AGENT, base, {EXTRA: 1}), course(AGENTS, base, {EXTRA: 5}),
               course(TEN_NEEDS, base, {NEEDS: 10.0})]  # fmt: skip
    years = sheet.store(NAME, courses, run(courses, how, read), [*(band[0] for band in BANDS), *BESIDE])
    many = argparse.Namespace(**{**vars(how), "replications": MANY * how.replications})
    return years, sheet.store(f"{NAME}_response", courses[:1], run(courses[:1], many, read), [RESPONSE])


def claims_of(years: Years, many: Years) -> list[Claim]:
    """Each band, held when the whole interval lies inside; and the sign of one and of five more agents."""
    claims = []
    for key, low, high in BANDS:
        found = many if key == RESPONSE else years
        mean, half = interval(found.of(DEFAULT, key))
        label, scale, unit, _ = SHOWN[key]
        label += f", {len(many.values)} years" if key == RESPONSE else ""
        asked = f"{low * scale:,g}–{high * scale:,g} {unit}".strip()
        inside = low <= mean - half and mean + half <= high
        claims.append(Claim(label, asked, show(key, mean, half), sheet.holds(inside)))
    for plan, sign, word in ((AGENT, 1, "raises"), (AGENTS, -1, "lower")):
        mean, half = interval(years.paired(plan, DEFAULT, "profit_cny"))
        text = show("profit_cny", mean, half, signed=True)
        claims.append(Claim(f"{plan} {word} profit", "beyond 0", text, sheet.holds(sign * mean > half)))
    return claims


def draw(years: Years) -> None:
    """Each year as a point inside its band."""
    figure, axis = plt.subplots(figsize=(10, 4.6), layout="constrained")
    for row, (key, low, high) in enumerate(reversed(BANDS)):
        values = (years.of(DEFAULT, key) - low) / (high - low)
        mean, half = interval(values)
        axis.plot(values, [row] * len(values), "|", color=sheet.BLUE, ms=9, alpha=.6)
        axis.plot([mean - half, mean + half], [row, row], color=sheet.VERMILION, lw=5)
        _, scale, unit, _ = SHOWN[key]
        told = f"{show(key, *interval(years.of(DEFAULT, key)))}  (asked {low * scale:,g}–{high * scale:,g} {unit})"
        axis.annotate(told.replace(" )", ")"), (1.43, row), va="center", fontsize=9, annotation_clip=False)
    axis.axvspan(0, 1, color="#e8e8e8", zorder=0)
    axis.set_yticks(range(len(BANDS)), [SHOWN[band[0]][0] for band in reversed(BANDS)])
    axis.set_xticks([0, 1], ["least asked", "most asked"])
    axis.set_xlim(-.4, 1.4)
    axis.set_title(f"{len(years.values)} default years (blue), interval of the mean (bar), band asked for (gray)")
    sheet.save_picture(NAME, figure)


def chosen(years: Years, many: Years) -> list[str]:
    """What could not be met together, measured, and what was chosen."""
    keys = ("handled", "phone_within_promise_share", "phone_abandoned_share", "csat_true_share", "nps_true")
    rows = [(name, *(show(key, *interval(years.of(name, key))) for key in keys)) for name in (DEFAULT, TEN_NEEDS)]
    few, all_years = (show(RESPONSE, *interval(found.of(DEFAULT, RESPONSE))) for found in (years, many))
    return [
        "## What was chosen",
        f"**Needs.** {Scenario().world.demand.needs_per_year:g} needs per customer and year instead of about ten. "
        "Nearly everybody whose need is not solved comes back (.95), so ten needs make more contacts than the band of "
        "handled contacts holds, and the same seats lose more callers than their band allows:",
        sheet.grid(("company", *(SHOWN[key][0] for key in keys)), rows),
        f"**First complaint response.** Over the first {len(years.values)} years {few}: the mean lies in its band, the "
        f"interval sticks out, because a desk of one or two people is calm in one year and behind in another. Over "
        f"{len(many.values)} years {all_years}. Work on a case was not lengthened to move it to the middle: that "
        "would change every number of complaints for the sake of one interval.",
    ]  # fmt: skip


def write(years: Years, many: Years, claims: list[Claim]) -> None:
    """Page with the claims and what stands beside them."""
    rows = [(SHOWN[key][0], show(key, *interval(years.of(DEFAULT, key))),
             f"{years.of(DEFAULT, key).std(ddof=1) * SHOWN[key][1]:.3g}") for key in years.measures]  # fmt: skip
    agents = [(plan, *(show(key, *interval(years.paired(plan, DEFAULT, key)), signed=True)
                       for key in ("nps_true", "retention_share", "profit_cny", "value_cny")))
              for plan in (AGENT, AGENTS)]  # fmt: skip
    sheet.write_page(NAME, [
        "# The default company in its bands",
        f"{len(years.values)} years of luck that tuning never saw (seed {SEED}), each after a burn-in year. Intervals "
        "are 95 % (Student) of the mean; a band holds when the whole interval lies inside. "
        f"`python docs/studies/{NAME}.py` makes this page again.",
        sheet.claims_grid(claims),
        f"![Each year of the default company as a mark inside the band that is asked for]({NAME}.png)",
        *chosen(years, many),
        "## All numbers of the default company", sheet.grid(("measure", "mean", "sd between years"), rows),
        "## One and five agents more, paired difference",
        sheet.grid(("plan", "true NPS", "retention", "profit", "value"), agents),
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    years, many = measure()
    claims = claims_of(years, many)
    sheet.publish(years, claims, draw, lambda years, claims: write(years, many, claims))


if __name__ == "__main__":
    main()
