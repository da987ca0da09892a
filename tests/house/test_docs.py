"""Do the documents lead somewhere? Links and anchors, pictures with a text, page one complete."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "datasets").rglob("*.md")],
)
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def anchors(text):
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def faults(document, text):
    for link in LINK.finditer(re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)):
        target, _, anchor = link["target"].partition("#")
        if link["picture"] and len(link["text"]) < 10:
            yield f"picture without a text: {link[0]}"
        if re.match(r"[a-z]+:", target):
            continue
        place = (document.parent / target) if target else document
        if not place.exists():
            yield f"leads nowhere: {link[0]}"
        elif anchor and place.suffix == ".md" and anchor not in anchors(place.read_text(encoding="utf-8")):
            yield f"no such heading: {link[0]}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    assert list(faults(document, document.read_text(encoding="utf-8"))) == []


def test_a_dead_link_is_found(tmp_path):
    told = list(faults(tmp_path / "x.md", "[a](b.md) ![](c.png) [d](#e)"))
    assert len(told) == 4


def test_commands_in_the_documents_exist():
    """Every `python start.py WORD` that a document names is a word that start.py knows."""
    from launcher.main import COMMANDS

    for document in DOCUMENTS:
        for word in re.findall(r"python3? start\.py ([a-z]+)", document.read_text(encoding="utf-8")):
            assert word in COMMANDS, f"{name_of(document)}: {word}"


@pytest.mark.parametrize(
    "promise",
    [
        "180",
        "eight lessons",
        "1366",
        "8 GB",
        "no Python",
        "MIT",
        "CC BY 4.0",
        "not modeled",
        "python start.py",
        "start.py test",
    ],
)
def test_page_one_tells_a_trainer_what_counts(promise):
    assert promise in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rooms_of_the_guide_are_the_floors_that_hold():
    """A room that the import contract names and the guide does not would be found by nobody."""
    floors = next(
        contract["layers"]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    rooms = {name for floor in floors for name in re.findall(r"\((\w+)\)", floor)}
    files = {"__main__", "_jit_numba", "plan_roster", "plan_rows", "plan_front"}  # parts of rooms that are named
    drawn = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("```")[1]
    assert rooms - files - set(re.findall(r"\w+", drawn)) == set()
