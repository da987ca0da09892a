"""One catalog, one formatter: placeholders, languages, numbers, money, dates."""

import ast
import datetime
import string
from pathlib import Path

import pytest

from cxsim import messages
from cxsim.guards import CxError
from cxsim.messages import date, money, number, percent, tr
from cxsim.scenario import Scenario

PACKAGE = Path(messages.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_named_placeholders_are_filled_by_the_one_formatter(monkeypatch):
    monkeypatch.delenv("CXSIM_LANG", raising=False)
    assert (
        tr(
            "{count} of {all} on {day}: {flag} {name}",
            count=1200,
            all=1e6,
            day=datetime.date(2024, 3, 1),
            flag=True,
            name="x",
        )
        == "1,200 of 1,000,000 on 2024-03-01: True x"
    )
    assert tr("{share:.2f}", share=1 / 3) == "0.33"
    assert tr("no {{placeholder}}") == "no {placeholder}"


def test_a_missing_or_nameless_placeholder_is_a_fault():
    with pytest.raises(KeyError):
        tr("{count} customers")
    with pytest.raises(KeyError):
        tr("{} customers")


def test_pseudo_language_is_longer_bracketed_and_chinese_and_keeps_placeholders(monkeypatch):
    monkeypatch.setenv("CXSIM_LANG", "qps")
    plain = "{count} customers left"
    text = tr(plain, count=3)
    assert text.startswith("⟦3 customers left")
    assert text.endswith("⟧")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert len(text) - 2 >= 1.4 * len(plain) - len("{count}") + 1


def test_errors_come_from_the_catalog(monkeypatch):
    monkeypatch.setenv("CXSIM_LANG", "qps")
    for changes in (
        {"qqqq": 1},
        {"weeks": 0},
        {"world.demand.factor": 9},
        {"policy.staffing.mode": 3},
        {"weaks": 1},
    ):
        with pytest.raises(CxError) as caught:
            Scenario().replace(changes)
        assert str(caught.value).startswith("⟦")
        assert str(caught.value).endswith("⟧")


def test_an_unknown_language_falls_back_to_english(monkeypatch):
    monkeypatch.setenv("CXSIM_LANG", "xx")
    assert tr("{count} customers left", count=3) == "3 customers left"


def test_a_catalog_translates(monkeypatch, tmp_path):
    import struct

    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", "{n} left": "走了 {n} 个"}.items())
    ids, texts = ([pair[i].encode() for pair in pairs] for i in (0, 1))
    head = 28 + 16 * len(pairs)
    table, blob = [], b""
    for group in (ids, texts):
        for item in group:
            table += [len(item), head + len(blob)]
            blob += item + b"\0"
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, head)
    (folder / "cxsim.mo").write_bytes(struct.pack(f"<7I{len(table)}I", *header, *table) + blob)
    monkeypatch.setattr(messages, "LOCALE_FOLDER", tmp_path)
    monkeypatch.setenv("CXSIM_LANG", "zh_CN")
    messages._catalog.cache_clear()
    messages._template.cache_clear()
    try:
        assert tr("{n} left", n=3) == "走了 3 个"
    finally:
        messages._catalog.cache_clear()
        messages._template.cache_clear()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, None, "0"),
        (1200, None, "1,200"),
        (-1200.5, None, "-1,200.5"),
        (2.0, None, "2"),
        (1 / 3, None, "0.333333"),
        (123456.789, None, "123,457"),
        (123450.3, None, "123,450"),
        (37_000_000.5, None, "37,000,000"),
        (999_999.9, None, "1,000,000"),
        (1e20, None, "1e+20"),
        (1e-9, None, "1e-09"),
        (0.1 + 0.2, None, "0.3"),
        (-0.001, 1, "0.0"),
        (-0.06, 1, "-0.1"),
        (21.44, 1, "21.4"),
        (7_330_000, 0, "7,330,000"),
        (float("nan"), None, "–"),
        (float("inf"), 2, "–"),
        (-0.0, None, "0"),
    ],
)
def test_number(value, digits, text):
    assert number(value, digits) == text


def test_money_share_and_date():
    assert money(7_330_000.4) == "7,330,000 CNY"
    assert money(-3, "EUR", 2) == "-3.00 EUR"
    assert percent(0.8563) == "85.6 %"
    assert date(datetime.date(2024, 1, 1)) == "2024-01-01"


def tr_calls(source: str):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
            yield node


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_every_message_is_a_literal_with_exactly_its_placeholders(path):
    for call in tr_calls(path.read_text(encoding="utf-8")):
        message = call.args[0]
        if isinstance(message, ast.Subscript):  # a table of literal messages without placeholders
            continue
        assert isinstance(message, ast.Constant), f"line {call.lineno}: a message must be a literal"
        names = {keyword.arg for keyword in call.keywords}
        if None not in names:
            assert placeholders(message.value) == names, f"line {call.lineno}"
