"""How service works in this company: handle times, resolution, patience, lines, hand-overs."""

from __future__ import annotations

from typing import Literal

from cxsim.scenario.fields import Model, Real, Whole, quantity
from cxsim.scenario.groups import (
    ChatSpeeds,
    Duration,
    HandleOverride,
    Live,
    Patience,
    Queue,
    Queues,
    Reasons,
    lognormal,
)

#: Standard deviation over mean of a lognormal whose logarithm has standard deviation 0.75, 0.6 and 1.
CV_LOG_075, CV_LOG_060, CV_LOG_100 = .8692, .6583, 1.3108
_BROWN = "Brown et al. 2005: lognormal; mean tuned"
_BANK = "Anonymous Bank 1999; Brown et al. 2005; Mandelbaum and Zeltyn 2013"


class Handles(Model):
    """Handle time, after-call work included, of each kind of work."""

    phone: Duration
    chat: Duration
    email: Duration
    case_response: Duration
    case_resolution: Duration


class Service(Model):
    """What the work takes, how often it succeeds, and how long people wait for it."""

    handle: Handles = quantity(
        Handles(phone=lognormal(4.7, CV_LOG_075), chat=lognormal(5.1, CV_LOG_075),
                email=lognormal(5.2, CV_LOG_075), case_response=lognormal(27., CV_LOG_060),
                case_resolution=lognormal(27., CV_LOG_060)),
        unit="min", source=_BROWN, grade="World",
        doc="Handle time by kind of work; chat as the work of one chat served alone.")
    handle_by_reason: Reasons[HandleOverride] = quantity(
        Reasons[HandleOverride](enquiry=HandleOverride(), order=HandleOverride(), technical=HandleOverride(),
                                billing=HandleOverride(), complaint=HandleOverride()),
        unit="min", source="assumption", grade="World",
        doc="Change of handle time by reason; neutral by default.")
    handle_difficulty_slope: Real = quantity(
        .18, unit="log points/sd", low=-5, high=5, source="assumption", grade="World",
        doc="How much longer a more difficult need takes.")
    resolution: Queues[Real] = quantity(
        Queues[Real](phone=1.12, chat=1.12, email=1.12, case=1.12), unit="logit", low=-40, high=40,
        source="tuned to FCR 68-74 %; SQM average 70-72 %", grade="World",
        doc="Log odds that one handling resolves a need of difficulty 0.")
    resolution_by_reason: Reasons[Real] = quantity(
        Reasons[Real](enquiry=0., order=0., technical=0., billing=0., complaint=0.), unit="logit", low=-40,
        high=40, source="neutral", grade="World",
        doc="Change of the log odds of resolution by reason; a fault in a product lowers that of its reason.")
    resolution_difficulty_slope: Real = quantity(
        -.75, unit="logit/sd", low=-40, high=40, source="assumption", grade="World",
        doc="How much difficulty lowers the log odds of resolution.")
    resolution_noise_sd: Real = quantity(
        .35, unit="logit", low=0, high=10, source="assumption", grade="World",
        doc="Spread of resolution between handlings.")
    repeat_penalty: Real = quantity(
        -.1, unit="logit", low=-40, high=40, source="assumption", grade="World",
        doc="Change of the log odds of resolution at a repeated handling.")
    patience: Live[Patience] = quantity(
        Live[Patience](phone=Patience(family="lognormal", mean_min=6., cv=CV_LOG_100, balk_share=0.),
                       chat=Patience(family="lognormal", mean_min=12., cv=CV_LOG_100, balk_share=0.)),
        unit="min", source=_BANK, grade="A", doc="How long people wait on the line before they give up.")
    patience_person_sd: Real = quantity(
        0., unit="log points", low=0, high=3, source="assumption", grade="D",
        doc="Spread of patience between people, beside the spread between their calls (mean kept).")
    patience_prospect_factor: Real = quantity(
        .5, unit="ratio", low=.001, high=100, source=_BANK, grade="A",
        doc="Patience of a prospect over that of a customer.")
    patience_urgent_factor: Real = quantity(
        2., unit="ratio", low=.001, high=100, source=_BANK, grade="B",
        doc="Patience with an urgent need over that with any other.")
    lines: Live[Whole] = quantity(
        Live[Whole](phone=0, chat=0), unit="contacts", low=0, high=1_000_000, source="no limit",
        grade="World",
        doc="Most contacts in the system, served and waiting; more are blocked. 0 is no limit.")
    transfer_share: Queues[Real] = quantity(
        Queues[Real](phone=0., chat=0., email=0., case=0.), unit="share", low=0, high=1,
        source="no hand-overs in the default company", grade="World",
        doc="Share of handlings that are handed over to another queue when they end.")
    transfer_to: Queues[Queue] = quantity(
        Queues[Queue](phone="case", chat="phone", email="phone", case="phone"), unit="queue",
        source="assumption", grade="World", doc="Queue that takes what is handed over.")
    transfer_delay_min: Real = quantity(
        0., unit="min", low=0, high=1e6, source="assumption", grade="World",
        doc="Time between the end of a handling and the arrival at the next queue.")
    chat_speed_permille: ChatSpeeds = quantity(
        (1000, 720, 560, 450), unit="per mille", low=1, high=1000, source="assumption", grade="World",
        doc="Speed of each chat while the agent has 1, 2, 3, 4 of them.")
    shift_end: Literal["finish", "first_free", "hand_back"] = quantity(
        "finish", unit="rule", source="house rule of the default company", grade="World",
        doc="Who goes when fewer seats are wanted and all are busy: named agents when they finish, whoever is free "
            "first (the textbook's rule), or named agents at once, who hand their contact back to the queue.")
    closed_door_return_share: Real = quantity(
        .7, unit="share", low=0, high=1, source="assumption", grade="D",
        doc="Share of those who meet a closed door and return at the next open time.")
    blocked_redial_share: Real = quantity(
        .7, unit="share", low=0, high=1, source="assumption", grade="D",
        doc="Share of blocked callers who redial after the redial delay.")
    assessment: Duration = quantity(
        lognormal(1200., 1.), unit="min", source="assumption: mean 20 h", grade="World",
        doc="Time between the first response to a complaint and its assessment; no agent works on it.")
    one_agent_share: Real = quantity(
        .6, unit="share", low=0, high=1, source="assumption", grade="World",
        doc="Share of needs that a single agent can solve to the end.")
    approval: Duration = quantity(
        lognormal(480., 1.), unit="min", source="assumption: mean 8 h", grade="World",
        doc="Time until a compensation above the agent's limit is approved.")
    approval_min: Real = quantity(
        10., unit="min", low=0, high=10_000, source="assumption", grade="World",
        doc="Supervisor's time for one approval.")
