"""All lessons as static pages with their outputs: the fall-back for a room without Python.

The pages are complete in themselves: styles and pictures inside, no script, no address of a network.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import catalog
from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr
from cxsim.whole_files import write_whole
from cxsim.workshop.places import course_folder

INDEX = "index.html"
_LINK = re.compile(r'href="([^"#]*)(#[^"]*)?"')
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>', re.DOTALL)
STYLE = """
@page { size: A4; margin: 14mm 16mm; }
body { font: 16px/1.55 "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #1b2733; background: #fff; max-width: 54em; margin: 0 auto; padding: 16px 24px 48px; }
h1 { font-size: 28px; line-height: 1.25; } h2 { font-size: 21px; margin: 32px 0 8px; } h3 { font-size: 17px; }
img { max-width: 100%; height: auto; } table { border-collapse: collapse; font-size: 15px; }
th, td { text-align: left; padding: 4px 14px 4px 0; vertical-align: top; border-bottom: 1px solid #d5dbe1; }
pre { background: #f3f5f7; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; }
nav { display: flex; gap: 24px; justify-content: space-between; border-bottom: 1px solid #8a949e; padding: 8px 0; margin-bottom: 16px; }
nav.end { border-bottom: 0; border-top: 1px solid #8a949e; margin-top: 40px; }
a { color: #0b5394; } .note { border-left: 4px solid #0b5394; padding-left: 10px; color: #333; }
.overflow { overflow-x: auto; }
@media print { body { padding: 0; font-size: 11.5px; max-width: none; } h1 { font-size: 18px; } h2 { font-size: 14px; margin-top: 14px; break-after: avoid; } nav { display: none; } table { font-size: 11px; } tr, img { break-inside: avoid; } }
"""  # noqa: E501 (style sheet)


class Chapter(NamedTuple):
    """One lesson of the book: file name of the page, title, and its notebook."""

    page: str
    title: str
    notebook: dict[str, Any]


def write(out: Path, root: Path | None = None) -> list[Path]:
    """Write a page for each lesson and an index; return their paths, the index first."""
    chapters = read((root or course_folder()) / "notebooks")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_trouble(error, out) from None
    known = {chapter.page for chapter in chapters}
    around = zip([None, *chapters], chapters, [*chapters[1:], None], strict=False)
    pages = [(chapter.page, page(chapter, before, after, known)) for before, chapter, after in around]
    paths = [write_whole(out / name, content) for name, content in pages]
    return [write_whole(out / INDEX, index(chapters)), *paths]  # last: it leads to no page that is not there


def read(folder: Path) -> list[Chapter]:
    """The lessons of a folder in order; one that was never run has nothing to show and is refused."""
    found = []
    for path in sorted(folder.glob("*.ipynb")):
        notebook = catalog.load(path)
        if not any(cell.get("outputs") for cell in notebook["cells"]):
            raise CxError(tr("{file}: this lesson has no outputs; execute it first", file=path.name))
        first = catalog.source(notebook["cells"][0])
        heading = re.search(r"^# (.+)$", first, re.MULTILINE)
        found.append(Chapter(f"{path.stem}.html", heading[1] if heading else path.stem, notebook))
    if not found:
        raise CxError(tr("{folder}: no lessons here", folder=folder))
    return found


def page(chapter: Chapter, before: Chapter | None, after: Chapter | None, known: set[str]) -> str:
    """One lesson as a page."""
    links = [
        _link(before, tr("Previous: {title}", title=before.title)) if before else "",
        f'<a href="{INDEX}">{escape(tr("All lessons"))}</a>',
        _link(after, tr("Next: {title}", title=after.title)) if after else "",
    ]
    walk = "".join(f"<span>{link}</span>" for link in links)
    note = tr(
        "A page without Python: you see one run of the lesson. Say your prediction before you scroll on."
    )
    body = _local(_body(chapter.notebook), known)
    return _whole(
        chapter.title,
        f'<nav>{walk}</nav><p class="note">{escape(note)}</p>{body}<nav class="end">{walk}</nav>',
    )


def index(chapters: list[Chapter]) -> str:
    """The list of the lessons."""
    items = "".join(f"<li>{_link(chapter, chapter.title)}</li>" for chapter in chapters)
    lead = tr("The lessons of this course as pages to read, with the results of one run.")
    return _whole(tr("The course as a book"), f"<h1>{escape(tr('The course as a book'))}</h1><p>{escape(lead)}</p>"
                  f"<ol start=\"0\">{items}</ol>")  # fmt: skip


def _link(chapter: Chapter, text: str) -> str:
    return f'<a href="{chapter.page}">{escape(text)}</a>'


def _body(notebook: dict[str, Any]) -> str:
    """Cells as HTML: code only where a lesson shows it."""
    import json

    import nbformat
    from nbconvert import HTMLExporter

    shown = nbformat.reads(json.dumps(notebook), as_version=4)
    for cell in shown["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("jupyter", {}).get("source_hidden"):
            cell["transient"] = nbformat.NotebookNode(remove_source=True)
            cell["metadata"]["transient"] = nbformat.NotebookNode(remove_source=True)
    exporter = HTMLExporter(template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True)
    body, _ = exporter.from_notebook_node(shown)
    return _ANCHOR.sub("", body)


def _local(body: str, known: set[str]) -> str:
    """Turn links to lessons into links to pages; a link that leads out of the book becomes plain text."""

    def to_page(found: re.Match[str]) -> str:
        target = found[1].rpartition("/")[2].replace(".ipynb", ".html")
        return f'href="{target}{found[2] or ""}"' if target in known or not target else "data-gone"

    return _LINK.sub(to_page, body)


def _whole(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
