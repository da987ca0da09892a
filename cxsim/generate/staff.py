"""Agents with their work, marks and ratings; visits of mystery shoppers."""

from __future__ import annotations

from collections import defaultdict

from cxsim.clock import HALF_HOUR, MINUTE
from cxsim.generate.company import Agent
from cxsim.generate.luck import bounded
from cxsim.generate.settings import setting
from cxsim.generate.story import Row, Story, was_handled
from cxsim.generate.surveys import Answer, answers
from cxsim.generate.talks import agent_name
from cxsim.generate.writing import Rows
from cxsim.schema import CASE, CHAT, PHONE, QUEUES, REASONS

ITEMS = ("greeting", "name_used", "listened", "plain_words", "solution", "time_named", "thanked")


def agents(story: Story) -> Rows:
    """Everybody who worked in the window."""
    work: dict[int, list[Row]] = defaultdict(list)
    for contact in story.contacts:
        if contact["agent"] and was_handled(contact):
            work[contact["agent"]].append(contact)
    marks: dict[int, list[Answer]] = defaultdict(list)
    for need, answer in answers(story).items():
        if need in story.last_agent:
            marks[story.last_agent[need]].append(answer)
    return [_agent(story, agent, work[agent.number], marks[agent.number]) for agent in story.company.agents]


def _agent(story: Story, agent: Agent, work: list[Row], marks: list[Answer]) -> tuple[object, ...]:
    n, solved = len(work), sum(c["resolved"] for c in work)
    satisfied = sum(a.satisfaction >= 4 for a in marks)
    attitude = sum(a.items[2] for a in marks)
    # a case ends when it is resolved, so its share says nothing of who works on it
    share = solved / n if n and agent.pool != CASE else None
    skills = [_skill(story, agent, share, at) for at in range(5)]
    exam, certified = _exam(story, agent, skills)
    return (
        agent.number, agent_name(story, agent.number), QUEUES[agent.pool], agent.position, agent.hired,
        agent.left if agent.left is not None and agent.left < story.company.end else None, n,
        sum(c["handle"] for c in work) / n / MINUTE if n else None, share, len(marks), satisfied,
        attitude / len(marks) if marks else None, *skills, exam, certified,
        *_ratings(story, agent, skills, bool(n)),
    )  # fmt: skip


def _skill(story: Story, agent: Agent, solved_share: float | None, at: int) -> int:
    given = setting("agents")
    lean = given["by_solved"] * (solved_share - given["solved_middle"]) if solved_share is not None else 0.0
    return bounded(
        given["skill_mean"] + lean + given["skill_sd"] * story.luck.normal("skill", agent.number, at), 1, 5
    )


def _exam(story: Story, agent: Agent, skills: list[int]) -> tuple[int | None, bool]:
    given = setting("agents")
    if not story.luck.happens("exam", given["exam_share"], agent.number):
        return None, False
    level = given["exam_base"] + given["exam_by_knowledge"] * skills[0]
    score = bounded(level + given["exam_sd"] * story.luck.normal("exam score", agent.number), 0, 100)
    return score, score >= given["pass_from"]


def _ratings(story: Story, agent: Agent, skills: list[int], worked: bool) -> tuple[float, float | None]:
    given, luck = setting("agents"), story.luck
    mean = sum(skills) / 5
    inside = given["rating_base"] + given["rating_by_skill"] * mean + given["inside_bonus"]
    outside = given["rating_base"] + given["rating_by_skill"] * mean
    inside += given["inside_sd"] * luck.normal("inside", agent.number)
    outside += given["outside_sd"] * luck.normal("outside", agent.number)
    return min(100.0, max(0.0, inside)), min(100.0, max(0.0, outside)) if worked else None


def mystery_visits(story: Story) -> Rows:
    """Visits by phone and chat, spread over the contacts of real customers."""
    given = setting("visits")
    rows: Rows = []
    skills = {row[0]: row[12:17] for row in agents(story)}
    waits: dict[tuple[int, int], list[int]] = defaultdict(list)
    for contact in story.contacts:
        if was_handled(contact):
            waits[(contact["queue"], contact["arrived"] // HALF_HOUR)].append(contact["wait"])
    for contact in story.contacts:
        if contact["queue"] not in (PHONE, CHAT) or not was_handled(contact):
            continue
        if not story.luck.happens("visit", given["share"], contact["contact"]):
            continue
        met = waits[(contact["queue"], contact["arrived"] // HALF_HOUR)]
        rows.append(_visit(story, len(rows) + 1, contact, (sum(met) / len(met), skills[contact["agent"]])))
    return rows


def _visit(story: Story, number: int, contact: Row, met: tuple[float, tuple[int, ...]]) -> tuple[object, ...]:
    given, luck, (wait, skills) = setting("visits"), story.luck, met
    kept = [
        luck.happens(
            "visit item",
            given["base"][item] + given["by_skill"] * (skills[given["skill"][item]] - 3),
            number,
            at,
        )
        for at, item in enumerate(ITEMS)
    ]
    cost = given["cost_cny"] * (1 + given["cost_sd"] * luck.normal("visit cost", number))
    # the shopper comes within ten minutes of a real customer
    moment = contact["arrived"] + int(luck.one("visit time", number) * 10 * MINUTE)
    return (number, moment, QUEUES[contact["queue"]], REASONS[contact["reason"]], contact["agent"], wait / MINUTE,
            *kept, 100 * sum(kept) / len(kept), max(0.0, cost))  # fmt: skip
