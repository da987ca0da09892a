"""Complaint talks turn by turn: the protocol that was asked for, the steps that were kept, and the words."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.clock import DAY
from cxsim.generate.desk import cause_of
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Row, Story
from cxsim.generate.voice import LANGUAGES, complaint_text, slots
from cxsim.generate.writing import Rows
from cxsim.schema import CASE_CLASSES, CASE_RESPONSE

STAY_DAYS = 90


class Talk(NamedTuple):
    """One talk on a case."""

    number: int
    case: Row
    agent: int | None
    protocol: str
    started: int
    kept: list[str]
    turns: list[tuple[str, ...]]


def talks(story: Story) -> list[Talk]:
    """Talks on a part of the cases, in order of the cases."""
    if "talks" not in story.kept:
        story.kept["talks"] = list(_talks(story))
    found: list[Talk] = story.kept["talks"]
    return found


def _talks(story: Story) -> Any:
    answered = {c["case"]: c["agent"] for c in story.contacts if c["kind"] == CASE_RESPONSE and c["agent"]}
    number = 0
    for row in story.company.cases:
        case = {name: row[name].item() for name in row.dtype.names}
        started = story.company.since(case["responded"])
        share = setting("talks")["share"]
        if started is None or case["resolved"] < 0 or not story.luck.happens("talk", share, case["case"]):
            continue
        number += 1
        protocol = (
            "LESCANT"
            if story.luck.happens("protocol", setting("talks")["lescant_share"], case["case"])
            else "HEAT"
        )
        kept = kept_steps(story, case, protocol)
        agent = answered.get(case["case"])
        yield Talk(number, case, agent, protocol, started, kept, _turns(story, case, (protocol, kept, agent)))


def kept_steps(story: Story, case: Row, protocol: str) -> list[str]:
    """Steps that were kept: where the recovery took more of the damage back, more of them were."""
    given = setting("talks")
    chance = given["keep_base"] + given["keep_by_recovery"] * case["recovered"]
    steps = read("phrases/talks.yaml")["protocols"][protocol]
    return [s for at, s in enumerate(steps) if story.luck.happens("step", chance, case["case"], at)]


def _turns(
    story: Story, case: Row, how: tuple[str, list[str], int | None]
) -> list[tuple[str, ...]]:
    protocol, kept, agent = how
    phrases, number, luck = read("phrases/talks.yaml"), case["case"], story.luck
    facts = _facts(story, case, agent)
    cause = "none" if case["misuse"] else cause_of(story, story.need_of[case["need"]])
    opening = complaint_text(story, story.need_of[case["need"]], cause, CASE_CLASSES[case["case_class"]])
    turns = [("agent", *_said(story, phrases["greeting"], facts, (number, 90)), "greeting"),
             ("customer", *opening, "none")]  # fmt: skip
    for at, step in enumerate(phrases["protocols"][protocol]):
        if step not in kept:
            if luck.happens("filler", setting("talks")["filler_share"], number, at):
                turns.append(("agent", *_said(story, phrases["filler"], facts, (number, at)), "none"))
            continue
        said = phrases["same_as"].get(step, step)
        words = phrases["steps"]["pay" if said == "act" and case["paid"] > 0 else said]
        turns.append(("agent", *_said(story, words, facts, (number, at)), step))
        if luck.happens("reply", setting("talks")["reply_share"], number, at):
            calm = luck.one("calm", number, at) < setting("talks")["calm_base"] + 0.5 * case["recovered"]
            reply = phrases["answers"]["calm" if calm else "upset"]
            turns.append(("customer", *_said(story, reply, facts, (number, 30 + at)), "none"))
    turns.append(("agent", *_said(story, phrases["closing"], facts, (number, 91)), "closing"))
    return turns


def _facts(story: Story, case: Row, agent: int | None) -> list[dict[str, str]]:
    need, company = story.need_of[case["need"]], story.company
    cause = "none" if case["misuse"] else cause_of(story, need)
    found = []
    for at, language in enumerate(LANGUAGES):
        found.append(slots(story, need, language) | {
            "name": company.names[case["person"]],
            "agent": agent_name(story, agent) if agent else ("the desk", "客服")[at],
            "fault": read("phrases/talks.yaml")["faults"][cause][at], "paid": str(int(case["paid"]) // 100),
        })  # fmt: skip
    return found


def agent_name(story: Story, agent: int) -> str:
    """Made-up name of an agent; the numbers lie far from those of customers."""
    from cxsim.results.names import names_of

    import numpy as np  # isort: skip

    return str(names_of(np.array([10**8 + agent]), story.luck.seed)[0])


def _said(
    story: Story, words: dict[str, list[str]], facts: list[dict[str, str]], at: tuple[int, int]
) -> list[str]:
    return [
        story.luck.choose("said", words[language], *at).format(**facts[place])
        for place, language in enumerate(LANGUAGES)
    ]


def dialogues(story: Story) -> Rows:
    """Each talk with the steps that were kept."""
    rows = []
    for talk in talks(story):
        steps = read("phrases/talks.yaml")["protocols"][talk.protocol]
        missing = [step for step in steps if step not in talk.kept]
        left, later = int(story.company.left[talk.case["person"]]), talk.started + STAY_DAYS * DAY
        stayed = left >= later if later <= story.company.end else None
        rows.append((
            talk.number, talk.case["case"], talk.case["person"], talk.agent, talk.protocol, talk.started,
            len(talk.turns), len(steps), len(talk.kept), ";".join(missing) or None, talk.case["recovered"], stayed,
        ))  # fmt: skip
    return rows


def transcripts(story: Story) -> Rows:
    """Every turn of every talk."""
    same = read("phrases/talks.yaml")["same_as"]
    heat = {other: step for step, other in same.items()} | {"empathize": "empathize", "sorry": "apologize"}
    heat |= {step: step for step in read("phrases/talks.yaml")["protocols"]["HEAT"]} | {
        "correct": "take_action"
    }
    return [
        (talk.number, at, speaker, en, zh, step, heat.get(step, "none"))
        for talk in talks(story)
        for at, (speaker, en, zh, step) in enumerate(talk.turns, 1)
    ]
