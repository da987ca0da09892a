"""Tables of the service desk: contacts, needs, cases, tickets, half-hour intervals."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxsim.clock import HALF_HOUR, HOUR, MINUTE, SECOND
from cxsim.generate.settings import setting
from cxsim.generate.story import Row, Story, channel_of, is_resolved_at_once, reason_of, was_handled
from cxsim.generate.voice import complaint_text
from cxsim.generate.writing import Rows
from cxsim.schema import (
    ABANDONED,
    ANSWER_STATES,
    BALKED,
    CALL_BACK,
    CASE,
    CASE_CLASSES,
    CASE_RESPONSE,
    CHANNELS,
    CLASSES,
    CLOSED,
    HANDLED,
    KINDS,
    NEED_STATES,
    OUTCOMES,
    QUEUES,
    REASONS,
    RESOLVED,
)

STATUS = {"resolved": "solved", "failed": "unsolved", "dropped": "withdrawn", "open": "open"}


def contacts(story: Story) -> Rows:
    """Every attempt and every piece of case work in the window."""
    first = story.contacts[0]["contact"]
    cases = {int(case) for case in story.company.cases["case"]}
    return [
        (
            c["contact"], c["need"], c["case"] if c["case"] in cases else None,
            c["previous"] if c["previous"] >= first else None, c["person"], c["agent"], KINDS[c["kind"]],
            QUEUES[c["queue"]], REASONS[c["reason"]], OUTCOMES[c["outcome"]], c["resolved"], c["arrived"],
            c["wait"] / MINUTE, c["handle"] / MINUTE,
        )
        for c in story.contacts
    ]  # fmt: skip


def needs(story: Story) -> Rows:
    """Every need of the window with what was really felt."""
    return [
        (
            n["need"], n["person"], n["prospect"], story.product[n["need"]], reason_of(n), channel_of(n), n["born"],
            n["closed"], NEED_STATES[n["state"]], n["attempts"], n["handlings"], is_resolved_at_once(n),
            story.wait_min.get(n["need"], 0.0), ANSWER_STATES[n["answer_state"]], n["reminders"],
            _known(n["recommend"]), _known(n["satisfied"]), _known(n["effort"]), n["episode"], n["satisfaction"],
        )
        for n in story.needs
    ]  # fmt: skip


def _known(code: int) -> int | None:
    return code if code >= 0 else None


def cause_of(story: Story, need: Row) -> str:
    """What went wrong first in a need: waiting, repeats, conduct, or no solution; none where nothing failed."""
    cuts, lived = setting("causes"), story.lived.get(need["need"])
    if need["state"] == RESOLVED and need["handlings"] == 1 and need["severity"] == 0:
        return "none"
    if need["handlings"] == 0 or need["wait_units"] > cuts["wait_units"]:
        return "staffing"
    if lived is not None and lived.perceived[3] < cuts["empathy_below"]:
        return "people"
    return "process" if need["handlings"] > cuts["handlings"] else "tools"


def cases(story: Story) -> Rows:
    """Every complaint opened in the window."""
    answered = {c["case"]: c["agent"] for c in story.contacts if c["kind"] == CASE_RESPONSE and c["agent"]}
    since, rows = story.company.since, []
    for case in story.company.cases:
        number, need = int(case["case"]), story.need_of[int(case["need"])]
        times = [since(case[name]) for name in ("opened", "confirmed", "responded", "assessed", "resolved")]
        opened, responded = times[0], times[2]
        assert opened is not None
        cause = "none" if case["misuse"] else cause_of(story, need)
        texts = complaint_text(story, need, cause, CASE_CLASSES[case["case_class"]])
        rows.append((
            number, need["need"], need["person"], answered.get(number), story.product[need["need"]],
            CASE_CLASSES[case["case_class"]], cause, *times,
            (responded - opened) / HOUR if responded is not None else None, case["escalated"], case["misuse"],
            int(case["paid"]) / 100, *texts, float(case["satisfaction"]) if times[4] is not None else None,
        ))  # fmt: skip
    return rows


def tickets(story: Story) -> Rows:
    """Every need as a work order."""
    targets = story.company.run.scenario.policy.targets.due_min
    feedback, rows = feedback_of(story), []
    for need in story.needs:
        touches = story.contacts_of.get(need["need"], [])
        if not touches:
            continue
        created = touches[0]["arrived"]
        priority, channel = CLASSES[touches[0]["klass"]], channel_of(need)
        due = created + round(getattr(getattr(targets, channel), priority) * MINUTE)
        replies = [c["arrived"] + c["wait"] for c in touches if was_handled(c)]
        first = min(replies, default=None)
        rows.append((
            need["need"], need["person"], story.last_agent.get(need["need"]), channel, reason_of(need), priority,
            created, first, due, first is not None and first <= due, need["closed"],
            STATUS[NEED_STATES[need["state"]]], max(0, need["handlings"] - 1), len(touches),
            feedback.get(need["need"]),
        ))  # fmt: skip
    return rows


def feedback_of(story: Story) -> dict[int, int]:
    """Satisfaction mark of each need whose survey was answered."""
    from cxsim.generate.surveys import answers

    return {need: answer.satisfaction for need, answer in answers(story).items()}


def intervals(story: Story) -> Rows:
    """The report of the desk by half hour and queue; contacts are counted in the half hour in which they arrived."""
    table = story.company.contacts
    table = table[(table["kind"] != CALL_BACK) & (table["queue"] != CASE)]
    queues, half_hours = len(CHANNELS), story.company.end // HALF_HOUR
    size = half_hours * queues
    cell = (table["arrived"] - story.company.t0) // HALF_HOUR * queues + table["queue"]
    handled = table["outcome"] == HANDLED
    promise_ms = round(story.company.run.scenario.policy.promise.live_within_s * SECOND)

    def count(mask: np.ndarray) -> list[int]:
        return np.bincount(cell[mask], minlength=size).tolist()

    def total(column: str) -> list[int]:
        sums = np.zeros(size, np.int64)
        np.add.at(sums, cell[handled], table[column][handled])
        return sums.tolist()

    columns = (
        count(cell >= 0), count(table["outcome"] != CLOSED), count(handled),
        count((table["outcome"] == ABANDONED) | (table["outcome"] == BALKED)),
        count(handled & (table["wait"] <= promise_ms)), total("wait"), total("handle"),
        story.company.seats[:, :queues].reshape(-1).tolist(),
    )  # fmt: skip
    return [row for at in range(size) if (row := _interval(at, [c[at] for c in columns])) is not None]


def _interval(at: int, values: list[Any]) -> tuple[Any, ...] | None:
    arrivals, offered, handled, abandoned, in_time, wait, handle, seats = values
    if not arrivals and not seats:
        return None
    means = (wait / handled / MINUTE, handle / handled / MINUTE) if handled else (None, None)
    return (at // len(CHANNELS) * HALF_HOUR, CHANNELS[at % len(CHANNELS)], arrivals, offered, handled, abandoned,
            in_time, *means, seats)  # fmt: skip
