"""Recovery paradox: can a failure that is mended make customers happier, or more faithful, than no failure?

The literature finds it in satisfaction, under conditions, and hardly ever in loyalty (de Matos et al. 2007). Here the
same customers live through the same queue in several worlds that differ from the first day of the year only in what
a failure does and what is given back: without failures, without recovery, with the usual one, with a perfect one.
"""

from __future__ import annotations

import numpy as np
import sheet
from matplotlib import pyplot as plt
from paired import Course, Numbers, arguments, course, run
from sheet import Claim, Years

from cxsim.experiment.verdict import interval
from cxsim.results.facts import Facts
from cxsim.results.summary import summarize
from cxsim.scenario import Scenario
from cxsim.schema import CUSTOMER, Log

NAME, SEED = "recovery_paradox", 4099
FREE, USUAL, NOTHING, PERFECT, GENEROUS, LIGHT = (
    "no failure", "usual recovery", "no recovery", "perfect recovery", "more than perfect", "the same, felt lightly")
MEASURES = ("retention_share", "nps_true", "satisfaction", "failure", "complaints", "value_cny")
#: Nothing that ends without help is felt as a failure: no memory of it, no drop, no bad end, no complaint.
NO_FAILURE = {
    "beliefs.failure.severity_low": 0.0, "beliefs.failure.severity_high": 0.0,
    "beliefs.experience.unresolved_penalty": 0.0, "beliefs.complaining.intercept": -40.0,
    "beliefs.complaining.opportunist_share": 0.0,
}  # fmt: skip
#: Everybody complains, everything is given back at once and for nothing.
AT_ONCE = {
    "beliefs.complaining.intercept": 40.0, "beliefs.complaining.opportunist_share": 0.0,
    "beliefs.recovery.cap": 1.0, "beliefs.recovery.distributive_base": 1.0,
    "beliefs.recovery.interactional_base": 1.0, "beliefs.recovery.apology_gain": 0.0,
    "beliefs.recovery.half_life_h": 1e5, "beliefs.loyalty.open_case_logit": 0.0,
    "policy.recovery.trigger": "all", "policy.recovery.compensation_cny": 0.0, "policy.recovery.apology": False,
    "world.service.handle.case_response.mean_min": 0.0, "world.service.handle.case_resolution.mean_min": 0.0,
    "world.service.assessment.mean_min": 0.0,
}  # fmt: skip
#: The belief switched: more is given back than was lost, and the failure itself was felt less than usual.
BEYOND = AT_ONCE | {"beliefs.recovery.cap": 1.5}
CONDITIONS = BEYOND | {"beliefs.experience.unresolved_penalty": 0.0, "beliefs.failure.satisfaction_drop": .5}


def courses() -> list[Course]:
    """Worlds that differ in failure and recovery only."""
    base = Scenario()
    return [
        course(FREE, base, NO_FAILURE), course(USUAL, base), course(NOTHING, base, {"policy.recovery.trigger": "none"}),
        course(PERFECT, base, AT_ONCE), course(GENEROUS, base, BEYOND), course(LIGHT, base, CONDITIONS),
    ]  # fmt: skip


def read(log: Log, facts: Facts) -> Numbers:
    """The summary and the state of the customers who remain at the end."""
    staying = log.persons[log.persons["status"] == CUSTOMER]
    state = {"satisfaction": staying["satisfaction"].mean(), "failure": staying["failure"].mean()}
    return summarize(log, facts) | state


