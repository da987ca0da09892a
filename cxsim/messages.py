"""Every text a user sees, from one gettext catalog; and the one formatter for number, money and date.

The English text is the message id, with named placeholders. ``CXSIM_LANG`` names the language; ``qps`` is a
pseudo-language (brackets, 40 % longer, Chinese characters) that shows which text does not come from here.
"""

from __future__ import annotations

import datetime
import math
import os
import string
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LOCALE_FOLDER = Path(__file__).with_name("locale")
PSEUDO = "qps"
_PSEUDO_PADDING = "服务体验顾客满意等待处理"


def language() -> str:
    """Language of messages: ``CXSIM_LANG``, English where it is not set."""
    return os.environ.get("CXSIM_LANG", "").strip() or "en"


def tr(msgid: str, /, **values: Any) -> str:
    """Translate a message and fill its named placeholders.

    Parameters
    ----------
    msgid
        English text, for example ``"{count} customers left"``; the key of the catalog.
    values
        One value for each placeholder. Numbers and dates without a format are written by the one formatter.

    Examples
    --------
    >>> tr("{count} customers left", count=1200)
    '1,200 customers left'
    """
    return _FORMATTER.vformat(_template(language(), msgid), (), values)


def filled(msgid: str, values: Mapping[str, Any]) -> str:
    """Translate a message that stands in a committed data file, and fill its placeholders.

    Parameters
    ----------
    msgid
        English text as it stands in the file; the key of the catalog.
    values
        One value for each placeholder.
    """
    return _FORMATTER.vformat(_template(language(), msgid), (), values)


def number(value: float, digits: int | None = None) -> str:
    """Write a number for reading: thousands separated, ``digits`` decimals (none: six significant digits)."""
    if not isinstance(value, int) and not math.isfinite(value):
        return "–"
    if digits is not None:
        text = f"{value:,.{digits}f}"
    elif isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        text = f"{int(value):,}"
    elif 1e-4 <= abs(value) < 1e15:
        decimals = max(0, 5 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{decimals}f}"
        if decimals:  # zeros before the point are part of the number
            text = text.rstrip("0").rstrip(".")
    else:
        text = f"{value:.6g}"
    # A difference that rounds to nothing has no sign.
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def money(amount: float, currency: str = "CNY", digits: int = 0) -> str:
    """Write an amount of money with the label of its currency (nothing is converted)."""
    return f"{number(amount, digits)} {currency}"


def percent(share: float, digits: int = 1) -> str:
    """Write a share between 0 and 1 in percent."""
    return f"{number(share * 100, digits)} %"


def date(day: datetime.date) -> str:
    """Write a date in the order year, month, day, which no country misreads."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


class _Formatter(string.Formatter):
    """Named placeholders only; numbers and dates without a format go through the one formatter."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if isinstance(key, int):
            raise KeyError(f"placeholder {key} has no name")
        return kwargs[key]

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec or isinstance(value, bool):
            return str(format(value, format_spec))
        if isinstance(value, (int, float)):
            return number(value)
        if isinstance(value, datetime.date):
            return date(value)
        return str(value)


_FORMATTER = _Formatter()


@cache
def _template(lang: str, msgid: str) -> str:
    if lang == "en":
        return msgid
    if lang == PSEUDO:
        return _pseudo(msgid)
    return _catalog(lang).gettext(msgid)


@cache
def _catalog(lang: str) -> Any:
    import gettext

    return gettext.translation("cxsim", localedir=LOCALE_FOLDER, languages=[lang], fallback=True)


def _pseudo(msgid: str) -> str:
    extra = math.ceil(len(msgid) * 0.4)
    padding = _PSEUDO_PADDING * (extra // len(_PSEUDO_PADDING) + 1)
    return f"⟦{msgid}{padding[:extra]}⟧"
