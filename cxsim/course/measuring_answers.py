"""The toolbox of lesson 6 that reads answers: two scales, effort by channel, a draw, techniques by lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cxsim.course import company, field_words, given, years
from cxsim.course.measuring import LAB
from cxsim.course.own_data_tables import between
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.measure import ces, coverage, csat, response_rates, sample_size_margin, stratified_sample
from cxsim.measure.reading import Allowed, one, word
from cxsim.messages import number, tr

#: Best marks of the two scales, and how many of the best marks are the top box.
SCALES, TOP = (5, 10), 2
#: Contacts from which on a matter stands in the last line.
MANY = 4
#: People whom a technique was tried on.
ASKED = Allowed(1, 100_000, whole=True)


def two_scales(five: Sequence[float], ten: Sequence[float]) -> list[Item]:
    """Answers from 1 to 5 and from 1 to 10: mean on one common scale, and the share in the top box."""
    rows, means, tops = [], [], []
    for marks, best in zip((five, ten), SCALES, strict=True):
        name = tr("1 to {best}", best=best)
        values = [one(mark, tr("an answer on {scale}", scale=name), Allowed(1, best, whole=True)) for mark in marks]
        if not values:
            raise CxError(tr("{scale}: no answer; at least one is needed", scale=name))
        found = csat(values, satisfied_from=best + 1 - TOP, best=best)
        mean = sum(values) / len(values)
        means.append((mean - 1) / (best - 1))
        tops.append(found.value)
        others = [number(1 + means[-1] * (other - 1), 1) for other in SCALES]
        rows.append([name, number(len(values)), *others, number(100 * means[-1], 0), number(found.value, 0),
                     between(found.low, found.high, 0)])  # fmt: skip
    heads = [tr("asked on"), tr("answers"), *[tr("mean, as 1 to {best}", best=best) for best in SCALES],
             tr("mean, as 0 to 100"), tr("top box, of 100"), tr("95 %")]  # fmt: skip
    note = tr("Top box: the {count} best marks of each scale. A mean is carried over by its place between the ends.",
              count=TOP)  # fmt: skip
    return [Table(tr("Two scales, two ways to sum up"), heads, rows, note), _which_is_better(means, tops)]


def _which_is_better(means: Sequence[float], tops: Sequence[float]) -> Note:
    """Whether mean and top box name the same list as the better one."""
    if (means[0] - means[1]) * (tops[0] - tops[1]) < 0:
        return Note(tr("Mean and top box disagree on which list is better: fix one of them before you ask."), "lead")
    return Note(tr("Here mean and top box agree on which list is better. Change a few marks: they need not."), "lead")


def effort_by() -> list[Item]:
    """Customer effort of one year by channel, and by how many contacts a matter took."""
    run = company.year_of(LAB.base())
    table = run.surveys.merge(run.needs[["need", "attempts"]], on="need")
    names = field_words.desks()
    groups = {label: table[table["channel"].astype(str) == key] for key, label in names.items()}
    for count in range(1, MANY):
        groups[tr("contacts: {count}", count=count)] = table[table["attempts"] == count]
    groups[tr("contacts: {count} or more", count=MANY)] = table[table["attempts"] >= MANY]
    rows = []
    for label, part in groups.items():
        if len(part):
            found = ces(part["effort"])
            rows.append([label, number(found.n), number(found.value, 1), between(found.low, found.high)])
    heads = [tr("answers by"), tr("answers"), tr("effort, 1 to 7 (7 is most)"), tr("95 %")]
    note = tr("One possible year. Contacts: how often the customer had to turn to the company for one matter.")
    return [Table(tr("Where the effort is"), heads, rows, note)]


def draw(margin: float, confidence: float, by: str) -> list[Item]:
    """Size for a margin, then three draws of it from the customers, and whom each covers."""
    points = one(margin, "margin", Allowed(0.5, 30))
    level = one(confidence, "confidence", Allowed(0.5, 0.999))
    column = {"segment": "segment", "channel": "preferred_channel"}[word(by, "by", ("segment", "channel"))]
    people = company.year_of(LAB.base()).customers
    groups = people[people["status_start"].astype(str) == "customer"][column].astype(str).to_numpy()
    size = min(sample_size_margin(points / 100, 0.5, level), len(groups))
    draws = {
        tr("at random"): stratified_sample(["all"] * len(groups), size),
        tr("as many as there are"): stratified_sample(groups, size),
        tr("the same from each"): stratified_sample(groups, size, "equal"),
    }
    found = [{part.group: part for part in coverage(groups[one_draw.places], groups)} for one_draw in draws.values()]
    rows = [
        [given.own(name), number(found[0][name].population, 1), *[_covered(part[name]) for part in found]]
        for name in sorted(found[0], key=lambda name: -found[0][name].population)
    ]  # fmt: skip
    heads = [tr("group"), tr("of 100 customers"), *[tr("drawn {how}, of 100", how=how) for how in draws]]
    note = tr("{n} of {people} customers: enough for a share within {margin} points of the truth, {level} of 100 "
              "times. ! marks a group whose 95 % interval misses its share of the customers; by luck one in twenty "
              "does. Drawn the same from each, small groups can be told apart, and the whole must be "
              "weighted.", n=number(size), people=number(len(groups)),
              margin=number(points, 1), level=number(100 * level, 1))  # fmt: skip
    return [Table(tr("Who is in the sample?"), heads, rows, note)]


def _covered(part: Any) -> str:
    return number(part.share.value, 1) if part.holds else tr("{share} !", share=number(part.share.value, 1))


class Tested(NamedTuple):
    """A technique tried on people drawn by lot: asked, answered, cost of asking one."""

    asked: int
    answered: int
    cost_cny: float


def techniques(tested: Mapping[str, Sequence[float]], budget_cny: float) -> list[Item]:
    """Response rate, cost of an answer and answers for a budget, by technique; the first one is compared with."""
    columns = {tr("asked"): ASKED, tr("answered"): given.COUNT, tr("cost"): given.MONEY}
    found = {name: Tested(int(asked), int(came), cost)
             for name, (asked, came, cost) in given.rows(tested, tr("tested"), columns).items()}  # fmt: skip
    budget = one(budget_cny, "budget_cny", given.MONEY)
    for name, part in found.items():
        if part.answered > part.asked:
            raise CxError(tr("{name}: {came} answered of {asked}; allowed: at most as many as were asked", name=name,
                             came=part.answered, asked=part.asked))  # fmt: skip
    names = [name for name, part in found.items() for _ in range(part.asked)]
    came = [place < part.answered for part in found.values() for place in range(part.asked)]
    rows = [_technique(part, found[part.technique], budget) for part in response_rates(names, came)]
    heads = [tr("technique"), tr("who answer, of 100"), tr("95 %"), tr("against the first"), tr("beyond chance?"),
             tr("cost of an answer, CNY"), tr("answers for the budget")]  # fmt: skip
    note = tr("Budget {budget} CNY. Draw by lot who gets which technique, else the difference is not the technique's. "
              "Many looks: the p-values are corrected (Holm). Cost: of asking one person, answered or not.",
              budget=number(budget, 0))  # fmt: skip
    return [Table(tr("Techniques tested by lot"), heads, rows, note)]


def _technique(found: Any, part: Tested, budget: float) -> list[str]:
    rate = found.rate
    gain, sure = "–", "–"
    if found.gain is not None:
        gain = tr("{value} ({low} to {high})", value=years.signed(found.gain.value, 1),
                  low=years.signed(found.gain.low, 1), high=years.signed(found.gain.high, 1))  # fmt: skip
        sure = tr("yes") if found.p_value < 0.05 else tr("no")
    each = part.cost_cny * part.asked / part.answered if part.answered and part.cost_cny else 0.0
    return [given.own(found.technique), number(rate.value, 1), between(rate.low, rate.high), gain, sure,
            number(each, 1) if each else "–", number(int(budget / each)) if each else "–"]  # fmt: skip
