"""Is the study of the intervals honest: its page made from its table, and whatever lies outside told in a docstring?"""

import csv
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STUDIES = ROOT / "docs" / "studies"


def rows():
    return list(csv.DictReader((STUDIES / "interval_coverage.csv").read_text(encoding="utf-8").splitlines()))


def test_what_lies_outside_is_told_where_the_function_is():
    told = " ".join(
        " ".join(path.read_text(encoding="utf-8").split())
        for room in ("measure", "analysis") for path in (ROOT / "cxsim" / room).glob("*.py")
    )  # fmt: skip
    assert [row["measure"] for row in rows() if row["verdict"] == "outside"] == []
    assert [row["told"] for row in rows() if row["told"] and row["told"] not in told] == []


def test_the_verdict_follows_from_the_number():
    for row in rows():
        inside = 93 <= float(row["coverage"]) <= 97
        assert (row["verdict"] == "inside") == inside, row


def test_the_page_is_made_from_the_table():
    read = "s.page(pd.read_csv(s.HERE / 'interval_coverage.csv', keep_default_na=False))"
    code = f"import sys, pandas as pd, interval_coverage as s; sys.stdout.buffer.write({read}.encode())"
    made = subprocess.run([sys.executable, "-c", code], cwd=STUDIES, capture_output=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert made.stdout.decode() == (STUDIES / "interval_coverage.md").read_text(encoding="utf-8")
