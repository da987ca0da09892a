"""The command: text, file, one line for whatever is wrong; the picture has words."""

import numpy as np
import pandas as pd
import pytest

import cxsim as cx
from cxsim.cli.door import main
from cxsim.plots.calibration import picture


@pytest.fixture
def log_file(tmp_path):
    """Thirty days of an even desk, with words of its own."""
    rng = np.random.default_rng(9)
    n = 4000
    moment = rng.integers(0, 30, n) * 86400 + rng.uniform(9, 17, n) * 3600
    when = pd.Timestamp("2024-03-04") + pd.to_timedelta(moment, unit="s")
    wait, patience = rng.exponential(60, n), rng.exponential(300, n)
    table = pd.DataFrame({
        "ankunft": when.strftime("%d.%m.%Y %H:%M:%S"), "wartezeit": np.round(np.minimum(wait, patience), 1),
        "dauer": np.round(rng.lognormal(5, 0.8, n), 1), "ende": np.where(patience < wait, "AUFGELEGT", "BEDIENT"),
    })  # fmt: skip
    path = tmp_path / "log.csv"
    table.to_csv(path, index=False, sep=";")
    return path


MAP = [f"--map={name}" for name in ("ankunft=arrived", "wartezeit=wait_s", "dauer=handle_s", "ende=outcome")]


def test_the_command_tells_and_writes(log_file, tmp_path, capsys):
    out = tmp_path / "ours.yaml"
    words = ["--word", "AUFGELEGT=abandoned", "--word", "BEDIENT=answered"]
    assert main(["calibrate", str(log_file), *MAP, *words, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "mean patience 5." in told or "mean patience 4." in told
    assert "ankunft = arrived" in told and "What this table cannot say" in told
    assert cx.load_scenario(out).name == "ours"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--map", "ankunft"], "write it as NAME=MEANING"),
        (["--map", "ankunt=arrived"], "there is no column ankunt; nearest: ankunft"),
        (MAP, "column ende: 'BEDIENT'; allowed: answered, abandoned"),
        ([*MAP, "--out", "/nowhere/x.yaml"], "no such file or folder"),
    ],
)
def test_one_line_for_whatever_is_wrong(log_file, capsys, words, says):
    assert main(["calibrate", str(log_file), *words]) == 2
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1


def test_the_picture_is_also_words(log_file):
    words = {"AUFGELEGT": "abandoned", "BEDIENT": "answered"}
    by_hand = {"ankunft": "arrived", "wartezeit": "wait_s", "dauer": "handle_s", "ende": "outcome"}
    found = cx.calibrate(log_file, map=by_hand, words=words)
    shown = picture(found, ["phone_patience"])
    assert shown.png.startswith(b"\x89PNG") and "phone: patience" in shown.alt and 'alt="phone' in shown._repr_html_()
    assert "<table" in found._repr_html_()
    assert list(found.table().columns[:5]) == ["name", "value", "low", "high", "unit"]
