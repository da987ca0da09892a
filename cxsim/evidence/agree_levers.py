"""Made-up levers of time and people, laid over made-up scenarios, and how often each acted.

They roll dice of their own, so that a new lever changes nothing else in a made-up scenario.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from cxsim.clock import WEEK
from cxsim.evidence.agree_dice import Dice
from cxsim.schema import CASE_CLASSES, QUEUES, REASONS, Log

JUSTICE = ("distributive", "interactional", "procedural")


def lever_changes(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    """Levers of a made-up scenario as changes by dotted path; `known` is what has been made up so far."""
    changes = _dated(dice, known) | _pay(dice, known) | _training(dice, known) | _authority(dice, known)
    changes |= _recovery(dice, known)
    if known["weeks"] > 1 and "policy.training.hours_week" in changes and dice.chance(0.4):
        stop = {"name": "stop", "from_week": dice.whole(2, known["weeks"]), "set": {"policy.training.hours_week": 0.0}}
        changes["policy.measures"] = [*changes.get("policy.measures", []), stop]
    return changes


def _dated(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    """Measures and shocks inside the horizon; some begin in the first week, some overlap, some never happen."""
    weeks = known["weeks"]
    changes: dict[str, Any] = {f"world.service.resolution_by_reason.{r}": round(dice.between(-2.0, 1.0), 3)
                               for r in REASONS if dice.chance(0.15)}  # fmt: skip
    if dice.chance(0.45):
        changes["policy.measures"] = [
            {"name": f"measure {i}", "from_week": dice.whole(1, weeks), "lead_weeks": dice.whole(0, 2),
             "set": _measure(dice)} for i in range(dice.whole(1, 3))]  # fmt: skip
    if known["burn_in_weeks"] and dice.chance(0.1):
        changes["before.measures"] = [{"name": "old measure", "set": _measure(dice)}]
    if dice.chance(0.5):
        changes["world.shocks"] = [
            {"name": f"shock {i}", "from_week": dice.whole(1, weeks), "weeks": dice.whole(1, 3),
             "set": _shock(dice, known)} for i in range(dice.whole(1, 2))]  # fmt: skip
    return changes


def _pay(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    rooms = ("policy", "before") if known["burn_in_weeks"] else ("policy",)
    changes = {f"{room}.incentive.speed_weight": round(dice.between(-1.0, 1.0), 3)
               for room in rooms if dice.chance(0.3)}  # fmt: skip
    names = ("speed_handle_share", "speed_logit_loss", "resolution_handle_share", "resolution_logit_gain")
    changes |= {f"beliefs.pay.{name}": round(dice.between(0.0, 0.9), 3) for name in names if dice.chance(0.3)}
    return changes | {"policy.incentive.bonus_share": round(dice.unit(), 3)}


def _training(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    """Training of up to half of the week at the seat, quickly learned and quickly forgotten."""
    week, weeks = 5 * known["world.staff.shift_hours"], known["weeks"] + known["burn_in_weeks"]
    changes: dict[str, Any] = {}
    for room in ("policy", "before") if known["burn_in_weeks"] else ("policy",):
        if dice.chance(0.9 if weeks > 5 else 0.4):  # who leaves at the review of the fourth week had been taught
            changes |= {f"{room}.training.hours_week": round(min(20.0, dice.between(0.0, 0.5) * week), 3),
                        f"{room}.training.who": dice.pick(("all", "all", *QUEUES))}  # fmt: skip
    if dice.chance(0.7):
        changes |= {"beliefs.teaching.most_logit": round(dice.between(1.0, 6.0), 3),
                    "beliefs.teaching.scale_h": dice.scale(2.0, 40.0),
                    "beliefs.teaching.memory_weeks": dice.scale(0.3, 10.0)}  # fmt: skip
    return changes | {"policy.training.trainer_cny_h": dice.scale(1.0, 500.0)}


def _authority(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    """Owners who follow a need, and compensations that somebody must approve."""
    changes: dict[str, Any] = {"world.service.one_agent_share": round(dice.unit(), 3),
                               "world.service.approval_min": dice.scale(0.1, 100.0)}  # fmt: skip
    for room in ("policy", "before") if known["burn_in_weeks"] else ("policy",):
        changes[f"{room}.service.owner"] = dice.chance(0.3)
        if dice.chance(0.3):
            changes[f"{room}.recovery.authority_limit_cny"] = round(dice.pick((0.0, dice.between(0.0, 400.0))), 2)
    if dice.chance(0.5):
        changes |= {"beliefs.owning.handle_share": round(dice.between(0.0, 2.0), 3),
                    "beliefs.owning.logit_gain": round(dice.between(0.0, 3.0), 3)}  # fmt: skip
    return changes | dice.duration("world.service.approval", dice.scale(0.5, 3000.0))


def _recovery(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    """Protocols, compensation by value of the customer, budgets that end in the middle of a run."""
    changes: dict[str, Any] = {}
    for room in ("policy", "before") if known["burn_in_weeks"] else ("policy",):
        if dice.chance(0.35):
            changes[f"{room}.recovery.protocol"] = [
                {"name": f"step {i}", "seconds": round(dice.between(0.0, 900.0), 2), "justice": dice.pick(JUSTICE)}
                for i in range(dice.whole(1, 7))]  # fmt: skip
        if dice.chance(0.35):
            changes[f"{room}.recovery.budget_year_cny"] = round(dice.between(0.0, 2000.0), 2)
        changes |= {f"{room}.recovery.high_value_factor.{c}": round(dice.between(0.0, 4.0), 3)
                    for c in CASE_CLASSES if dice.chance(0.4)}  # fmt: skip
    return changes | {f"beliefs.recovery.step_gain.{name}": round(dice.unit(), 3)
                      for name in JUSTICE if dice.chance(0.4)}  # fmt: skip


def _measure(dice: Dice) -> dict[str, Any]:
    choices: tuple[dict[str, Any], ...] = (
        {f"policy.staffing.extra.{dice.pick(QUEUES)}": dice.whole(0, 3)},
        {"policy.bot.on": True, "policy.promise.announce": dice.pick(("off", "wait"))},
        {"policy.bot.on": False},
        {"policy.staffing.chat_concurrency": dice.whole(1, 4)},
        {"policy.routing.mode": dice.pick(("fifo", "priority", "due"))},
        {"policy.recovery.compensation_cny": dice.between(0.0, 300.0), "policy.recovery.trigger": "all"},
        {"policy.staffing.pool_serves.chat.phone": dice.whole(0, 2)},
        {"policy.incentive.speed_weight": dice.pick((-1.0, 1.0))},
        {"policy.training.hours_week": dice.pick((0.0, 1.0, 0.2))},
        {"policy.recovery.budget_year_cny": dice.between(0.0, 1000.0), "policy.recovery.protocol": []},
        {"policy.service.owner": dice.chance(0.5), "policy.recovery.authority_limit_cny": dice.between(0.0, 100.0)},
        {"policy.survey.sent_share": 1.0, "policy.complaints.escalation": dice.chance(0.5)},
    )
    return {**dice.pick(choices), **(dice.pick(choices) if dice.chance(0.5) else {})}


def _shock(dice: Dice, known: dict[str, Any]) -> dict[str, Any]:
    if dice.chance(0.3):
        return {"world.demand.factor": round(dice.between(0.2, known["world.demand.headroom"]), 3)}
    return dice.pick((
        {"world.demand.factor": round(dice.between(0.2, known["world.demand.headroom"]), 3)},
        {"world.bot.availability": round(dice.unit(), 3)},
        {"world.staff.absence": round(dice.unit(), 3)},
        {f"world.service.resolution_by_reason.{dice.pick(REASONS)}": round(dice.between(-3.0, 0.0), 3)},
        {f"world.service.handle_by_reason.{dice.pick(REASONS)}.factor": round(dice.between(0.5, 2.0), 3)},
        {"world.service.patience.phone.mean_min": dice.scale(0.5, 60.0)},
        {"world.service.lines.phone": dice.whole(0, 4)},
    ))  # fmt: skip


def lever_counts(scenario: Any, log: Log) -> Counter[str]:
    """How often each lever of this file acted in a scenario."""
    found: Counter[str] = Counter()
    measures, shocks = scenario.policy.measures, scenario.world.shocks
    found["measure in force from the start"] += sum(m.in_force == 1 for m in measures)
    found["measure in force later"] += sum(1 < m.in_force <= scenario.weeks for m in measures)
    found["shock that ends"] += sum(s.from_week + s.weeks <= scenario.weeks for s in shocks)
    found["shock of demand"] += sum("world.demand.factor" in s.set for s in shocks)
    found["pay for speed"] += scenario.policy.incentive.speed_weight > 0
    trained = scenario.mechanisms.staff and scenario.policy.training.hours_week > 0
    found["training"] += bool(trained)
    found["training that ends"] += bool(trained and any(
        m.set.get("policy.training.hours_week") == 0.0 and 1 < m.in_force <= scenario.weeks for m in measures))
    found["owner"] += int(scenario.policy.service.owner)
    found["case approved"] += int((log.cases["approved"] >= 0).sum())
    done = log.cases[(log.cases["resolved"] >= scenario.burn_in_weeks * WEEK)]
    found["protocol"] += len(done) if scenario.policy.recovery.protocol else 0
    found["budget spent"] += int(((done["recovered"] > 0) & (done["paid"] == 0)).sum()
                                 if 0 < scenario.policy.recovery.budget_year_cny < 2000 else 0)  # fmt: skip
    found["pay for resolution"] += scenario.policy.incentive.speed_weight < 0
    found["measure of the policy before"] += len(scenario.before.measures) if scenario.before else 0
    return found
