"""The second half of the notebook on own tables: work and time, who comes and goes, a company from a call log."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxsim import datasets
from cxsim.analysis import (
    ageing,
    missed_triggers,
    pareto,
    personas,
    recommend,
    sentiment,
    stage_moves,
    takeover_curve,
    usage_steps,
)
from cxsim.course import settings
from cxsim.course.own_data_tables import between, said
from cxsim.course.show import Item, Note, Picture, Table
from cxsim.course.stored_answers import SATISFIED_FROM
from cxsim.measure import closed_loop_rate, difference, synergy_indicators
from cxsim.messages import date, number, percent, tr

#: Days in which a trigger must be followed; months of a quarter (both assumptions of this page).
FOLLOW_DAYS, QUARTER = 2, 3
#: A person who takes over: minutes, CNY an hour, share of leavers who can be kept, months of margin (assumptions).
TAKEOVER_MIN, HOUR_CNY, KEPT_SHARE, KEPT_MONTHS = 10.0, 50.0, 0.2, 24
#: A visit before the fault, and a fault that nobody foresaw, CNY (assumptions); shares of machines that are visited.
VISIT_CNY, FAULT_CNY, VISITED = 150.0, 900.0, (0.01, 0.02, 0.05, 0.1, 0.2)
#: First day of the stored tables, and the Monday after the batch of faulty machines.
START, AFTER_BATCH = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-09-09")
#: Columns of a call log as every switch writes it.
LOG = ["arrived", "wait_min", "handle_min", "outcome", "channel", "customer", "agent"]
#: Fitted numbers that are shown beside the truth.
FITTED = (
    "phone_share", "phone_handle_mean", "chat_handle_mean", "email_handle_mean", "phone_patience_mean", "redial_share",
    "season_amplitude", "busy_day_cv",
)  # fmt: skip


def backlog() -> list[Item]:
    """Open tickets by age on two days."""
    table = datasets.tickets()
    last = table["created"].max()
    found = [ageing(table, "created", "closed", day) for day in (AFTER_BATCH, last)]
    rows = [
        [one.age, number(int(one.cases)), number(int(other.cases))]
        for one, other in zip(*(part.itertuples() for part in found), strict=True)
    ]
    done = (table["closed"] - table["created"]).dt.total_seconds() / 3600
    note = tr("Half of the finished tickets took less than {hours} hours; the age of the open ones is another story.",
              hours=number(float(done.median()), 1))  # fmt: skip
    heads = [tr("open since"), *(date(day) for day in (AFTER_BATCH, last))]
    return [Table(tr("Open tickets by age"), heads, rows, note)]


def causes() -> list[Item]:
    """Causes of complaints, and how many complaints went round."""
    cases = datasets.cases()
    rows = [
        [said(one.cause), number(one.amount, 0), percent(one.share, 0), percent(one.cumulative, 0)]
        for one in pareto(cases, "cause").itertuples()
    ]
    first = Table(
        tr("Causes of complaints"), [tr("cause"), tr("cases"), tr("share"), tr("with those above")], rows
    )
    told = cases["need"].map(datasets.tickets().set_index("ticket")["feedback"]).notna()
    names = {
        "confirmed": tr("confirmed"), "responded": tr("answered"), "assessed": tr("cause looked for"),
        "resolved": tr("solved"),
    }  # fmt: skip
    steps = {name: cases[name].notna().astype(int) for name in names} | {"told": told.astype(int)}
    loop = closed_loop_rate(pd.DataFrame(steps))
    names["told"] = tr("customer said how it went")
    reached = [
        [names[key], number(one.value, 1), between(one.low, one.high)] for key, one in loop.steps.items()
    ]
    note = tr("Most cases are lost before this step: {step}.", step=names[loop.leak])
    heads = [tr("step, with all before it"), tr("of 100 cases"), tr("95 %")]
    return [first, Table(tr("Closing the loop of a complaint"), heads, reached, note), _together(cases, told)]


def _together(cases: pd.DataFrame, told: pd.Series) -> Table:
    """Three indicators that a source wants read together: answered in a day, satisfied, told."""
    answers = datasets.surveys()
    content = answers[answers["need"].isin(cases["need"])]["satisfaction"] >= SATISFIED_FROM
    found = synergy_indicators(cases["response_h"].dropna(), content.astype(int), told.astype(int))
    names = {"response": tr("answered within 24 hours"), "satisfaction": tr("satisfied, of those who answered"),
             "closed": tr("customer said how it went")}  # fmt: skip
    words = {"met": tr("met"), "missed": tr("missed"), "too close to call": tr("too close to call")}
    rows = [
        [names[key], number(one.found.n), number(one.found.value, 1), between(one.found.low, one.found.high),
         number(one.target, 0), words[one.status]]
        for key, one in found.items()
    ]  # fmt: skip
    heads = [tr("indicator"), tr("cases"), tr("of 100"), tr("95 %"), tr("target"), ""]
    note = tr("The source names 24 hours and {share}; the other two targets are assumptions.",
              share=percent(found["satisfaction"].target / 100, 0))  # fmt: skip
    return Table(tr("Three indicators together"), heads, rows, note)


def missed() -> list[Item]:
    """Triggers that nothing followed in time, by trigger."""
    table, rows = datasets.outreach(), []
    for name, part in table.groupby("trigger"):
        asked = part[["customer", "due"]].rename(columns={"due": "time"})
        sent = part.dropna(subset=["sent"])[["customer", "sent"]].rename(columns={"sent": "time"})
        late = missed_triggers(asked, sent, "customer", "time", FOLLOW_DAYS)["missed"]
        used = part["responded"].dropna().astype(float)
        rows.append((float(late.mean()), [said(name), number(len(late)), percent(float(late.mean()), 0),
                                          percent(float(used.mean()), 0)]))  # fmt: skip
    against = int((table["sent"].notna() & ~table["consent"]).sum())
    note = tr("Missed: nothing sent within {days} days. {count} messages went to customers without their consent.",
              days=FOLLOW_DAYS, count=number(against))  # fmt: skip
    heads = [tr("what happened"), tr("times"), tr("missed"), tr("react, of those who got a message")]
    return [
        Table(tr("Follow-ups that never came"), heads, [row for _, row in sorted(rows, reverse=True)], note)
    ]


def takeover() -> list[Item]:
    """What it brings to hand angry messages to a person, by threshold."""
    table = datasets.messages()
    mood = sentiment(table["text_zh"])["sentiment"]
    margin = float(datasets.customers()["margin_month_cny"].mean())
    value = KEPT_SHARE * KEPT_MONTHS * margin
    curve = takeover_curve(mood, table["left_later"].astype(int), value, TAKEOVER_MIN, HOUR_CNY)
    curve = curve.drop_duplicates(["taken"], keep="first")
    rows = [
        [number(one.threshold, 1), percent(one.taken, 0), percent(one.reached, 0), number(one.hours, 0),
         number(one.profit, 0)]
        for one in curve[curve["taken"] > 0].itertuples()
    ]  # fmt: skip
    note = tr("{n} messages, {left} of their writers left. A leaver kept is worth {value} CNY, a takeover takes "
              "{minutes} minutes at {cost} CNY an hour (assumptions).", n=number(len(table)),
              left=number(int(table["left_later"].sum())), value=number(value, 0), minutes=number(TAKEOVER_MIN, 0),
              cost=number(HOUR_CNY, 0))  # fmt: skip
    heads = [
        tr("a person, below"),
        tr("of the messages"),
        tr("of those who leave"),
        tr("hours"),
        tr("CNY gained"),
    ]
    return [Table(tr("When should a person take over?"), heads, rows, note)]


def groups() -> list[Item]:
    """Groups of customers, and whether the new ones still fit."""
    table = datasets.customers().dropna(subset=["joined"])
    names = {"values_price": tr("price"), "values_speed": tr("speed"), "values_advice": tr("advice")}
    old, new = table[table["joined"] < START], table[table["joined"] >= START]
    found = personas(old, list(names))
    worth = found.value(old["margin_month_cny"].to_numpy())["value"]
    drift = found.drift(new)
    rows = [
        [tr("group {number}", number=int(one["persona"])), percent(one["share"], 0), percent(now, 0),
         *(number(one[name], 1) for name in names), number(money, 0)]
        for (_, one), now, money in zip(found.profile.iterrows(), drift.table["now"], worth, strict=True)
    ]  # fmt: skip
    heads = [tr("customers"), tr("of the old"), tr("of the new"),
             *(tr("{what} matters, 1 to 5", what=name) for name in names.values()), tr("CNY a month")]  # fmt: skip
    state = (
        tr("The new ones no longer fit: build the groups anew.")
        if drift.alarm
        else tr("The new ones fit as well.")
    )
    notes = [Note(tr("{state} Stability index {index}; look above {look}.", state=state, index=number(drift.index, 3),
                     look=number(0.1, 1)), "bad" if drift.alarm else "good")]  # fmt: skip
    warned = [Note(found.warning, "bad")] if found.warning else []
    return [Table(tr("Groups of customers"), heads, rows), *warned, *notes]


def usage() -> list[Item]:
    """Features of the app: who reaches them, and where errors are."""
    table = datasets.usage()
    months = pd.date_range(START, periods=int(table["month"].max()), freq="MS")
    log = table.assign(time=months[table["month"].to_numpy() - 1], failed=(table["errors"] > 0).astype(int))
    found = usage_steps(log, "customer", "feature", "time", "failed").sort_values("reach")
    rows = [
        [said(one.step), number(one.reach, 0), between(one.low, one.high, 0), percent(one.errors, 0)]
        for one in found.itertuples()
    ]
    heads = [tr("feature"), tr("of 100 users ever use it"), tr("95 %"), tr("months of use with an error")]
    return [Table(tr("What do they use, and where does it fail?"), heads, rows)]


def stage_of(panel: pd.DataFrame) -> pd.Series:
    """Stage of a customer in a quarter: trouble goes before silence, silence before growth."""
    trouble = (panel["failed_3m"] > 0) | (panel["complaints_3m"] > 0)
    silent = (panel["needs_3m"] == 0) & (panel["orders_3m"] == 0)
    new = panel["tenure_months"] < 12
    return pd.Series(
        np.select([trouble, silent, new], ["trouble", "silent", "new"], "active"), index=panel.index
    )


def moves() -> list[Item]:
    """Where customers of each stage are a quarter later."""
    panel = datasets.churn_panel()
    panel = panel[panel["month"] % QUARTER == 0]
    log = panel.assign(stage=stage_of(panel))[["customer", "month", "stage", "left_within_3m"]]
    gone = log[log["left_within_3m"]].assign(stage="left")
    gone["month"] += QUARTER
    last = int(panel["month"].max())
    log = pd.concat([log, gone[gone["month"] <= last]]).drop_duplicates(["customer", "month"], keep="first")
    log["time"] = START + pd.to_timedelta(30 * log["month"], unit="D")
    found = stage_moves(log, "customer", "stage", "time")
    names = {"new": tr("new"), "active": tr("active"), "silent": tr("silent"), "trouble": tr("in trouble"),
             "left": tr("left")}  # fmt: skip
    share = found.set_index(["from", "to"])
    rows = []
    for start in ("new", "active", "silent", "trouble"):
        lost = share.loc[(start, "left")]
        cells = [
            number(share["share"].get((start, end), 0.0), 0) for end in ("new", "active", "silent", "trouble")
        ]
        rows.append([names[start], *cells, number(lost["share"], 1), between(lost["low"], lost["high"])])
    heads = [tr("of 100 who were"), *(names[end] for end in ("new", "active", "silent", "trouble", "left")),
             tr("95 % of left")]  # fmt: skip
    return [Table(tr("A quarter later they are"), heads, rows)]


def machines() -> list[Item]:
    """Visits before the fault: limits of vibration from one year, judged in the next."""
    table = datasets.machines()
    half = int(table["month"].median())
    first, later = table[table["month"] <= half], table[table["month"] > half]
    faults, rows = int(later["fault_next_month"].sum()), []
    for share in VISITED:
        limit = float(first["vibration"].quantile(1 - share))
        warned = later["vibration"] > limit
        hit = int((warned & later["fault_next_month"]).sum())
        visits = int(warned.sum())
        gain = hit * (FAULT_CNY - VISIT_CNY) - (visits - hit) * VISIT_CNY
        idle = (visits - hit) / max(1, hit)
        rows.append(
            [number(limit, 2), number(visits), percent(hit / faults, 0), number(idle, 1), number(gain, 0)]
        )
    note = tr("Limits come from months up to {half}, results from the later ones with {faults} faults. A visit costs "
              "{visit} CNY, a fault {fault} CNY (assumptions).", half=half, faults=number(faults),
              visit=number(VISIT_CNY, 0), fault=number(FAULT_CNY, 0))  # fmt: skip
    heads = [tr("vibration above"), tr("visits"), tr("faults foreseen"), tr("visits for nothing, for each fault"),
             tr("CNY gained")]  # fmt: skip
    return [Table(tr("Which machines should be visited?"), heads, rows, note)]


def offers() -> list[Item]:
    """Personal offers against those everybody sees, by lot; and an offer for one customer."""
    table = datasets.recommendations()
    arms = {name: part["bought"].astype(int) for name, part in table.groupby("arm")}
    names = {"popular": tr("what all like"), "personal": tr("chosen for the customer")}
    rows = [[names[key], number(len(arms[key])), percent(float(arms[key].mean()))] for key in names]
    found = difference(arms["popular"], arms["personal"], "share")
    lift = found.value / float(arms["popular"].mean())
    verdicts = {"higher": tr("more"), "lower": tr("fewer"), "too close to call": tr("too close to call")}
    note = tr("Verdict: {verdict}. Difference {points} points ({low} to {high}), which would be {lift} % more. Who saw "
              "what was drawn by lot.", verdict=verdicts[found.sign()], points=number(found.value, 1),
              low=number(found.low, 1), high=number(found.high, 1), lift=number(lift, 0))  # fmt: skip
    orders = datasets.orders()
    kinds = orders.groupby("customer")["item"].nunique()
    who = kinds[kinds == kinds.median()].index[0]
    next_ = recommend(orders, "customer", "item", who, 1)
    more = [
        Note(tr("An offer for customer {who}, from what others bought together: {item}, because of {because}.",
                who=str(who), item=said(one.item), because=said(one.because)))
        for one in next_.itertuples()
    ]  # fmt: skip
    return [
        Table(tr("Do personal offers sell more?"), [tr("offer"), tr("shown"), tr("bought")], rows, note),
        *more,
    ]


@cache
def calibration() -> Any:
    """The fit of the log that the made-up company's simulator wrote."""
    import cxsim as cx

    return cx.calibrate(datasets.contacts()[LOG])


