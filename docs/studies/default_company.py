"""Default company: is it the desk in moderate trouble that the course needs?

Thirty fresh years (luck that was never used in tuning), every band of the model's description with its interval.
"""

from __future__ import annotations

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
EXTRA = "policy.staffing.extra.phone"


def read(log: Log, facts: Facts) -> Numbers:
    """The summary and all contacts handled, work on cases counted."""
    found = summarize(log, facts)
    return found | {"handled": sum(found[f"{queue}_handled"] for queue in QUEUES)}


def measure() -> Years:
    """Run the default company, and the same with one and with five more phone agents."""
    how, base = arguments(__doc__, SEED), Scenario()
    if how.draw:
        return sheet.load(NAME)
    courses = [course("default", base), course("+1 agent", base, {EXTRA: 1}), course("+5 agents", base, {EXTRA: 5})]
    return sheet.store(NAME, courses, run(courses, how, read), [*(band[0] for band in BANDS), *BESIDE])


def claims_of(years: Years) -> list[Claim]:
    """Each band, held when the whole interval lies inside; and the sign of one and of five more agents."""
    claims = []
    for key, low, high in BANDS:
        mean, half = interval(years.of("default", key))
        label, scale, unit, _ = SHOWN[key]
        asked = f"{low * scale:,g}–{high * scale:,g} {unit}".strip()
        inside = low <= mean - half and mean + half <= high
        claims.append(Claim(label, asked, show(key, mean, half), sheet.holds(inside)))
    for plan, sign, word in (("+1 agent", 1, "raises"), ("+5 agents", -1, "lower")):
        mean, half = interval(years.paired(plan, "default", "profit_cny"))
        text = show("profit_cny", mean, half, signed=True)
        claims.append(Claim(f"{plan} {word} profit", "beyond 0", text, sheet.holds(sign * mean > half)))
    return claims


def draw(years: Years) -> None:
    """Each year as a point inside its band."""
    figure, axis = plt.subplots(figsize=(8, 4.2), layout="constrained")
    for row, (key, low, high) in enumerate(reversed(BANDS)):
        values = (years.of("default", key) - low) / (high - low)
        mean, half = interval(values)
        axis.plot(values, [row] * len(values), "|", color="#8aa", ms=9)
        axis.plot([mean - half, mean + half], [row, row], color="#b22", lw=4)
    axis.axvspan(0, 1, color="#dfe", zorder=0)
    axis.set_yticks(range(len(BANDS)), [SHOWN[band[0]][0] for band in reversed(BANDS)])
    axis.set_xticks([0, 1], ["least asked", "most asked"])
    axis.set_xlim(-.4, 1.4)
    axis.set_title(f"The default company in its bands: {len(years.values)} years, red the interval of the mean")
    sheet.save_picture(NAME, figure)


def write(years: Years, claims: list[Claim]) -> None:
    """Page with the claims and what stands beside them."""
    rows = [(SHOWN[key][0], show(key, *interval(years.of("default", key))),
             f"{years.of('default', key).std(ddof=1) * SHOWN[key][1]:.3g}") for key in years.measures]  # fmt: skip
    agents = [(plan, *(show(key, *interval(years.paired(plan, "default", key)), signed=True)
                       for key in ("nps_true", "retention_share", "profit_cny", "value_cny")))
              for plan in years.courses[1:]]  # fmt: skip
    sheet.write_page(NAME, [
        "# The default company in its bands",
        f"{len(years.values)} years of luck that tuning never saw (seed {SEED}), each after a burn-in year. Intervals "
        "are 95 % (Student) of the mean; a band holds when the whole interval lies inside. "
        f"`python docs/studies/{NAME}.py` makes this page again.",
        sheet.claims_grid(claims),
        f"![Each year of the default company as a mark inside the band that is asked for]({NAME}.png)",
        "## All numbers of the default company", sheet.grid(("measure", "mean", "sd between years"), rows),
        "## One and five agents more, paired difference",
        sheet.grid(("plan", "true NPS", "retention", "profit", "value"), agents),
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    years = measure()
    claims = claims_of(years)
    sheet.write_table(years)
    sheet.write_claims(NAME, claims)
    draw(years)
    write(years, claims)


if __name__ == "__main__":
    main()
