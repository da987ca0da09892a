"""Kano: which features delight, which are taken for granted, and what each is worth.

Question: does a feature please when it is there, annoy when it is missing, or both?
Inputs: a class per respondent (letters), counts of the classes, or the two answers of each respondent.
Outputs: class, better and worse coefficients with intervals, and whether the class is more than luck.
Literature: Kano et al. 1984; Berger et al. 1993 (evaluation table, better and worse).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxsim.guards import CxError, nearest, shown
from cxsim.measure.intervals import share_of
from cxsim.measure.reading import COUNT, SHARE, Allowed, add_to_one, numbers, one
from cxsim.measure.result import Measure, few, lines
from cxsim.messages import tr

__all__ = ["CLASSES", "Kano", "kano", "kano_classes"]

#: Letter and meaning of each class.
CLASSES = {
    "A": "attractive", "O": "one-dimensional", "M": "must-be", "I": "indifferent", "R": "reverse", "Q": "questionable",
}  # fmt: skip
# Rows: answer when the feature is there; columns: when it is missing; both from "I like it" (1) to "I dislike it" (5).
_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


@dataclass(frozen=True, slots=True)
class Kano:
    """What respondents say of one feature.

    Attributes
    ----------
    counts : dict of str to float
        Respondents in each class, all six letters; shares where shares were given.
    category : str
        Letter of the most frequent class.
    p_value : float
        Chance of so clear a lead over the second class if both were equally frequent (exact binomial test).
    better, worse : Measure
        (A + O) and -(O + M), both divided by A + O + M + I, with Wilson's interval.
    n : int
        Respondents.
    warning : str
        What to keep in mind; empty where there is nothing.
    """

    counts: Mapping[str, float]
    category: str
    p_value: float
    better: Measure
    worse: Measure
    n: int
    warning: str

    @property
    def is_clear(self) -> bool:
        """Whether the class is more than luck at 5 %."""
        return self.p_value < 0.05

    def __str__(self) -> str:
        meaning, p_value = tr(CLASSES[self.category]), f"{self.p_value:.3f}"
        head = tr("{letter} ({meaning}), n = {n}, p = {p_value}", letter=self.category, meaning=meaning,
                  n=self.n, p_value=p_value)  # fmt: skip
        doubt = (
            ""
            if self.n == 0 or self.is_clear
            else tr("the class is not clear: the second may be as frequent")
        )
        return head + "\n" + lines([self.better, self.worse], self.warning, doubt)


def kano(answers: Mapping[str, int] | Iterable[str], level: float = 0.95) -> Kano:
    """Class and better–worse coefficients of one feature.

    Parameters
    ----------
    answers : mapping of letter to count, or one letter per respondent
        Letters A, O, M, I, R, Q; missing answers are left out. Letters come from `kano_classes` where the two
        questions were asked. A mapping of shares that add to 1 is taken as well; it has no intervals.
    level : float
        Confidence of the intervals.

    Examples
    --------
    >>> got = kano({"A": 30, "O": 40, "M": 20, "I": 10})
    >>> got.category, round(got.better.value, 2), round(got.worse.value, 2), got.is_clear
    ('O', 0.7, -0.6, False)
    """
    if isinstance(answers, Mapping) and any(
        isinstance(v, float) and v != int(v) for v in answers.values() if v == v
    ):
        return _of_shares(answers, level)
    counts = _counted(answers)
    n, judged = sum(counts.values()), sum(counts[letter] for letter in "AOMI")
    if not judged:
        raise CxError(tr("kano: nobody is in class A, O, M or I; at least one respondent is needed"))
    from scipy.stats import binomtest

    first, second = sorted(counts.values(), reverse=True)[:2]
    p_value = float(binomtest(first, first + second).pvalue)
    warning = few(n)
    if counts["R"] + counts["Q"] > 0.2 * n:
        text = tr("more than one in five answers is reverse or questionable: look at the questions")
        warning = "; ".join(part for part in (warning, text) if part)
    return Kano(
        counts, max(counts, key=lambda letter: counts[letter]), p_value,
        share_of(tr("better"), counts["A"] + counts["O"], judged, level, 1.0),
        share_of(tr("worse"), counts["O"] + counts["M"], judged, level, -1.0), n, warning,
    )  # fmt: skip


def _of_shares(answers: Mapping[str, float], level: float) -> Kano:
    """The same from shares: values without intervals, because nobody knows of how many."""
    shares = dict.fromkeys(CLASSES, 0.0)
    for key, value in answers.items():
        shares[_letter(key, tr("share"))] = one(value, tr("kano, share of {letter}", letter=key), SHARE)
    add_to_one(np.array(list(shares.values())), tr("kano: the shares"))
    judged = sum(shares[letter] for letter in "AOMI")
    if not judged:
        raise CxError(tr("kano: nobody is in class A, O, M or I; at least one respondent is needed"))
    nan = math.nan
    parts = [
        Measure(name, value / judged, nan, nan, 0, "shares", level, digits=2)
        for name, value in (
            (tr("better"), shares["A"] + shares["O"]),
            (tr("worse"), -(shares["O"] + shares["M"])),
        )
    ]
    category = max(shares, key=lambda letter: shares[letter])
    return Kano(shares, category, nan, parts[0], parts[1], 0, tr("from shares: no intervals"))


def kano_classes(functional: Iterable[int], dysfunctional: Iterable[int]) -> list[str]:
    """Class of each respondent by the evaluation table.

    Parameters
    ----------
    functional, dysfunctional : iterable of int
        Answers when the feature is there and when it is missing: 1 like, 2 expect, 3 neutral, 4 live with,
        5 dislike. Pairs with a missing answer are left out.

    Examples
    --------
    >>> kano_classes([1, 1, 3, 3, 1], [3, 5, 5, 3, 1])
    ['A', 'O', 'M', 'I', 'Q']
    """
    scale = Allowed(1, 5, whole=True)
    there, missing = numbers(functional, "functional", scale), numbers(dysfunctional, "dysfunctional", scale)
    if len(there) != len(missing):
        text = tr("kano: {one} functional and {two} dysfunctional answers; they come in pairs",
                  one=len(there), two=len(missing))  # fmt: skip
        raise CxError(text)
    both = ~np.isnan(there) & ~np.isnan(missing)
    letters = np.array([list(row) for row in _TABLE])
    found: list[str] = letters[there[both].astype(int) - 1, missing[both].astype(int) - 1].tolist()
    return found


def _counted(answers: Any) -> dict[str, int]:
    counts = dict.fromkeys(CLASSES, 0)
    if isinstance(answers, Mapping):
        for key, value in answers.items():
            counts[_letter(key, tr("count"))] = int(
                one(value, tr("kano, count of {letter}", letter=key), COUNT)
            )
        return counts
    if isinstance(answers, str) or not hasattr(answers, "__iter__"):
        raise CxError(tr("kano: answers must be one letter per respondent, or counts by letter"))
    import pandas as pd

    given = answers if isinstance(answers, pd.Series) else pd.Series(list(answers), dtype=object)
    codes, known = pd.factorize(given, use_na_sentinel=True)
    for place, (value, times) in enumerate(zip(known, np.bincount(codes[codes >= 0]), strict=True)):
        if str(value).strip():
            row = given.index[int(np.argmax(codes == place))]  # the first row with this answer
            counts[_letter(value, str(row))] += int(times)
    return counts


def _letter(value: Any, row: str) -> str:
    found = str(value).strip()
    if found.upper() in CLASSES:
        return found.upper()
    meanings = {meaning: letter for letter, meaning in CLASSES.items()}
    if found.lower() in meanings:
        return meanings[found.lower()]
    guess = nearest(found, meanings)
    allowed = ", ".join(CLASSES) + (tr(" (did you mean {guess}?)", guess=guess) if guess else "")
    raise CxError(
        tr("kano: answer {row} is {value}; allowed: {allowed}", row=row, value=shown(value), allowed=allowed)
    )
