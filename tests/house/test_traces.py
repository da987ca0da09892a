"""Does a file tell where it was made? No machine paths, no index addresses, no widget views."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from cxsim.measure.encodings import encoding_of

ROOT = Path(__file__).resolve().parents[2]
# Written in two parts, so that this file does not find itself.
TRACES = (
    "/" + r"root/",
    "/" + r"work/",
    "/" + r"home/[a-z]",
    r"[A-Z]:\\\\?" + r"Users\\\\?[a-z]",
    "/" + r"Users/[a-z]",
    r"https?://[^\s\"']*/" + "simple",
    "--(extra-)?" + "index-url",
    r"\b(index|registry|mirror)\.[a-z0-9-]+\." + r"(org|com|net|cn)\b",
)
TEXT = {
    ".py",
    ".md",
    ".txt",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".ipynb",
    ".csv",
    ".cff",
    ".cfg",
    ".bat",
    ".command",
    ".j2",
    "",
}
LARGEST_MB = 2


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).exists()]


def traces(text):
    return [found[0] for pattern in TRACES if (found := re.search(pattern, text))]


def test_no_file_names_a_machine_or_an_index():
    found = {
        path.relative_to(ROOT).as_posix(): told
        for path in tracked()
        if path.suffix in TEXT and (told := traces(path.read_text(encoding=encoding_of(path))))
    }
    assert not found


@pytest.mark.parametrize("planted", ["/" + "root/x", "see /" + "home/ann/data", "--" + "index-url x"])
def test_a_planted_trace_is_found(planted):
    assert traces(planted)


def test_files_are_small():
    large = {p.name: p.stat().st_size for p in tracked() if p.stat().st_size > LARGEST_MB * 10**6}
    assert not large


def test_notebooks_are_stored_executed_and_without_widget_views():
    for path in tracked():
        if path.suffix == ".ipynb" and path.parent.name in ("notebooks", "solutions"):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code" and "".join(cell["source"]).strip():
                    assert cell["execution_count"] is not None, f"{path.name}: {cell['id']} was never run"
                    kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
                    assert "application/vnd.jupyter.widget-view+json" not in kinds, (
                        f"{path.name}: {cell['id']}"
                    )
