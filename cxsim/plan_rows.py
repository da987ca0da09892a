"""Scenario groups resolved to the small float64 rows that rules read; columns are named beside the rules."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cxsim import distributions
from cxsim.clock import MINUTE
from cxsim.distributions import exp_, log_
from cxsim.schema import CASE_CLASSES, DIMENSIONS, QUEUES, REASONS
from cxsim.stages import complaints as c
from cxsim.stages import experience as e
from cxsim.stages import loyalty as y
from cxsim.stages import staff as s
from cxsim.stages import teaching as t
from cxsim.stages.pay import paid_handle_factor, paid_logit

FAMILIES = {name: getattr(distributions, name.upper()) for name in
            ("deterministic", "exponential", "erlang", "hyperexponential", "lognormal")}
SHAPES = {"erlang": ("stages", None), "hyperexponential": ("branch_share", "branch_mean_ratio"),
          "lognormal": ("cv", None)}
NEVER = -1.0  # family of a patience that never ends


def duration_row(duration) -> np.ndarray:
    """Row (family, mean in ms, shape, second shape) of a Duration.

    The second shape of a lognormal one is the variance of its logarithm: engines take no logarithm per contact.
    """
    first, second = SHAPES.get(duration.family, (None, None))
    shape = getattr(duration, first) if first else 0.0
    shape2 = getattr(duration, second) if second else 0.0
    if duration.family == "lognormal":
        shape2 = log_(1.0 + shape * shape)
    return np.array([FAMILIES[duration.family], duration.mean_min * MINUTE, shape, shape2], dtype=np.float64)


def handle_rows(service) -> np.ndarray:
    """Duration rows by kind of work (phone, chat, email, case response, case resolution) and reason."""
    kinds = ("phone", "chat", "email", "case_response", "case_resolution")
    rows = np.zeros((len(kinds), len(REASONS), 4))
    for i, kind in enumerate(kinds):
        for j, reason in enumerate(REASONS):
            usual = getattr(service.handle, kind)
            change = getattr(service.handle_by_reason, reason)
            if i < 3:
                named = {k: v for k in ("family", "mean_min", "cv") if (v := getattr(change, k)) is not None}
                usual = usual.model_copy(update=named)
                usual = usual.model_copy(update={"mean_min": usual.mean_min * change.factor})
            rows[i, j] = duration_row(usual)
    return rows


class Paid(NamedTuple):
    """What pay does to the work of phone, chat and email; the case desk is not paid by the piece."""

    handle: np.ndarray  # float64 (5, 1, 4): factors on the duration rows
    logit: np.ndarray  # float64 (Q,): change of the resolution logit


def paid(incentive, pay) -> Paid:
    """Factors on handle time and changes of the resolution logit that variable pay brings."""
    weight = incentive.speed_weight
    handle, logit = np.ones((5, 1, 4)), np.zeros(len(QUEUES))
    handle[:3, 0, 1] = paid_handle_factor(weight, pay.speed_handle_share, pay.resolution_handle_share)
    logit[:3] = paid_logit(weight, pay.speed_logit_loss, pay.resolution_logit_gain)
    return Paid(handle, logit)


def patience_rows(service, on: bool) -> np.ndarray:
    """Patience of phone and chat with the balking share; email and the case desk wait for ever."""
    rows = np.zeros((len(QUEUES), 5))
    rows[:, 0] = NEVER
    if on:
        for i, name in enumerate(("phone", "chat")):
            rows[i, :4] = duration_row(getattr(service.patience, name))
            rows[i, 4] = getattr(service.patience, name).balk_share
    return rows


def promised(promise, experience) -> np.ndarray:
    """Responsiveness that each promise makes people expect: that of its mean wait, exponential waits assumed."""
    live_min = promise.live_within_s / 60 / max(1e-9, -log_(1.0 - promise.live_share))
    waits = {"phone": live_min, "chat": live_min, "email": promise.email_h * 60,
             "case": promise.complaint_response_h.general * 60}
    return np.array([max(experience.promise_floor, 1 - log_(1 + waits[q] / getattr(experience.wait_scale_min, q)))
                     for q in QUEUES])


def experience_row(x) -> np.ndarray:
    """Row of the experience rules."""
    row = np.zeros(e.N_EXPERIENCE)
    for i, dimension in enumerate(DIMENSIONS):
        row[i] = getattr(x.weight, dimension)
    named = {
        e.PERFORMANCE: x.performance_weight, e.DISCONFIRMATION: x.disconfirmation_weight, e.LOSS: x.loss_aversion,
        e.EXPONENT: x.gap_exponent, e.ZONE: x.tolerance_zone, e.STEP: x.expectation_step,
        e.PROMISE_WEIGHT: x.promise_weight, e.REPEAT_PENALTY: x.repeat_penalty,
        e.UNRESOLVED_PENALTY: x.unresolved_penalty, e.FLOOR: x.responsiveness_floor,
        e.ASSURANCE_BASE: x.assurance_base, e.ASSURANCE_DIFFICULTY: -x.assurance_difficulty_slope,
        e.ASSURANCE_NOISE: x.assurance_noise_sd, e.EMPATHY_BASE: x.empathy_base, e.EMPATHY_NOISE: x.empathy_noise_sd,
        e.TANGIBLES_BASE: x.tangibles_base, e.TANGIBLES_NOISE: x.tangibles_noise_sd, e.LEVEL_WEIGHT: x.personal_sd,
        e.MEMORY: x.memory_step, e.ABANDON_PENALTY: x.abandon_penalty,
    }
    return _fill(row, named)


def answers_row(beliefs, policy, surveys: bool) -> np.ndarray:
    """Row of the survey rules; without surveys nothing is sent."""
    x = beliefs.answers
    return _fill(np.zeros(e.N_ANSWERS), {
        e.RECOMMEND_BASE: x.recommend_intercept, e.RECOMMEND_SLOPE: x.recommend_slope,
        e.RECOMMEND_NOISE: x.recommend_noise_sd, e.EPISODE_SHARE: x.episode_weight, e.CSAT_BASE: x.csat_intercept,
        e.CSAT_SLOPE: x.csat_slope, e.CSAT_PERSON: x.csat_scale_use, e.CSAT_NOISE: x.csat_noise_sd,
        e.ANSWER_BASE: x.response_intercept, e.ANSWER_SLOPE: x.response_extremity, e.ANSWER_MIDDLE: x.response_center,
        e.EFFORT_BASE: x.effort_base, e.EFFORT_CONTACT: x.effort_per_contact,
        e.EFFORT_TRANSFER: x.effort_per_transfer, e.EFFORT_SWITCH: x.effort_per_switch,
        e.EFFORT_WAIT: x.effort_per_log_wait, e.EFFORT_NOISE: x.effort_noise_sd,
        e.SENT_SHARE: policy.survey.sent_share if surveys and policy.survey.mode == "touchpoint" else 0.0,
    })


def complaints_row(beliefs, policy) -> np.ndarray:
    """Row of the failure, complaint and recovery rules."""
    f, x, r = beliefs.failure, beliefs.complaining, beliefs.recovery
    return _fill(np.zeros(c.N_COMPLAINTS), {
        c.SEVERITY_LOW: f.severity_low, c.SEVERITY_SPAN: f.severity_high - f.severity_low,
        c.GAVE_UP_FACTOR: f.gave_up_factor, c.DOUBLE_FACTOR: f.double_deviation, c.DOUBLE_ABOVE: f.double_from,
        c.FAILURE_CAP: f.memory_cap, c.FAILURE_DROP: f.satisfaction_drop, c.COMPLAIN_BASE: x.intercept,
        c.COMPLAIN_SEVERITY: x.severity_slope, c.COMPLAIN_MIDDLE: x.severity_center,
        c.COMPLAIN_OFFER: x.compensation_slope, c.COMPLAIN_VALUE: x.high_value_logit, c.RECOVERY_CAP: r.cap,
        c.DISTRIBUTIVE: r.distributive_weight, c.INTERACTIONAL: r.interactional_weight,
        c.PROCEDURAL: r.procedural_weight, c.BASE_JUSTICE: r.distributive_base,
        c.OFFER_SCALE_CNY: r.compensation_scale_cny, c.APOLOGY_JUSTICE: r.interactional_base + r.apology_gain,
        c.PLAIN_JUSTICE: r.interactional_base, c.HALF_LIFE_H: r.half_life_h, c.MISUSE_RATE: x.misuse_per_100_cny,
        c.SERIOUS_ABOVE: policy.serious_from, c.MAJOR_ABOVE: policy.major_from,
    })


def loyalty_row(beliefs) -> np.ndarray:
    """Row of the review rules."""
    x, t = beliefs.loyalty, beliefs.talk
    return _fill(np.zeros(y.N_LOYALTY), {
        y.BASE: x.hazard_intercept, y.SLOPE: x.satisfaction_slope, y.SCALE: x.satisfaction_scale,
        y.NEUTRAL: x.satisfaction_center, y.FAILURE_SLOPE: x.failure_slope, y.TENURE_SLOPE: x.tenure_slope,
        y.TENURE_MIDDLE: x.tenure_center, y.FRAILTY: x.frailty_sd, y.REFERRED: x.referred_logit,
        y.CONTRACT_END: x.contract_end_logit, y.CONTRACT_RUNNING: x.contract_bound_logit,
        y.OPEN_CASE: x.open_case_logit, y.FADE: beliefs.failure.memory_keep, y.REFER_RATE: t.referral_per_year,
        y.REFER_SLOPE: t.referral_slope, y.REFER_JOINS: t.referral_join_share, y.JOIN_BASE: t.join_intercept,
        y.JOIN_HAPPY: t.happy_logit, y.JOIN_UNHAPPY: t.unhappy_logit, y.JOIN_PROMISE: t.promise_logit,
        y.HAPPY_FROM: t.happy_from, y.UNHAPPY_TO: t.unhappy_to, y.HEAR_SHARE: t.hear_share,
        y.JOIN_CONTACT: t.contact_join_share, y.JOIN_REPEAT_FACTOR: t.contact_join_repeat_factor,
    })


def staff_row(staff, strain) -> np.ndarray:
    """Row of the staff rules; yearly turnover becomes a probability per four-week review."""
    per_review = 1.0 - exp_(-staff.turnover_year / y.REVIEWS_A_YEAR)
    return _fill(np.zeros(s.N_STAFF), {
        s.RAMP_WEEKS: max(staff.ramp_weeks, 1e-9), s.NOVICE_SLOWDOWN: staff.novice_slowdown,
        s.NOVICE_LOGIT: staff.novice_logit, s.ABSENCE: staff.absence, s.ABSENCE_STRAIN: strain.absence_per_tenth,
        s.LEAVE_BASE: min(per_review, .999), s.LEAVE_STRAIN: strain.leaving_per_tenth,
        s.SPEED_STRAIN: strain.handle_per_tenth, s.COMFORTABLE: staff.comfortable_occupancy,
        s.VACANCY_WEEKS: staff.vacancy_weeks,
    })


def authority_numbers(service, owning, policy) -> dict[str, float]:
    """Scalars of who may do what alone, and of what a recovery may take."""
    return {
        "owner": policy.service.owner, "authority_fen": round(policy.recovery.authority_limit_cny * 100),
        "one_agent_share": service.one_agent_share, "owner_handle": 1.0 + owning.handle_share,
        "apology": policy.recovery.apology, "apology_ms": round(policy.recovery.apology_s * 1000),
        "owner_logit": owning.logit_gain, "budget_fen": round(policy.recovery.budget_year_cny * 100),
        "protocol_ms": round(math.fsum(step.seconds for step in policy.recovery.protocol) * 1000),
    }  # fmt: skip


def offers(recovery, high_value: bool = False) -> np.ndarray:
    """Compensation by class of complaint in fen, to high-value customers or to the others (int64)."""
    return np.rint([recovery.compensation_cny * 100 * getattr(recovery.class_factor, name)
                    * (getattr(recovery.high_value_factor, name) if high_value else 1.0)
                    for name in CASE_CLASSES]).astype(np.int64)  # fmt: skip


def closed_by_steps(recovery, belief) -> np.ndarray:
    """Share of missing justice that the steps of a protocol close, by dimension: each closes a part of the rest."""
    names = ("distributive", "interactional", "procedural")
    steps = [sum(step.justice == name for step in recovery.protocol) for name in names]
    return np.array([1.0 - (1.0 - getattr(belief.step_gain, name)) ** n for name, n in zip(names, steps, strict=True)])


def teaching_row(belief) -> np.ndarray:
    """Row of the rules of training."""
    return _fill(np.zeros(t.N_TEACHING), {
        t.KEEP: exp_(-1.0 / belief.memory_weeks), t.MOST: belief.most_logit, t.SCALE_H: belief.scale_h})


def _fill(row: np.ndarray, named: dict[int, float]) -> np.ndarray:
    for column, value in named.items():
        row[column] = value
    return row
