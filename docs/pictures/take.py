"""Take `start.png` again: the first page of the course in a real browser, after the first Run.

python docs/pictures/take.py   (needs Chromium and the packages of the test extra)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from lab_server import browser, jupyter, run_all  # noqa: E402

from launcher.course import without_answers  # noqa: E402

LONG = 300_000


def main() -> None:
    """Predict 10 %, press Run, take the picture of the answer."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "my_work"
        (work / "notebooks").mkdir(parents=True)
        page = ROOT / "notebooks" / "00_start_here.ipynb"
        (work / "notebooks" / page.name).write_bytes(without_answers(page.read_bytes()))
        live = {"PYTHONPATH": str(ROOT), "CXSIM_HEADLESS": "0", "CXSIM_WORK": ""}
        with jupyter(work, live) as address, browser([]) as opened:
            run_all(opened, address.format(page=f"notebooks/{page.name}"))
            cell = opened.locator(".jp-CodeCell").nth(1)
            cell.get_by_label("about 10 % longer", exact=True).check(timeout=LONG)
            cell.get_by_label("70 %", exact=True).check()
            cell.get_by_role("button", name="Write down my prediction", exact=True).click()
            cell.get_by_role("button", name="Run", exact=True).click()
            cell.get_by_text("You said about 10 % longer").wait_for(timeout=LONG)
            opened.wait_for_timeout(1000)
            cell.evaluate("one => one.scrollIntoView({block: 'start'})")  # the card is higher than the window
            opened.wait_for_timeout(500)
            box = cell.bounding_box()
            clip = {"x": box["x"] + 60, "y": box["y"] + 40, "width": 900, "height": 560}
            opened.screenshot(path=HERE / "start.png", clip=clip)


if __name__ == "__main__":
    main()