def claims_of(years: Years) -> list[Claim]:
    """Retention and satisfaction against the world without failures."""
    def apart(name: str, measure: str) -> tuple[float, float]:
        return interval(years.paired(name, FREE, measure))

    claims = []
    for name in (USUAL, PERFECT):
        mean, half = apart(name, "retention_share")
        claims.append(Claim(f"retention with {name}", "below no failure",
                            f"{mean * 100:+.2f} ± {half * 100:.2f} points", sheet.holds(mean + half < 0)))
        mean, half = apart(name, "satisfaction")
        claims.append(Claim(f"satisfaction with {name}", "below no failure", f"{mean:+.3f} ± {half:.3f} points",
                            sheet.holds(mean + half < 0)))
    mean, half = apart(LIGHT, "satisfaction")
    claims.append(Claim("satisfaction under the conditions of the paradox", "above no failure",
                        f"{mean:+.3f} ± {half:.3f} points", sheet.holds(mean - half > 0)))
    gain, half = interval(years.paired(USUAL, NOTHING, "retention_share"))
    claims.append(Claim("usual recovery against none, retention", "above 0",
                        f"{gain * 100:+.2f} ± {half * 100:.2f} points", sheet.holds(gain - half > 0)))
    return claims


def draw(years: Years) -> None:
    """Retention and satisfaction of each world, as difference to the world without failures."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained", sharey=True)
    names = years.courses[:0:-1]
    for axis, measure, scale, digits, words in (
        (axes[0], "retention_share", 100, 2, "retention, points"),
        (axes[1], "satisfaction", 1, 3, "latent satisfaction, points"),
    ):
        found = [interval(years.paired(name, FREE, measure)) for name in names]
        mean, half = (np.array(part) * scale for part in zip(*found, strict=True))
        axis.barh(names, mean, xerr=half, color=sheet.SKY, ecolor=sheet.BLACK)
        axis.axvline(0, color="#444", lw=1)
        for row, (value, error) in enumerate(zip(mean, half, strict=True)):
            axis.annotate(f"{value:+.{digits}f} ± {error:.{digits}f}", (value, row), (4 if value >= 0 else -4, 7),
                          fontsize=8, ha="left" if value >= 0 else "right", textcoords="offset points")
        axis.margins(x=.45)
        axis.set_xlabel(f"{words}, difference to no failure")
    figure.suptitle("A failure that is mended against no failure at all")
    sheet.save_picture(NAME, figure)


def write(years: Years, claims: list[Claim]) -> None:
    """Page with the claims and the worlds."""
    rows = [(name, *(f"{mean * scale:+.{digits}f} ± {half * scale:.{digits}f}" for mean, half, scale, digits in (
        (*interval(years.paired(name, FREE, key)), scale, digits) for key, scale, digits in (
            ("retention_share", 100, 2), ("nps_true", 1, 2), ("satisfaction", 1, 3), ("failure", 1, 3),
            ("value_cny", 1e-6, 2)))), f"{years.of(name, 'complaints').mean():,.0f}")
            for name in years.courses[1:]]  # fmt: skip
    level = years.of(FREE, "retention_share").mean(), years.of(FREE, "nps_true").mean()
    sheet.write_page(NAME, [
        "# The recovery paradox",
        f"{len(years.values)} years (seed {SEED}), paired. `python docs/studies/{NAME}.py` makes this page again. "
        + " ".join((__doc__ or "").split("\n\n")[1].split()),
        sheet.claims_grid(claims),
        "![Retention and satisfaction with five kinds of recovery as difference to a world without failures]"
        f"({NAME}.png)",
        "*No failure*: who is not helped feels what one feels who is helped after as many contacts; nothing is "
        f"remembered, nobody complains (retention {level[0]:.2%}, true NPS {level[1]:.1f}). *Perfect*: all complain, "
        "all is given back within the day and for nothing; what remains is the bad end itself, which no recovery "
        "undoes. *More than perfect* is the belief switched (cap 1.5 instead of .85). The paradox in satisfaction "
        "needs more: a failure felt only through its drop (no bad end) that is large (.5). In retention nothing can be "
        "better than "
        "an empty memory of failure; what little satisfaction adds there needs the same switched beliefs.",
        sheet.grid(("world", "retention, points", "true NPS", "satisfaction", "memory of failure", "value, M CNY",
                    "complaints"), rows),
        "Money does not count here: in these worlds recovery is free.",
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    how = arguments(__doc__ or "", SEED)
    years = sheet.measured(NAME, courses, lambda planned: run(planned, how, read), MEASURES, how.draw)
    sheet.publish(years, claims_of(years), draw, write)


if __name__ == "__main__":
    main()
