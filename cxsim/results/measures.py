"""The fixed list of what a summary holds: key, unit, which direction is better, and the words for it.

Keys never change and are never translated; the words are looked up in the message catalog where they are
shown. Shares are numbers between 0 and 1 (shown in percent), money is in units of the currency, not in fen.
"""

from __future__ import annotations

from typing import NamedTuple

from cxsim.messages import tr
from cxsim.schema import CASE_CLASSES, QUEUES

LIVE = ("phone", "chat")
CLOCKS = ("confirm", "response", "assessment", "resolution")
COSTS = {
    "labor": "pay of agents for regular hours",
    "overtime": "pay of agents for overtime",
    "supervisors": "pay of supervisors",
    "recruitment": "recruitment and first training of agents",
    "tools": "tools and licences",
    "compensation": "compensation paid to customers",
    "acquisition": "winning new customers",
    "lost_orders": "margin of orders that were lost",
    "fixed": "fixed cost",
    "bot": "bot: sessions and licence",
    "measures": "measures decided for a date",
    "bonus": "variable pay of agents",
    "training": "training: pay for hours off the phone, trainers",
    "approvals": "supervisors' time for approvals",
    "feedback": "reminders and yearly survey",
    "retention": "early warning: tool, outreach and offers to stay",
}
_MET = {
    "confirm": "{of} cases: receipt confirmed in time, of cases due",
    "response": "{of} cases: first response in time, of cases due",
    "assessment": "{of} cases: assessed in time, of cases due",
    "resolution": "{of} cases: resolved in time, of cases due",
}


class MeasureInfo(NamedTuple):
    """One number of the summary.

    Attributes
    ----------
    key
        Name in the summary, in tables and files.
    unit
        ``count``, ``share``, ``s``, ``min``, ``h``, ``points``, ``CNY`` or ``contacts``.
    better
        +1 when more is better, -1 when less is better, 0 when neither is.
    text
        What it is, in English (the message id of its translation), with `{of}` for the queue or class.
    of
        Queue or class that the number belongs to, empty for the whole company.
    """

    key: str
    unit: str
    better: int
    text: str
    of: str = ""


def _desk() -> list[MeasureInfo]:
    rows = []
    for queue in QUEUES:
        rows += [
            MeasureInfo(f"{queue}_arrivals", "count", 0, "{of}: attempts, closed hours included", queue),
            MeasureInfo(f"{queue}_offered", "count", 0, "{of}: attempts in open hours", queue),
            MeasureInfo(f"{queue}_handled", "count", 0, "{of}: contacts handled", queue),
            MeasureInfo(
                f"{queue}_abandoned", "count", -1, "{of}: gave up or left at once, of offered", queue
            ),
            MeasureInfo(f"{queue}_blocked", "count", -1, "{of}: found no free line, of offered", queue),
            MeasureInfo(
                f"{queue}_in_system_end",
                "count",
                -1,
                "{of}: offered, still waiting or in work at the end",
                queue,
            ),
            MeasureInfo(f"{queue}_wait_mean_min", "min", -1, "{of}: mean wait of handled contacts", queue),
            MeasureInfo(f"{queue}_handle_mean_min", "min", 0, "{of}: mean handle time", queue),
            MeasureInfo(
                f"{queue}_occupancy_share", "share", 0, "{of}: busy seat time over open seat time", queue
            ),
            MeasureInfo(
                f"{queue}_waiting_mean", "contacts", -1, "{of}: contacts waiting, mean over time", queue
            ),
        ]
    for queue in LIVE:
        rows += [
            MeasureInfo(f"{queue}_within_promise_share", "share", 1,
                        "{of}: answered within the promised time, of offered in open hours", queue),
            MeasureInfo(f"{queue}_abandoned_share", "share", -1, "{of}: gave up, of offered", queue),
            MeasureInfo(f"{queue}_wait_p90_min", "min", -1, "{of}: nine of ten handled waited less", queue),
        ]  # fmt: skip
    return rows


def _needs() -> list[MeasureInfo]:
    return [
        MeasureInfo("needs", "count", 0, "needs born"),
        MeasureInfo(
            "fcr_share", "share", 1, "needs resolved by their first handling, of needs handled at all"
        ),
        MeasureInfo(
            "fcr_above_target_share", "share", 1, "share of needs resolved by their first handling, less its target"
        ),
        MeasureInfo("phone_handle_above_target_min", "min", 0, "mean handle time on the phone, less its target"),
        MeasureInfo("resolved_share", "share", 1, "needs resolved in the end, of needs closed"),
        MeasureInfo("contacts_per_need", "contacts", -1, "attempts of customers per need"),
        MeasureInfo("recontact_share", "share", -1, "re-contacts, of all attempts of customers"),
        MeasureInfo("announced", "count", 0, "contacts that were told how long they will wait"),
        MeasureInfo("announced_left_share", "share", -1, "left at once on hearing the wait, of those told"),
        MeasureInfo("announced_kept_share", "share", 1, "answered within the wait told, of those told and answered"),
        MeasureInfo("bot_sessions", "count", 0, "sessions with the bot"),
        MeasureInfo("bot_contained_share", "share", 0, "sessions that ended without a person, of sessions ended"),
        MeasureInfo("bot_solved_share", "share", 1, "sessions that solved the need, of sessions ended"),
        MeasureInfo("email_backlog_age_h", "h", -1, "mean age of emails without answer at the end"),
    ]


