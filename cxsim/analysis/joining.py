"""Five tables of one company made one: CRM, orders, tickets, surveys, channels.

Question: which rows belong to the same customer, how many belong to nobody, and who stands in the CRM twice?
Inputs: named tables, and the column in each that tells the customer (number, telephone, mail).
Outputs: one row per customer with counts and last dates of the other tables, match rates, duplicates found.
Only exact matches of cleaned keys count (letters folded, signs left out). Alike names are no proof and are not joined.
Literature: Fellegi & Sunter 1969; Christen 2012.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame
from cxsim.guards import CxError, shown
from cxsim.measure.intervals import share_of
from cxsim.measure.reading import LEAST_ZERO, Allowed, one
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Joined", "customer_card", "join_tables", "merge_feeds", "personal_data", "same_key"]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Joined tables.

    Attributes
    ----------
    customers : DataFrame
        One row per customer: the CRM's columns, then for each other table ``<table>_rows``.
    tables : dict of str to DataFrame
        Each table with a column ``customer`` (the row of ``customers``; missing where nobody matched). No row is lost.
    report : DataFrame
        table, rows, without_key, matched, match_rate (percent of rows), low, high.
    duplicates : DataFrame
        customer (kept row), row (further row of the base table), key: rows that were found to be the same customer.
    """

    customers: Any
    tables: dict[str, Any]
    report: Any
    duplicates: Any

    def __str__(self) -> str:
        text = self.report.to_string(index=False, float_format=lambda x: f"{x:.1f}")
        return "\n".join(
            [text, tr("duplicates found in the base table: {count}", count=len(self.duplicates))]
        )


def same_key(values: Any) -> pd.Series:
    """Keys in one spelling: letters folded, signs left out; telephone numbers without 0086 or +86.

    Examples
    --------
    >>> same_key(["+86 138-0000-1111", "A@B.com ", "C-007"]).tolist()
    ['13800001111', 'a@b.com', 'c007']
    """
    import pandas as pd

    given = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    text = given.astype("str").str.normalize("NFKC").str.strip().str.lower()
    text = text.str.replace(r"\.0$", "", regex=True)  # a number that a spreadsheet made of a customer number
    mail = text.str.contains("@", regex=False).fillna(False)
    plain = text.where(mail, text.str.replace(r"[^0-9a-z\u3400-\u9fff]", "", regex=True))
    phone = plain.str.match(r"^(0086|86)1\d{10}$").fillna(False)
    plain = plain.where(~phone, plain.str[-11:])
    return plain.mask(given.isna() | (plain == ""))


def join_tables(
    tables: Mapping[str, Any], keys: Mapping[str, Sequence[str] | str], base: str = "crm"
) -> Joined:
    """Join tables of one company on the customer.

    Parameters
    ----------
    tables : mapping of name to table
        For example crm, orders, tickets, surveys, channels.
    keys : mapping of name to column or columns
        Key columns of each table in order of trust; a key is looked for among all keys of the base table.
    base : str
        Table with one row per customer (or nearly: duplicates are found by any shared key).
    """
    import pandas as pd

    odd = ({base, *keys} - set(tables)) | (set(tables) - set(keys))
    if odd:
        raise CxError(tr("join_tables: {name} needs both a table and its key columns", name=sorted(odd)[0]))
    frames = {name: frame(table).reset_index(drop=True) for name, table in tables.items()}
    names = {name: [given] if isinstance(given, str) else list(given) for name, given in keys.items()}
    known = [same_key(column(frames[base], key)) for key in names[base]]
    root, duplicates = _same_rows(known)
    lookup = _lookup(known, root)
    kept = np.unique(root)
    number = pd.Series(np.arange(len(kept)), index=kept)
    customers = frames[base].iloc[kept].reset_index(drop=True)
    found, rows = {}, []
    for name, data in frames.items():
        who, empty = pd.Series(np.nan, index=data.index), pd.Series(True, index=data.index)
        for key in names[name]:
            cleaned = same_key(column(data, key))
            who = who.fillna(cleaned.map(lookup))
            empty &= cleaned.isna()
        if name == base:
            who = pd.Series(root, index=data.index, dtype=float)
        place = who.map(number).astype("Int64")
        found[name] = data.assign(customer=place)
        share = share_of(name, int(place.notna().sum()), len(data), 0.95)
        rows.append(
            (name, len(data), int(empty.sum()), int(place.notna().sum()), share.value, share.low, share.high)
        )
        if name != base:
            counts = place.dropna().astype(int).value_counts()
            customers[f"{name}_rows"] = counts.reindex(range(len(customers)), fill_value=0).to_numpy()
    report = pd.DataFrame(
        rows, columns=["table", "rows", "without_key", "matched", "match_rate", "low", "high"]
    )
    duplicates["customer"] = duplicates["customer"].map(number)
    return Joined(customers, found, report, duplicates)


