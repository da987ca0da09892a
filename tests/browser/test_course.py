"""The first page and the lab of lesson 4 in a real browser: predict, Run, result; sliders; the page to print."""

from __future__ import annotations

import json
import re
import statistics

from lab_server import run_all

from cxsim.course import debrief

LONG = 240_000
#: To the screen, median over moves. The goal is 150 ms on an idle laptop; a busy test machine gets more.
SLIDER_MS = 1_000


def records(work):
    return [json.loads(line) for line in (work / "course_log.jsonl").read_text("utf-8").splitlines()]


def choose(cell, *labels):
    """Choose one answer in each row of a card; the same word may stand in several rows."""
    rows = cell.locator(".widget-radio-box")
    for place, label in enumerate(labels):
        rows.nth(place).get_by_label(label, exact=True).check()


def button(cell, name):
    return cell.get_by_role("button", name=name, exact=True)


def test_first_page_from_the_first_guess_to_the_page_to_print(course, page):
    work, address = course
    run_all(page, address.format(page="notebooks/00_start_here.ipynb"))
    cells = page.locator(".jp-CodeCell")
    wait, repair, same = cells.nth(1), cells.nth(3), cells.nth(4)
    same.get_by_text("This opens after the Run").wait_for(timeout=LONG)
    assert button(wait, "Run").is_disabled()
    button(wait, "Write down my prediction").click()
    wait.get_by_text("Please answer").wait_for()
    choose(wait, "about 10 % longer", "70 %")
    button(wait, "Write down my prediction").click()
    wait.get_by_text("Run is open now").wait_for()
    button(wait, "Run").click()
    wait.get_by_text("You said about 10 % longer").wait_for(timeout=LONG)
    assert wait.locator("img").count() == 1

    choose(repair, "with apology money", "falls", "70 %")
    button(repair, "Write down my prediction").click()
    repair.get_by_text("Run is open now").wait_for()
    button(repair, "Run").click()
    repair.get_by_text("A year of one more agent costs").wait_for(timeout=LONG)
    same.get_by_text("One customer is a story").wait_for(timeout=LONG)

    page.get_by_role("button", name="Make our page to print").click()
    page.get_by_text("Your page to print is my_work/debrief.html").wait_for(timeout=LONG)
    kinds = [record["kind"] for record in records(work) if record.get("lesson") == "00"]
    assert kinds == ["prediction", "result", "prediction", "result"]
    page.get_by_text("cxsim company new asks for the same").wait_for()


def test_lab_sliders_prediction_run_and_next_round(course, page):
    work, address = course
    run_all(page, address.format(page="notebooks/04_delivery.ipynb"))
    lab = page.locator(".jp-CodeCell").nth(1)
    page.get_by_text("means that there was none").wait_for(timeout=LONG)
    times = move(page, lab, 6)
    print(f"slider to the screen: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    assert statistics.median(times) < SLIDER_MS

    assert button(lab, "Run").is_disabled()
    choose(lab, "rises", "falls", "95 of 100 or more", "70 %")
    button(lab, "Write down my prediction").click()
    lab.get_by_text("Run is open now").wait_for()
    assert lab.locator(".widget-slider.jp-mod-disabled, .noUi-target[disabled]").count() == 4
    button(lab, "Run").click()
    lab.get_by_text("At the desk", exact=True).wait_for(timeout=LONG)
    button(lab, "Next round").click()
    lab.get_by_text("Round 2").wait_for()
    assert lab.locator(".noUi-handle").count() == 5
    assert lab.get_by_text("what a complaint may take").first.is_visible()
    kinds = [record["kind"] for record in records(work) if record.get("lesson") == "04"]
    assert kinds == ["prediction", "decision", "result"]


def move(page, lab, count):
    """Move the first slider by keys; milliseconds from each key to the new picture on the screen."""
    handle = lab.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    page.evaluate("""() => {
        window.seen = 0;
        const look = new MutationObserver(() => { window.seen = performance.now(); });
        look.observe(document.body, {subtree: true, attributes: true, attributeFilter: ['src']});
    }""")
    times = []
    for place in range(count):
        handle.focus()
        before = page.evaluate("() => (window.seen = 0, performance.now())")
        page.keyboard.press("ArrowRight" if place % 2 == 0 else "ArrowLeft")
        page.wait_for_function("() => window.seen > 0", timeout=LONG)
        times.append(page.evaluate("() => window.seen") - before)
        page.wait_for_timeout(300)
    return times


def test_the_page_to_print_is_one_sheet(page, tmp_path):
    lines = [result(run, parts) for run, parts in enumerate((1, 2, 2, 3, 3, 3, 3))]
    (tmp_path / "course_log.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    page.goto(debrief.write(tmp_path).as_uri())
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert page.locator(".moment").count() == 3


def result(run, parts):
    """One result of a long log, with long words."""
    one = {
        "label": "Profit of the year with one more agent on the phone",
        "unit": "thousand CNY",
        "said": "rises by 3 or more",
        "was": "too close to call, “falls” or “stays the same”",
        "value": -32.8 * run,
        "low": -44.8 * run,
        "high": 20.7,
        "sure": 70,
        "right": False,
        "steps_off": 2,
        "measure": "profit",
    }
    return {
        "kind": "result",
        "at": f"2026-01-01T10:0{run}:00",
        "lesson": "04",
        "question": f"q{min(run, 3)}",
        "text": "The company pays as many phone and chat agents as its promise needs. What does the year look like?",
        "plan": f"round {run}",
        "changes": ["phone agents, more or fewer: 0 before, 1 now"] * 4,
        "scores": [one] * parts,
        "evidence": ["Liu Xia, 2024-04-02: order by phone: not solved, contacts 4, waited 4.9 min in all"]
        * 2,
    }