def _complaints() -> list[MeasureInfo]:
    rows = [
        MeasureInfo("complaints", "count", -1, "complaint cases opened"),
        MeasureInfo(
            "complaint_response_h", "h", -1, "mean time to the first substantive response, of answered cases"
        ),
        MeasureInfo(
            "complaint_within_24h_share", "share", 1, "cases with a first response within 24 h, of cases due"
        ),
        MeasureInfo("complaints_open_end", "count", -1, "complaint cases not resolved at the end"),
        MeasureInfo("escalations", "count", -1, "complaint cases moved to the front because they were late"),
        MeasureInfo("misuse_cases", "count", -1, "complaint cases without a failure"),
    ]
    for name in CASE_CLASSES:
        rows += [MeasureInfo(f"{name}_{clock}_met_share", "share", 1, _MET[clock], name) for clock in CLOCKS]
    return rows


def _voice() -> list[MeasureInfo]:
    return [
        MeasureInfo("csat_true_share", "share", 1, "closed needs that would rate satisfied, asked or not"),
        MeasureInfo("csat_observed_share", "share", 1, "survey answers that are satisfied"),
        MeasureInfo("ces_true", "points", -1, "mean effort (1 to 7, 7 is most) of all closed needs"),
        MeasureInfo("ces_observed", "points", -1, "mean effort (1 to 7, 7 is most) of survey answers"),
        MeasureInfo(
            "nps_true", "points", 1, "NPS of all customers at each review, mean of the four-week periods"
        ),
        MeasureInfo("nps_observed", "points", 1, "NPS of survey answers"),
        MeasureInfo("surveys_sent", "count", 0, "surveys sent"),
        MeasureInfo("surveys_answered", "count", 0, "surveys answered"),
        MeasureInfo("reminders", "count", 0, "reminders sent"),
        MeasureInfo("call_backs", "count", 0, "negative answers that were called back"),
        MeasureInfo("call_back_wait_h", "h", -1, "mean time from a negative answer to the call back"),
        MeasureInfo("call_back_within_15min_share", "share", 1, "call backs begun within 15 minutes, of those made"),
        MeasureInfo("call_back_within_24h_share", "share", 1, "call backs begun within 24 h, of those made"),
        MeasureInfo("response_share", "share", 0, "surveys answered, of surveys sent"),
    ]


def _loyalty() -> list[MeasureInfo]:
    return [
        MeasureInfo("customers_start", "count", 0, "customers at the start"),
        MeasureInfo("retention_share", "share", 1, "customers at the start who are still there at the end"),
        MeasureInfo("joiners", "count", 1, "people who became customers"),
        MeasureInfo("leavers", "count", -1, "customers who left"),
        MeasureInfo("warnings", "count", 0, "early warnings: customers flagged at a review"),
        MeasureInfo("warnings_right_share", "share", 1, "would have left within the lead, of those flagged"),
        MeasureInfo("warnings_found_share", "share", 1, "flagged, of those who would have left within the lead"),
        MeasureInfo("offers", "count", 0, "offers to stay that were taken"),
        MeasureInfo("referral_share", "share", 0, "joiners who came by referral, of joiners"),
        MeasureInfo("customers_end", "count", 1, "customers at the end"),
        MeasureInfo("staff_leavers", "count", -1, "employees who left"),
    ]


def _money() -> list[MeasureInfo]:
    return [
        MeasureInfo("revenue_cny", "CNY", 1, "revenue"),
        MeasureInfo("margin_cny", "CNY", 1, "revenue minus the cost of what was sold"),
        *(MeasureInfo(f"{kind}_cny", "CNY", -1, text) for kind, text in COSTS.items()),
        MeasureInfo("profit_cny", "CNY", 1, "profit within the horizon"),
        MeasureInfo("profit_share", "share", 1, "profit, of revenue"),
        MeasureInfo("equity_start_cny", "CNY", 1, "customer equity at the start"),
        MeasureInfo("equity_end_cny", "CNY", 1, "customer equity at the end"),
        MeasureInfo("value_cny", "CNY", 1, "profit plus the change of customer equity"),
        MeasureInfo("paid_hours", "h", -1, "paid hours of agents, overtime included"),
        MeasureInfo("cost_per_contact_cny", "CNY", -1, "pay of agents and supervisors per handled contact"),
    ]


MEASURES: dict[str, MeasureInfo] = {
    info.key: info for part in (_desk, _needs, _complaints, _voice, _loyalty, _money) for info in part()
}

#: Words for the units: message ids.
UNITS = {
    "count": "count",
    "share": "share",
    "min": "min",
    "h": "h",
    "points": "points",
    "CNY": "CNY",
    "contacts": "contacts",
}
_TEXTS = {key: info.text for key, info in MEASURES.items()}
_NAMES = {name: name for name in (*QUEUES, *CASE_CLASSES)}

#: Short names of the measures that people talk about most.
SHORT = {
    "nps_true": "true NPS",
    "nps_observed": "observed NPS",
    "retention_share": "retention",
    "profit_cny": "profit",
    "value_cny": "value",
    "csat_true_share": "true CSAT",
    "csat_observed_share": "observed CSAT",
    "fcr_share": "first-contact resolution",
    "phone_within_promise_share": "phone answered within the promise",
    "phone_abandoned_share": "phone abandonment",
    "phone_wait_mean_min": "mean phone wait",
}


def label(key: str) -> str:
    """Words for a measure, in the language of the user."""
    if key in SHORT:
        return tr(SHORT[key])
    of = MEASURES[key].of
    return tr(_TEXTS[key], of=tr(_NAMES[of])) if of else tr(_TEXTS[key])
