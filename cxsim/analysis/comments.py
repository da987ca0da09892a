"""What customers wrote, in English and Chinese: language, sentiment, and when a person should take over.

Question: is this comment friendly or angry, and at which point is an agent worth the minutes?
Inputs: a column of comments; a column of scores or labels where one was collected with them.
Outputs: a sentiment of -1..1 for each comment, how well it agrees with the scores, a curve of thresholds.
The word list is our own and short (sentiment_words.csv, assumption); it knows no irony and no dialect. Where there are
scores, say how well it agrees with them before believing it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame
from cxsim.guards import CxError
from cxsim.measure.association import correlation
from cxsim.measure.intervals import share_of
from cxsim.measure.reading import LEAST_ZERO, Allowed, numbers, one
from cxsim.measure.result import Measure
from cxsim.messages import number, tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["agreement", "label_agreement", "language_of", "sentiment", "takeover_curve", "texts_of"]

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z']+")
_NOT = {
    "not",
    "no",
    "never",
    "without",
    "hardly",
    "isn't",
    "wasn't",
    "don't",
    "didn't",
    "doesn't",
    "can't",
    "couldn't",
}


def texts_of(comments: Iterable[Any]) -> pd.Series:
    """Comments as text, missing and blank ones as missing."""
    import pandas as pd

    given = comments if isinstance(comments, pd.Series) else pd.Series(list(comments), dtype=object)
    text = given.astype("str").str.strip()
    return text.mask(given.isna() | (text == ""))


def language_of(comments: Iterable[Any]) -> pd.Series:
    """Tell "zh" where a comment has Chinese characters, "en" where it has Latin letters only, missing where neither."""
    text = texts_of(comments)
    chinese = text.str.contains(_CHINESE).fillna(False)
    latin = text.str.contains(r"[A-Za-z]", regex=True).fillna(False)
    return chinese.map({True: "zh", False: None}).where(chinese | ~latin, "en")


def sentiment(comments: Iterable[Any]) -> pd.DataFrame:
    """Sentiment of each comment by a short word list.

    Parameters
    ----------
    comments : iterable of str
        One comment per row, English or Chinese.

    Returns
    -------
    DataFrame
        language; sentiment -1 (angry) .. 1 (glad), 0 where no listed word was found; words: how many were found.

    Examples
    --------
    >>> sentiment(["Great service, thanks", "太慢了,态度差", "not helpful"])["sentiment"].round(1).tolist()
    [1.0, -1.0, -1.0]
    """
    import pandas as pd

    text = texts_of(comments)
    once = pd.Series(text.dropna().unique())
    scored = pd.DataFrame([_scored(part) for part in once], columns=["sentiment", "words"], index=once)
    found = pd.DataFrame({"language": language_of(text)}, index=text.index)
    found["sentiment"] = text.map(scored["sentiment"]) if len(once) else np.nan
    found["words"] = text.map(scored["words"]).fillna(0).astype(int) if len(once) else 0
    return found


def agreement(comments: Iterable[Any], scores: Iterable[float], level: float = 0.95) -> Measure:
    """Rank correlation of sentiment and score of the same customers: how far the word list can be believed."""
    return correlation(sentiment(comments)["sentiment"].to_numpy(float), scores, "rank", level=level)


def takeover_curve(
    sentiments: Iterable[float], would_leave: Iterable[float], value: float, minutes: float, cost_hour: float
) -> pd.DataFrame:
    """What it brings to hand messages below a threshold of sentiment to a person.

    Parameters
    ----------
    sentiments : iterable of float
        Sentiment of each message, -1..1.
    would_leave : iterable of 0 or 1
        Whether the sender left without a person's help (from a period before takeover, or a trial).
    value : float
        Money kept for each leaver who is reached (value of the customer times the share that can be kept).
    minutes, cost_hour : float
        Time of a takeover, and what an agent's hour costs.

    Returns
    -------
    DataFrame
        threshold, taken (share of messages), reached (share of leavers), hours, profit.
    """
    import pandas as pd

    mood = numbers(sentiments, "sentiments", Allowed(-1, 1))
    leaves = numbers(would_leave, "would_leave", Allowed(0, 1, whole=True))
    if len(mood) != len(leaves):
        raise CxError(tr("takeover_curve: {one} sentiments and {two} outcomes; one of each is needed", one=len(mood),
                         two=len(leaves)))  # fmt: skip
    used = ~np.isnan(mood) & ~np.isnan(leaves)
    mood, leaves = mood[used], leaves[used]
    if not leaves.any():
        raise CxError(tr("takeover_curve: nobody left; at least one leaver is needed"))
    gain, time = one(value, "value", LEAST_ZERO), one(minutes, "minutes", LEAST_ZERO) / 60
    price, rows = one(cost_hour, "cost_hour", LEAST_ZERO), []
    for threshold in np.linspace(-1, 1, 21).round(2):
        taken = mood < threshold
        hours = float(taken.sum()) * time
        profit = gain * float(leaves[taken].sum()) - price * hours
        rows.append((threshold, taken.mean(), leaves[taken].sum() / leaves.sum(), hours, profit))
    return pd.DataFrame(rows, columns=["threshold", "taken", "reached", "hours", "profit"])


def label_agreement(table: Any, given: str, key: str) -> Measure:
    """Share of rows (complaint classes, sentiments) on which a rater agrees with the key, percent, with Cohen's kappa.

    Parameters
    ----------
    table : table
        One row per text.
    given, key : str
        Column of the rater's class, and of the key.
    """
    data = frame(table)
    column(data, given)
    if given == key:
        raise CxError(tr("label_agreement: {given} stands for both; name two columns", given=given))
    data = data[[given, column(frame(table), key).name]].dropna().astype(str)
    from sklearn.metrics import cohen_kappa_score

    found = share_of(tr("agreement"), int((data[given] == data[key]).sum()), len(data), 0.95)
    if data[key].nunique() < 2:
        return found.with_warning(tr("no kappa (agreement beyond luck): the key has one class only"))
    kappa = float(cohen_kappa_score(data[given], data[key]))
    return found.with_warning(tr("kappa (agreement beyond luck): {kappa}", kappa=number(kappa, 2)))


@cache
def _words() -> tuple[dict[str, float], re.Pattern[str], dict[str, float]]:
    text = files("cxsim.analysis").joinpath("sentiment_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    english = {row["word"]: float(row["score"]) for row in rows if row["language"] == "en"}
    chinese = {row["word"]: float(row["score"]) for row in rows if row["language"] == "zh"}
    longest = sorted(chinese, key=len, reverse=True)
    return english, re.compile("(不|没|无)?(" + "|".join(longest) + ")"), chinese


def _scored(text: str) -> tuple[float, int]:
    """Sum of the listed words over the sum of their sizes; a "not" before a word turns it."""
    english, pattern, chinese = _words()
    total = size = 0.0
    count = 0
    tokens = _LATIN.findall(text.lower().replace("’", "'"))
    for place, token in enumerate(tokens):
        score = english.get(token)
        if score is None:
            continue
        turned = any(before in _NOT for before in tokens[max(0, place - 2) : place])
        total, size, count = total + (-score if turned else score), size + abs(score), count + 1
    if _CHINESE.search(text):
        for found in pattern.finditer(text):
            score = chinese[found[2]]
            total, size, count = total + (-score if found[1] else score), size + abs(score), count + 1
    return (total / size if size else 0.0), count
