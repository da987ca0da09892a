"""The toolbox of lesson 4 that reads what a learner writes: a rule for complaints, a tie told from satisfaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cxsim import datasets
from cxsim.analysis import label_agreement
from cxsim.course import field_words, given
from cxsim.course.own_data_tables import between
from cxsim.course.show import Item, Note, Table
from cxsim.measure import bond_score, correlation
from cxsim.measure.association import bonds
from cxsim.measure.intervals import mean_of
from cxsim.measure.reading import Allowed
from cxsim.messages import number, tr

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cxsim.measure import Measure

#: What a difference says of itself that may be luck.
CLOSE = "too close to call"
#: Complaints that are shown where rule and key differ.
SHOWN = 5
#: Alpha from which items are taken to belong together (Nunnally 1978), and customers that a comparison needs.
ALPHA, LEAST = 0.7, 5
#: Ends of the scale of a tie and of satisfaction; yes or no.
SCALE, YES_NO = Allowed(1, 7, whole=True), Allowed(0, 1, whole=True)


def classes(serious: Sequence[str], major: Sequence[str]) -> list[Item]:
    """Classes that a rule made of words gives to complaints, beside the key."""
    rule = {
        name: [text.casefold() for text in given.texts(words, name)]
        for name, words in (("major", major), ("serious", serious))
    }
    table = datasets.cases()
    texts = (table["text_en"] + " " + table["text_zh"]).str.casefold()
    table["rule"] = [_class_of(text, rule) for text in texts]
    names = field_words.complaint_classes()
    rows = [
        [label, *[number(int((table["rule"].eq(mine) & table["case_class"].eq(key)).sum())) for key in names]]
        for mine, label in names.items()
    ]  # fmt: skip
    heads = [tr("your rule says"), *[tr("key: {name}", name=label) for label in names.values()]]
    note = tr("{n} complaints of two years of a made-up company, in English and Chinese; the key is the class that its "
              "desk worked with. Words for major are looked for first. Kappa: 0 is luck, 1 is all.",
              n=number(len(table)))  # fmt: skip
    return [Table(tr("Your rule beside the key"), heads, rows, note), _agreed(table), *_differ(table, names)]


def _class_of(text: str, rule: Mapping[str, Sequence[str]]) -> str:
    """The first class one of whose words stands in the text."""
    return next((name for name, words in rule.items() if any(word in text for word in words)), "general")


def _agreed(table: pd.DataFrame) -> Note:
    """Agreement of rule and key, beside that of a rule without any word."""
    found = label_agreement(table, "rule", "case_class")
    lazy = label_agreement(table.assign(rule="general"), "rule", "case_class")
    grave = table[table["case_class"].ne("general")]
    text = tr(
        "Agreement: {value} of 100 ({low} to {high}); {kappa}. Calling each complaint general would agree in {lazy} of "
        "100. Of {grave} grave complaints your rule sees {seen} as grave.",
        value=number(found.value, 1), low=number(found.low, 1), high=number(found.high, 1), kappa=found.warning,
        lazy=number(lazy.value, 1), grave=number(len(grave)), seen=number(int(grave["rule"].ne("general").sum())),
    )  # fmt: skip
    return Note(text, "lead")


def _differ(table: pd.DataFrame, names: Mapping[str, str]) -> list[Item]:
    """Complaints on which rule and key differ; the gravest first."""
    wrong = table[table["rule"].ne(table["case_class"])]
    order = list(names)
    wrong = wrong.iloc[wrong["case_class"].map(order.index).argsort(kind="stable")[::-1][:SHOWN]]
    rows = [
        [given.quoted(part.text_en), names[part.case_class], names[part.rule]] for part in wrong.itertuples()
    ]
    heads = [tr("complaint"), tr("key"), tr("your rule")]
    return [Table(tr("Where they differ, the gravest first"), heads, rows)] if rows else []


def bond(care: str, customers: Mapping[str, Sequence[float]]) -> list[Item]:
    """Bond score of customers with and without an act of care, and what goes with staying: tie or satisfaction."""
    import numpy as np

    (act,) = given.texts([care], tr("care"))
    items = (tr("they know me"), tr("I would miss them"), tr("they care when they need not"))
    columns = {tr("cared for"): YES_NO, **dict.fromkeys(items, SCALE), tr("satisfied"): SCALE, tr("stayed"): YES_NO}
    table = np.array(list(given.rows(customers, tr("customers"), columns).values()))
    cared = table[:, 0] == 1
    groups = {
        tr("all"): np.ones(len(table), bool),
        tr("with “{act}”", act=act): cared,
        tr("without"): ~cared,
    }
    rows = [_level(name, table[part]) for name, part in groups.items() if part.any()]
    heads = [tr("customers"), tr("answers"), tr("tie, 0 to 100"), tr("95 %"), tr("satisfied, 1 to 7"),
             tr("stayed, of 100")]  # fmt: skip
    asked = tr("The tie: the mean of {items}, from 1 to 7, shown from 0 to 100.",
               items=", ".join(given.quoted(one) for one in items))  # fmt: skip
    return [Table(tr("Tie and satisfaction"), heads, rows, asked), *_with_staying(table)]


def _level(name: str, part: np.ndarray) -> list[str]:
    """Tie, satisfaction and staying of one group."""
    found = mean_of(name, bonds(part[:, 1:4]), 0.95, (0.0, 100.0))
    satisfied, stayed = part[:, 4].mean(), 100 * part[:, 5].mean()
    return [name, number(len(part)), number(found.value, 0), between(found.low, found.high, 0),
            number(float(satisfied), 1), number(float(stayed), 0)]  # fmt: skip


def _with_staying(table: np.ndarray) -> list[Item]:
    """Which goes with staying: the tie, satisfaction, the tie among equally satisfied customers."""
    tie, satisfied, stayed = bonds(table[:, 1:4]), table[:, 4], table[:, 5]
    if hindered := _hindered(tie, satisfied, stayed):
        return [Note(hindered, "bad")]
    found = bond_score(table[:, 1:4], stayed, satisfied)
    pairs = {
        tr("tie"): found.retention,
        tr("satisfaction"): correlation(satisfied, stayed),
        tr("tie, among equally satisfied"): found.beyond_satisfaction,
    }
    rows = [
        [name, number(one.value, 2), between(one.low, one.high, 2), tr("no") if one.sign() == CLOSE else tr("yes")]
        for name, one in pairs.items()
    ]
    alpha = round(found.alpha.value, 2)
    heads = [tr("goes with staying"), tr("rank correlation"), tr("95 %"), tr("beyond chance?")]
    note = tr("0 is none, 1 or -1 the most. Do the items belong together? Alpha {alpha} ({least} or more is usually "
              "wanted).", alpha=number(alpha, 2), least=ALPHA)  # fmt: skip
    verdict = _says_more(found.beyond_satisfaction, len(table)) if alpha >= ALPHA else _apart(alpha)
    return [Table(tr("What goes with staying?"), heads, rows, note), verdict]


def _hindered(tie: np.ndarray, satisfied: np.ndarray, stayed: np.ndarray) -> str:
    """Why these customers cannot show what goes with staying, and whom to add; nothing where they can."""
    if len(tie) < LEAST:
        return tr("Too few to see what goes with staying: {count}; write down {least} customers or more.",
                  count=len(tie), least=LEAST)  # fmt: skip
    alike = {
        tr("stayed"): (stayed, tr("add customers who left") if stayed[0] else tr("add customers who stayed")),
        tr("satisfied"): (satisfied, tr("add customers who are more satisfied, or less")),
        tr("tie"): (tie, tr("add customers who answered otherwise")),
    }
    for name, (column, advice) in alike.items():
        if column.max() == column.min():
            return tr("The column “{name}” is {value} for all customers, so nothing can go with it: {advice}.",
                      name=name, value=number(column[0], 0), advice=advice)  # fmt: skip
    for name, column in ((tr("stayed"), stayed), (tr("tie"), tie)):
        if abs(correlation(satisfied, column).value) > 1 - 1e-9:
            return tr("The columns “satisfied” and “{name}” tell the same of each customer, so they cannot be told "
                      "apart: add more customers.", name=name)  # fmt: skip
    return ""


def _apart(alpha: float) -> Note:
    """What to do where the items do not measure one thing."""
    text = tr("The items do not belong together (alpha {alpha}, below {least}): do not use the score of the tie. "
              "Look at each item alone, or ask other ones.", alpha=number(alpha, 2), least=ALPHA)  # fmt: skip
    return Note(text, "bad")


def _says_more(beyond: Measure, count: int) -> Note:
    """Whether the tie knows something that satisfaction does not."""
    told = {
        CLOSE: tr("Too close to call: {count} customers do not show whether the tie says more than satisfaction. Ask "
                  "more, and look again later.", count=number(count)),
        "higher": tr("The tie says more than satisfaction: of equally satisfied customers, the tied ones stay."),
        "lower": tr("Of equally satisfied customers the tied ones leave: look whom you asked, and when."),
    }  # fmt: skip
    return Note(told[beyond.sign()], "lead")
