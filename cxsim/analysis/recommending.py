"""What else: the items that people with the same purchases took, and whether suggesting them helps.

Question: which item to offer next to this customer, from what others bought together?
Inputs: a list of purchases: who, what.
Outputs: pairs of items that go together more than by luck; suggestions for each customer.
A suggestion is worth what a trial by lot shows (`cxsim.measure.difference`), not what the list looks like.
Literature: Linden, Smith & York 2003 (item to item); Dunning 1993 (log-likelihood ratio).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame
from cxsim.guards import CxError
from cxsim.measure.reading import Allowed, one
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["bought_together", "recommend"]

_MOST_ITEMS = 2000


def bought_together(table: Any, customer: str, item: str, least: int = 5) -> pd.DataFrame:
    """Pairs of items that the same customers bought, the surest first.

    Parameters
    ----------
    table : table
        One row per purchase.
    customer, item : str
        Columns: who, what.
    least : int
        Customers who must have bought both.

    Returns
    -------
    DataFrame
        item, other, both (customers), lift (times as often as by luck), surprise (log-likelihood ratio; above 11 luck
        alone makes it in one of a thousand pairs).
    """
    import pandas as pd

    people, items, matrix = _matrix(table, customer, item)
    both = np.asarray((matrix.T @ matrix).todense(), dtype=float)
    count, n = np.diag(both).copy(), float(len(people))
    first, second = np.nonzero(np.triu(both >= one(least, "least", Allowed(1, whole=True)), 1))
    k, a, b = both[first, second], count[first], count[second]
    cells = np.array([k, a - k, b - k, n - a - b + k])
    luck = np.array([a * b, a * (n - b), (n - a) * b, (n - a) * (n - b)]) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = 2 * np.where(cells > 0, cells * np.log(cells / luck), 0.0).sum(axis=0)
    found = pd.DataFrame({
        "item": items[first], "other": items[second], "both": k.astype(int), "lift": k * n / (a * b),
        "surprise": np.where(k * n > a * b, surprise, 0.0),
    })  # fmt: skip
    return found.sort_values("surprise", ascending=False, kind="stable").reset_index(drop=True)


def recommend(table: Any, customer: str, item: str, who: Any, most: int = 3) -> pd.DataFrame:
    """Items for one customer: bought by those who bought what she has, and not hers yet.

    Parameters
    ----------
    table : table
        One row per purchase.
    customer, item : str
        Columns: who, what.
    who : object
        The customer.
    most : int
        Suggestions.

    Returns
    -------
    DataFrame
        item, score (sum of the likeness to her items, cosine), because (her item that it is most like).
    """
    import pandas as pd

    people, items, matrix = _matrix(table, customer, item)
    place = np.flatnonzero(people.astype(str) == str(who))
    if not len(place):
        raise CxError(tr("recommend: no customer {who} in {column}", who=str(who), column=customer))
    both = np.asarray((matrix.T @ matrix).todense(), dtype=float)
    size = np.sqrt(np.diag(both))
    like = both / np.outer(size, size)
    hers = matrix[place[0]].indices
    score = like[:, hers].sum(axis=1)
    score[hers] = -1
    best = [
        k
        for k in np.argsort(-score, kind="stable")[: int(one(most, "most", Allowed(1, whole=True)))]
        if score[k] > 0
    ]
    because = [items[hers[int(np.argmax(like[k, hers]))]] for k in best]
    return pd.DataFrame({"item": items[best], "score": score[best], "because": because})


def _matrix(table: Any, customer: str, item: str) -> tuple[np.ndarray, np.ndarray, Any]:
    """Customers × items, 1 where bought; the 2,000 items bought most."""
    import pandas as pd
    from scipy.sparse import csr_matrix

    data = frame(table)
    pairs = (
        pd.DataFrame({"who": column(data, customer), "what": column(data, item)}).dropna().drop_duplicates()
    )
    if not len(pairs):
        raise CxError(tr("recommend: no row has a customer and an item; at least one is needed"))
    often = pairs["what"].value_counts().head(_MOST_ITEMS).index
    pairs = pairs[pairs["what"].isin(often)]
    row, people = pd.factorize(pairs["who"])
    place, items = pd.factorize(pairs["what"])
    found = csr_matrix((np.ones(len(pairs)), (row, place)), shape=(len(people), len(items)))
    return np.asarray(people, dtype=object), np.asarray(items, dtype=object), found
