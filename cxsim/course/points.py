"""Service points of lesson 7: a rule applied to everybody's year at the desk, who wins, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.course import company, field_words, given
from cxsim.course.people import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.measure.reading import SHARE, Allowed, one
from cxsim.messages import number, percent, tr

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.results.run import Run

#: What a rule may give points for: each contact, each that was solved, each that was not.
COUNTED = ("contact", "solved", "unsolved")
POINTS = Allowed(-1000, 1000)
SHOWN, HALF = 5, 0.5
#: What the points of the first are taken apart into.
FACTORS = ("team", "weeks", "contacts", "quality")


class Rule(NamedTuple):
    """Points for each thing counted, the share solved below which there are none, and the part that the team earns."""

    each: Mapping[str, float]
    floor: float = 0.0
    team: float = 0.0


class Paid(NamedTuple):
    """The table of agents with points and pay, and how much of the differences in weekly pay is the team."""

    table: pd.DataFrame
    by_team: float


def agents_of(run: Run) -> pd.DataFrame:
    """Everybody who handled a contact in the year: team, place, weeks at the desk, contacts, solved."""
    import pandas as pd

    first = pd.Timestamp(run.scenario.world.calendar.start_date)
    last = first + pd.Timedelta(weeks=run.scenario.weeks)
    table = run.employees
    table = table[table["handled"] > 0].copy()
    there = table["left"].fillna(last).clip(upper=last) - table["hired"].fillna(first).clip(lower=first)
    table["weeks"] = (there / pd.Timedelta(weeks=1)).clip(lower=1 / 7)
    table["solved"] = (table["handled"] * table["resolved_share"]).round()
    return table[["pool", "position", "weeks", "handled", "solved"]].reset_index(drop=True)


def paid(table: pd.DataFrame, rule: Rule, pot_cny: float) -> Paid:
    """Points of everybody under a rule, and their part of the money.

    Raises
    ------
    CxError
        When nobody gets a point.
    """
    done, solved = table["handled"], table["solved"]
    each = [rule.each.get(name, 0.0) for name in COUNTED]
    own = each[0] * done + each[1] * solved + each[2] * (done - solved)
    own = own.clip(lower=0).where(solved / done >= rule.floor, 0.0)
    teams, weeks = table["pool"].astype(str), table["weeks"]
    together = own.groupby(teams).transform("sum") / weeks.groupby(teams).transform("sum") * weeks
    points = (1 - rule.team) * own + rule.team * together
    if not points.sum() > 0:
        raise CxError(tr("this rule gives nobody a point; lower the floor or give more for a contact"))
    pay = pot_cny * points / points.sum()
    return Paid(table.assign(points=points, pay=pay), _between(points / weeks, teams, weeks))


def _between(rate: pd.Series, teams: pd.Series, weeks: pd.Series) -> float:
    """Share of the differences in points a week that lies between teams."""
    center = float(np.average(rate, weights=weeks))
    means = (rate * weeks).groupby(teams).transform("sum") / weeks.groupby(teams).transform("sum")
    total = float((weeks * (rate - center) ** 2).sum())
    return float((weeks * (means - center) ** 2).sum()) / total if total > 0 else 0.0


def wins_by(table: pd.DataFrame, winner: int) -> dict[str, float]:
    """Points of somebody over the mean of all, taken apart: team, weeks, contacts a week, points for each contact."""
    one_, mine = table.loc[winner], table[table["pool"] == table.loc[winner, "pool"]]

    def rate(part: Any, above: str, below: str) -> float:
        return float(np.sum(part[above]) / np.sum(part[below]))

    return {
        "team": rate(mine, "points", "weeks") / rate(table, "points", "weeks"),
        "weeks": one_["weeks"] / table["weeks"].mean(),
        "contacts": rate(one_, "handled", "weeks") / rate(mine, "handled", "weeks"),
        "quality": rate(one_, "points", "handled") / rate(mine, "points", "handled"),
    }


def last_year(each: Mapping[str, float], pot_cny: float, floor: float, team: float) -> list[Item]:
    """A rule of points applied to the simulated year: who gets most, by what, and what other rules would have paid."""
    for name, value in given.named(each, tr("points"), COUNTED).items():
        one(value, name, POINTS)
    rule = Rule(each, one(floor, "floor", SHARE), one(team, "team", SHARE))
    pot = one(pot_cny, "pot_cny", given.MONEY)
    run = company.year_of(LAB.base())
    agents = agents_of(run)
    return [_winners(paid(agents, rule, pot).table), _rules(agents, rule, pot), _luck(run, agents)]


def _winners(table: pd.DataFrame) -> Table:
    rows = [
        [
            _name(row), number(row.weeks, 0), number(row.handled, 0), number(100 * row.solved / row.handled, 1),
            number(row.points, 0), number(row.pay, 0),
        ]
        for row in table.sort_values("points", ascending=False).head(SHOWN).itertuples()
    ]  # fmt: skip
    heads = [
        tr("agent"), tr("weeks at the desk"), tr("contacts"), tr("solved, of 100"), tr("points"), tr("pay, CNY"),
    ]  # fmt: skip
    note = tr("The first {shown} of {count} who sat at a desk in one possible year.", shown=len(rows), count=len(table))
    return Table(tr("Who would have won last year"), heads, rows, note)


def _rules(agents: pd.DataFrame, yours: Rule, pot: float) -> Table:
    """What other rules would have paid, and what the first of each has more of than the mean."""
    share_only = agents.assign(handled=agents["weeks"], solved=agents["weeks"] * agents["solved"] / agents["handled"])
    rules = {
        tr("yours"): (agents, yours),
        tr("yours, half from the team’s result"): (agents, yours._replace(team=HALF)),
        tr("one point a contact"): (agents, Rule({"contact": 1.0})),
        tr("the share solved, each week"): (share_only, Rule({"solved": 1.0})),
    }
    rows = []
    for label, (table, rule) in rules.items():
        found = paid(table, rule, pot)
        best = int(found.table["points"].idxmax())
        parts = wins_by(found.table, best)
        factors = [tr("× {factor}", factor=number(parts[name], 2)) for name in FACTORS]
        rows.append([label, _name(found.table.loc[best]), *factors, percent(found.by_team, 0)])
    heads = [
        tr("rule"), tr("first"), tr("the team’s work"), tr("weeks there"), tr("contacts a week"),
        tr("points a contact"), tr("differences in pay a week: the team"),
    ]  # fmt: skip
    note = tr("The first of each rule: points over the mean of all, taken apart; the last two factors compare with the "
              "own team. What the team explains, nobody in it has earned alone.")  # fmt: skip
    return Table(tr("Who wins by which trick"), heads, rows, note)


def _luck(run: Run, agents: pd.DataFrame) -> Note:
    """Whether those who sat in the largest team all year differ in what they solve, or are only lucky."""
    from cxsim.measure import agent_scorecard

    team = agents["pool"].astype(str).value_counts().idxmax()
    mine = agents[(agents["pool"] == team) & (agents["weeks"] > agents["weeks"].max() - 1)]
    if len(mine) < 2:
        return Note(tr("Too few stayed the whole year to compare them."))
    calls = run.contacts.query("pool == @team and outcome == 'handled'")
    calls = calls[calls["employee"].isin(mine["position"])]
    found = agent_scorecard(calls["employee"], calls["resolved"].astype(float))
    shares = [100 * one_.raw for one_ in found.agents]
    text = tr("The {count} agents of one team ({team}) who stayed all year solved {low} to {high} of 100. Of this "
              "spread {real} of 100 is no luck.", count=len(mine), team=_team(team), low=number(min(shares), 1),
              high=number(max(shares), 1), real=number(100 * found.reliability, 0))  # fmt: skip
    return Note(text, "lead")


def _team(pool: str) -> str:
    return field_words.desks()[pool]


def _name(row: Any) -> str:
    return tr("{team}, place {place}", team=_team(str(row.pool)), place=int(row.position) + 1)