def _same_rows(keys: Sequence[pd.Series]) -> tuple[np.ndarray, pd.DataFrame]:
    """First row of each customer when rows that share any key are one customer, also through a third row."""
    import pandas as pd
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n, pairs, why = len(keys[0]), [], []
    for key in keys:
        some = key.dropna()
        first = pd.Series(some.index, index=some.index).groupby(some).transform("first")
        again = first.index[first.to_numpy() != first.index.to_numpy()]
        pairs.append(np.column_stack([again.to_numpy(), first[again].to_numpy()]))
        why += list(key[again])
    links = np.concatenate(pairs).astype(int)
    _, label = connected_components(
        coo_matrix((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(n, n)), False
    )
    root = pd.Series(np.arange(n)).groupby(label).transform("min").to_numpy()
    found = pd.DataFrame({"customer": root[links[:, 0]], "row": links[:, 0], "key": why}).drop_duplicates(
        "row"
    )
    return root, found.reset_index(drop=True)


def _lookup(keys: Sequence[pd.Series], root: np.ndarray) -> pd.Series:
    """Customer of each key; the first key column has the last word where one text stands in two."""
    import pandas as pd

    parts = [pd.Series(root[key.dropna().index].astype(float), index=key.dropna().to_numpy()) for key in keys]
    whole = pd.concat(parts)
    return whole[~whole.index.duplicated()]


def customer_card(
    joined: Joined, customer: int, dates: Mapping[str, str] | None = None, last: int = 5
) -> dict[str, Any]:
    """The 360-degree card of one customer: profile, counts, latest rows of each table, what is missing.

    Parameters
    ----------
    joined : Joined
        Result of `join_tables`.
    customer : int
        Row of ``joined.customers``.
    dates : mapping of table to column, optional
        Column of time, to show the latest rows first.
    last : int
        Rows of each table.

    Returns
    -------
    dict
        profile (dict), missing (names of empty fields), counts (dict), history (dict of table to DataFrame).
    """
    customer = int(one(customer, "customer", Allowed(0, len(joined.customers) - 1, whole=True)))
    last = int(one(last, "last", LEAST_ZERO))
    if not isinstance(dates, Mapping | None):
        raise CxError(tr("dates is {value}; allowed: a column for each table", value=shown(dates)))
    row = joined.customers.iloc[customer]
    names = [name for name in joined.customers.columns if not str(name).endswith("_rows")]
    counts = {
        str(name)[:-5]: int(row[name]) for name in joined.customers.columns if str(name).endswith("_rows")
    }
    history = {}
    for name, table in joined.tables.items():
        if name not in counts:
            continue
        mine = table[(table["customer"] == customer).fillna(False)]
        when = (dates or {}).get(name)
        mine = mine.sort_values(column(mine, when).name, ascending=False) if when else mine
        history[name] = mine.head(last).drop(columns="customer")
    empty = [
        str(name)
        for name in names
        if row[name] is None or row[name] != row[name] or str(row[name]).strip() == ""
    ]
    profile = {str(name): row[name] for name in names if str(name) not in empty}
    return {"profile": profile, "missing": empty, "counts": counts, "history": history}


def merge_feeds(feeds: Mapping[str, Any], score: str, customer: str, population: Any) -> pd.DataFrame:
    """Feedback of several channels side by side: whom each reaches, what it says, whom all of them miss.

    Parameters
    ----------
    feeds : mapping of channel to table
        Feedback of each channel.
    score, customer : str
        Column of the score and of the customer in every feed.
    population : iterable
        All customers.

    Returns
    -------
    DataFrame
        channel, answers, customers, coverage (percent of all customers), only_here (customers whom no other channel
        reaches), score, low, high; the last row is "all".
    """
    import pandas as pd

    from cxsim.analysis.inputs import numeric
    from cxsim.measure.intervals import mean_of

    everybody = same_key(population).dropna().unique()
    who = {name: same_key(column(frame(feed), customer)) for name, feed in feeds.items()}
    scores = {name: numeric(frame(feed), score) for name, feed in feeds.items()}
    reached = {name: set(keys.dropna()) & set(everybody) for name, keys in who.items()}
    rows = []
    for name in feeds:
        others = set().union(*(part for other, part in reached.items() if other != name))
        mean = mean_of(name, scores[name][~np.isnan(scores[name])], 0.95, digits=2)
        rows.append((name, len(scores[name]), len(reached[name]), 100 * len(reached[name]) / len(everybody),
                     len(reached[name] - others), mean.value, mean.low, mean.high))  # fmt: skip
    every, union = np.concatenate(list(scores.values())), set().union(*reached.values())
    mean = mean_of("all", every[~np.isnan(every)], 0.95, digits=2)
    rows.append(
        ("all", len(every), len(union), 100 * len(union) / len(everybody), 0, mean.value, mean.low, mean.high)
    )
    return pd.DataFrame(rows, columns="channel answers customers coverage only_here score low high".split())


def personal_data(table: Any, sample: int = 1000) -> pd.DataFrame:
    """Columns that look like personal data, so that they are masked before the table is passed on.

    Parameters
    ----------
    table : table
        Any table.
    sample : int
        Rows looked at.

    Returns
    -------
    DataFrame
        column, kind (mail, telephone, identity card, bank card, name, address), share (of the filled cells, 0..1; 1
        where the column's own name tells it). A column that is not listed may be personal all the same; a rule of
        thumb is no legal opinion.
    """
    import pandas as pd

    data, rows = frame(table).head(int(one(sample, "sample", Allowed(1, whole=True)))), []
    for name in data.columns:
        cells = data[name].dropna().astype("str").str.strip()
        for kind, pattern in _PERSONAL.items():
            if len(cells):
                share = float((cells.str.match(pattern) & ~(cells.str.match(_DATE) & (kind == "telephone"))).mean())
                named = kind == "name" and any(word in str(name).lower() for word in _NAMES)
                if share > 0.3 or named:
                    rows.append((str(name), tr(_KINDS[kind]), 1.0 if named else share))
                    break
    return pd.DataFrame(rows, columns=["column", "kind", "share"])


_PERSONAL = {
    "mail": r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$",
    "identity card": r"^\d{17}[\dXx]$",
    "bank card": r"^\d{16,19}$",
    "telephone": r"^'?\+?\(?\d[\d\s()-]{7,16}\d$",
    "address": r"^.*(省|市|区|路|街|\bstreet\b|\broad\b|\bavenue\b).*\d",
    "name": r"^$",
}
_KINDS = {kind: kind for kind in _PERSONAL}
_NAMES = ("name", "姓名", "客户名", "surname")
#: Digits that are a date, with or without the time: no telephone number.
_DATE = re.compile(
    r"^(?:(?:19|20)\d{2}([-/. ]?)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})"
    r"(?:[ T-]?\d{1,2}[:.-]?\d{2}.*)?$")
