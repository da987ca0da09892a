"""What the comments are about: topics with their share and score, and the words that set one group apart.

Question: what do the unhappy write that the happy do not?
Inputs: a column of comments (English or Chinese), a score or a group where there is one.
Outputs: topics with their words, share (with interval) and mean score; key words with how sure they are.
Chinese text is cut into pairs and triples of characters, which needs no dictionary; give ``cut`` (for example
``rjieba.cut``) where a segmenter is installed. Literature: Lee & Seung 1999 (topics by factors); Monroe, Colaresi &
Quinn 2008 (words of groups). scikit-learn does the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.comments import language_of, texts_of
from cxsim.guards import CxError, shown
from cxsim.measure.intervals import mean_of, share_of, z_of
from cxsim.measure.reading import SEED, Allowed, numbers, one
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["key_words", "topics"]

Cut = Callable[[str], Iterable[str]]
_ROWS = 50_000
_RUNS = re.compile(r"[\u3400-\u9fff]+")
_EMPTY = frozenset("的了是我你他她它们在和就都也很吧吗呢啊这那有没个一不还给被把跟与及或")
_WORD = re.compile(r"[a-z][a-z']+")


def topics(
    comments: Iterable[Any], count: int = 5, scores: Iterable[float] | None = None, cut: Cut | None = None,
    seed: int = 7,
) -> pd.DataFrame:  # fmt: skip
    """Topics of open answers, by language.

    Parameters
    ----------
    comments : iterable of str
        One comment per row.
    count : int
        Topics for each language.
    scores : iterable of float, optional
        Score of each row, for the mean score of a topic.
    cut : callable, optional
        Segmenter of Chinese text.
    seed : int
        Seed of the factors, and of the sample of 50,000 comments that stands for more of them.

    Returns
    -------
    DataFrame
        language, topic (its words), n, share, low, high (percent of that language), score, score_low, score_high.
        A comment belongs to its strongest topic; who wrote none of the words to none.
    """
    import pandas as pd

    text = texts_of(comments).reset_index(drop=True)
    score = np.full(len(text), np.nan) if scores is None else numbers(scores, "scores")
    if len(score) != len(text):
        words = {"one": len(text), "two": len(score)}
        raise CxError(tr("topics: {one} comments and {two} scores; one of each is needed", **words))
    number, rows = int(one(count, "count", Allowed(1, 50, whole=True))), []
    seed = int(one(seed, "seed", SEED))
    _check_cut(cut)
    languages = language_of(text)
    for language in ("en", "zh"):
        places = np.flatnonzero((languages == language).to_numpy())
        if len(places) > _ROWS:
            places = np.random.default_rng(seed).choice(places, _ROWS, replace=False)
        if len(places) >= 10:
            rows += _of_language(text.iloc[places], score[places], language, (number, seed), cut)
    if not rows:
        raise CxError(tr("topics: no language has 10 comments or more; at least 10 are needed"))
    names = "language topic n share low high score score_low score_high".split()
    return pd.DataFrame(rows, columns=names)


def _of_language(
    text: pd.Series, score: np.ndarray, language: str, settings: tuple[int, int], cut: Cut | None
) -> list[tuple[Any, ...]]:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    least = 2 if len(text) < 1000 else 5
    try:
        vectors = TfidfVectorizer(
            analyzer=_analyzer(language, cut), min_df=least, max_df=0.6, max_features=4000
        )
        table = vectors.fit_transform(text)
    except ValueError:
        return []
    number = min(settings[0], table.shape[1] - 1, len(text) - 1)
    if number < 1:
        return []
    model = NMF(number, init="nndsvda", random_state=settings[1], max_iter=300, tol=1e-3)
    with np.errstate(invalid="ignore"):  # few texts, often repeated: the error that is left can round to below zero
        share = model.fit_transform(table)
    label = np.where(share.max(axis=1) > 1e-9, share.argmax(axis=1), -1)
    words = vectors.get_feature_names_out()
    rows = []
    for k in range(number):
        mine = label == k
        found = share_of(str(k), int(mine.sum()), len(text), 0.95)
        mean = mean_of(str(k), score[mine & ~np.isnan(score)], 0.95)
        leading = ", ".join(_leading(words, model.components_[k]))
        rows.append((language, leading, int(mine.sum()), found.value, found.low, found.high, mean.value, mean.low,
                     mean.high))  # fmt: skip
    return sorted(rows, key=lambda row: -row[2])


def _leading(words: np.ndarray, weight: np.ndarray, most: int = 5) -> list[str]:
    """The words that lead a topic; a pair of characters inside a triple that is there already is left out."""
    chosen: list[str] = []
    for place in np.argsort(-weight)[: 4 * most]:
        word = str(words[place])
        if weight[place] > 0 and not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == most:
            break
    return chosen


def key_words(
    comments: Iterable[Any], group: Iterable[Any], most: int = 10, cut: Cut | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Words that one group writes more than the others.

    Parameters
    ----------
    comments, group : iterable
        Comment and group (for example promoter or detractor) of each row.
    most : int
        Words for each group and language.
    cut : callable, optional
        Segmenter of Chinese text.
    level : float
        Confidence; only words whose lead is surer than that are listed. Of thousands of words some lead by luck.

    Returns
    -------
    DataFrame
        group, language, word, comments (that hold it in the group), lead (log odds over the others), z.
    """
    import pandas as pd

    text = texts_of(comments).reset_index(drop=True)
    names = pd.Series(np.asarray(list(group), dtype=object))
    if len(names) != len(text):
        raise CxError(tr("key_words: {one} comments and {two} groups; one of each is needed", one=len(text),
                         two=len(names)))  # fmt: skip
    _check_cut(cut)
    most = int(one(most, "most", Allowed(1, whole=True)))
    languages, rows = language_of(text), []
    for language in ("en", "zh"):
        mine = np.flatnonzero(((languages == language) & names.notna()).to_numpy())
        if len(mine) > 2 * _ROWS:
            mine = np.random.default_rng(7).choice(mine, 2 * _ROWS, replace=False)
        if len(mine) >= 10:
            rows += _words_of(text.iloc[mine], names.iloc[mine], language, (most, z_of(level)), cut)
    return pd.DataFrame(rows, columns=["group", "language", "word", "comments", "lead", "z"])