def from_log() -> list[Item]:
    """Numbers fitted to a call log beside those of the company that wrote it, and a picture."""
    from cxsim.plots.calibration import picture
    from cxsim.scenario import load_scenario

    found, truth = calibration(), load_scenario("data_company")
    paths = {one.key: one.path for one in found.fits}
    rows = []
    for key in FITTED:
        one = found[key]
        true = float(reduce(getattr, paths[key].split("."), truth))
        inside = tr("inside") if one.low <= true <= one.high else tr("outside")
        rows.append([one.name, number(one.value, 2), between(one.low, one.high, 2), number(true, 2), inside])
    heads = [tr("number"), tr("from the log"), tr("95 %"), tr("in the company that wrote it"), ""]
    shown = picture(found, ["phone_handle", "phone_patience"])
    unknown = [Note(tr("The log cannot say: {what}", what=one)) for one in found.unknown]
    told = Table(tr("What a log tells"), heads, rows)
    return [Note(found.used, "lead"), told, Picture(shown.png, shown.alt), *unknown]


def _found(log: str) -> str:
    """The file as it was named, or in the learner's folder."""
    inside = settings.work_folder() / log
    return str(inside) if inside.is_file() and not Path(log).is_file() else log


def for_lessons(log: str, meanings: Mapping[str, str] | None, in_lessons: bool) -> list[Item]:
    """A company from a call log, kept in the learner's folder, and how the lessons start from it."""
    import cxsim as cx
    from cxsim.course.own_items import written
    from cxsim.guards import CxError, file_trouble

    try:
        found = cx.calibrate(_found(log), map=dict(meanings or {})) if log else calibration()
        told = written(found.scenario, in_lessons)
    except CxError as error:
        return [Note(str(error), "bad")]
    except OSError as error:
        return [Note(str(file_trouble(error, log)), "bad")]
    demand = found.scenario.world.demand
    rows = [
        [tr("phone, of 100 matters"), number(100 * demand.channel_share.phone, 0)],
        [tr("minutes of a call"), number(found.scenario.world.service.handle.phone.mean_min, 1)],
        [tr("minutes a caller is patient"), number(found.scenario.world.service.patience.phone.mean_min, 1)],
        [tr("seats on the phone at most"), number(found["phone_seats"].value, 0)],
    ]
    how = tr("With a log of your own in the folder my_work: {python} In a terminal: {first}, then {second}.",
             python='own_data.for_lessons("log.csv", {"ankunft": "arrived"}, in_lessons=True).',
             first="python start.py cxsim calibrate my_work/log.csv --out my_work/your_company.yaml",
             second="python start.py cxsim company use my_work/your_company.yaml")  # fmt: skip
    return [Table(tr("The company of the log"), [tr("number"), tr("here")], rows), *told, Note(how)]