def _words_of(
    text: pd.Series, names: pd.Series, language: str, settings: tuple[int, float], cut: Cut | None
) -> list[tuple[Any, ...]]:
    """Log odds with a prior from all comments together (Monroe et al.)."""
    from sklearn.feature_extraction.text import CountVectorizer

    try:
        vectors = CountVectorizer(
            analyzer=_analyzer(language, cut), binary=True, min_df=2, max_features=20_000
        )
        table = vectors.fit_transform(text)
    except ValueError:
        return []
    words, rows = vectors.get_feature_names_out(), []
    whole = np.asarray(table.sum(axis=0)).ravel().astype(float)
    prior = whole / whole.sum() * min(500.0, 0.1 * whole.sum()) + 0.01
    for name in names.unique():
        mine = np.asarray(table[(names == name).to_numpy()].sum(axis=0)).ravel().astype(float)
        rest = whole - mine
        a, b = mine + prior, rest + prior
        lead = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
        z = lead / np.sqrt(1 / a + 1 / b)
        found = [k for k in np.argsort(-z)[: 3 * settings[0]] if z[k] > settings[1]][: settings[0]]
        rows += [
            (str(name), language, str(words[k]), int(mine[k]), float(lead[k]), float(z[k])) for k in found
        ]
    return rows


def _check_cut(cut: Any) -> None:
    if cut is not None and not callable(cut):
        raise CxError(tr("cut is {value}; allowed: a function that cuts a text into words", value=shown(cut)))


def _analyzer(language: str, cut: Cut | None) -> Callable[[str], list[str]]:
    if language == "en":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return lambda text: [word for word in _WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS]
    if cut is not None:
        return lambda text: [word for word in cut(text) if len(word) > 1 and _RUNS.fullmatch(word)]
    return _characters


def _characters(text: str) -> list[str]:
    """Pairs and triples of neighboring characters that hold no mere form word."""
    found = []
    for run in _RUNS.findall(text):
        for size in (2, 3):
            for start in range(len(run) - size + 1):
                part = run[start : start + size]
                if _EMPTY.isdisjoint(part):
                    found.append(part)
    return found
