"""All luck of a run: people, prospects, base needs and busy days as arrays; keys for every other decision.

What is bounded is drawn here, vectorised. Everything else is a keyed uniform that an engine asks for when a
decision comes up: `uniform(keys[DECISION, kind], person, ordinal, nth)`. Redials, re-contacts and hand-overs have
keys of their own (the column `kind`), so that adding one of them shifts nobody else's luck.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.distributions import normal_quantiles
from cxsim.schema import CHANNELS, KINDS
from cxsim.stages.demand import NOON, draw_needs, operational_time
from cxsim.stages.population import draw_traits, gamma_factors, gamma_factors_of_normals, start_persons
from cxsim.streams import stream_key, uniforms

DECISIONS = (
    "need", "nature", "patience", "patience_again", "balk", "handle", "resolve", "transfer", "blocked", "closed",
    "redial", "redial_delay", "recontact", "recontact_delay", "spread", "conduct", "surroundings", "answer",
    "survey", "failure", "misuse", "join_contact", "assessment", "confirmed", "leave", "review_answer", "refer",
    "refer_join", "hear", "join", "absence", "turnover", "tenure", "bot_up", "bot_try", "bot_mind", "bot_time",
    "owner", "approval", "yearly", "call_back", "warning", "pretend",
)
(NEED, NATURE, PATIENCE, PATIENCE_AGAIN, BALK, HANDLE, RESOLVE, TRANSFER_LUCK, BLOCKED_LUCK, CLOSED_LUCK,
 REDIAL_LUCK, REDIAL_DELAY, RECONTACT_LUCK, RECONTACT_DELAY, SPREAD, CONDUCT, SURROUNDINGS, ANSWER, SURVEY_LUCK,
 FAILURE_LUCK, MISUSE, JOIN_CONTACT, ASSESSMENT, CONFIRMED, LEAVE, REVIEW_ANSWER, REFER, REFER_JOIN, HEAR, JOIN,
 ABSENCE, TURNOVER, TENURE, BOT_UP, BOT_TRY, BOT_MIND, BOT_TIME, OWNER, APPROVAL, YEARLY, CALL_BACK_LUCK,
 WARNING_LUCK, PRETEND_LUCK) = range(len(DECISIONS))
#: Number of a person's first need that a surge adds: beyond every other one, and at a whole round of the channels.
SURGED = np.int32(len(CHANNELS) << 28)


class Draws(NamedTuple):
    """Luck of one replication. Shapes: traits and start (persons,), needs (base needs,), keys (decisions, kinds)."""

    seed: int
    replication: int
    traits: np.ndarray
    start: np.ndarray
    need_time: np.ndarray
    need_person: np.ndarray
    need_ordinal: np.ndarray
    keys: np.ndarray


def make_draws(scenario, seed: int, replication: int = 0) -> Draws:
    """Draw people, base needs and keys of one replication.

    Parameters
    ----------
    scenario : Scenario
        Only its world, beliefs, switches and lengths are read, never its policy.
    seed, replication : int
        The same pair gives the same luck under every policy.

    Returns
    -------
    Draws
    """
    def key(name: str) -> int:
        return stream_key(seed, replication, name)

    world, weeks = scenario.world, scenario.weeks + scenario.burn_in_weeks
    traits = draw_traits(world, scenario.beliefs, weeks, key)
    line = intensity(scenario, key("busy_day"))
    kept = kept_by_week(scenario)
    needs = base_needs(world, traits, (line, kept), (key("gap"), key("thinning")))
    if scenario.mechanisms.busy_day and world.demand.surge_day_share > 0:
        line = intensity(scenario, key("busy_day"), surges(key("surge"), world.demand, weeks))
        more = base_needs(world, traits, (line, kept), (key("surge_gap"), key("surge_thinning")))
        needs = together(needs, more)
    keys = np.array([[stream_key(seed, replication, f"{name}/{kind}") for kind in KINDS] for name in DECISIONS])
    start = start_persons(traits, world.market.customers, scenario.beliefs)
    return Draws(seed, replication, traits.view(np.recarray), start.view(np.recarray), *needs, keys)


def intensity(scenario, busy_day_key: int, surge: np.ndarray | None = None) -> np.ndarray:
    """Operational time per channel at each half-hour boundary of burn-in and horizon.

    Parameters
    ----------
    scenario : Scenario
    busy_day_key : int
        Luck of the busy days.
    surge : float64 array, shape (days, 48), optional
        What surges add, see `surges`; then the time of the added needs alone.

    Returns
    -------
    float64 array, shape (channels, half hours + 1), years of mean intensity.
    """
    demand = scenario.world.demand
    weeks = scenario.weeks + scenario.burn_in_weeks
    day = np.arange(7 * weeks)
    busy = np.ones((len(day), 1))
    if scenario.mechanisms.busy_day and demand.busy_day_cv > 0:
        busy = busy_factors(busy_day_key, day, demand)
    if surge is not None:
        busy = busy * surge
    season = np.ones(len(day))
    if scenario.mechanisms.season:
        since_start = day - 7 * scenario.burn_in_weeks
        wave = np.cos(2 * np.pi * (since_start - demand.season_peak_day) / 364)
        season += demand.season_amplitude * np.round(wave, 9)  # cos differs in the last bit between systems
    return np.array([operational_time(np.tile(week, (weeks, 1)), season, busy) for week in usual_weeks(demand)])


def usual_weeks(demand) -> list[np.ndarray]:
    """Weights of each channel by weekday and half hour, each of shape (7, 48) and mean 1."""
    weekday = np.asarray(demand.weekday_weight)
    found = []
    for channel in CHANNELS:
        week = weekday[:, None] * np.asarray(getattr(demand.half_hour_weight, channel))[None, :]
        found.append(week / week.mean() if week.mean() > 0 else week)
    return found


def surges(key: int, demand, weeks: int) -> np.ndarray:
    """What surges add to the needs of each half hour, as a multiple of the usual ones.

    A day with demand begins at most one surge, at a half hour that is as likely as a need is to arise in it; two that
    meet are one. Days keep their luck: a higher chance adds surges and moves none.

    Returns
    -------
    float64 array, shape (days, 48)
        0 outside of a surge, ``surge_factor - 1`` within; the last half hour as far as the surge reaches into it.
    """
    share = [getattr(demand.channel_share, channel) for channel in CHANNELS]
    usual = np.tile(np.tensordot(share, usual_weeks(demand), 1), (weeks, 1))
    day, of_day = np.arange(7 * weeks), usual.cumsum(axis=1)
    comes = (uniforms(key, day, 0, 0) < demand.surge_day_share) & (of_day[:, -1] > 0)
    start = (of_day <= (uniforms(key, day, 1, 0) * of_day[:, -1])[:, None]).sum(axis=1)
    length = np.arange(np.ceil(2 * demand.surge_hours), dtype=np.int64)
    found = np.zeros(usual.size + len(length))
    places = (48 * day + start)[comes][:, None] + length
    np.maximum.at(found, places, np.broadcast_to(np.minimum(1.0, 2 * demand.surge_hours - length), places.shape))
    return (demand.surge_factor - 1) * found[:usual.size].reshape(usual.shape)


def busy_factors(key: int, day: np.ndarray, demand) -> np.ndarray:
    """Factor of each day, or of its 48 half hours where morning and afternoon are linked by less than 1.

    The luck of the day is that of the morning; the afternoon takes of it as much as the link says (a Gaussian link of
    two gamma factors), so that a link moves no morning. At a link of 1 there is one factor a day.

    Returns
    -------
    float64 array, shape (days, 1) or (days, 48), mean 1.
    """
    luck, link = uniforms(key, day, 0, 0), demand.busy_day_link
    morning = gamma_factors(luck, demand.busy_day_cv)[:, None]
    if link == 1:
        return morning
    own = normal_quantiles(uniforms(key, day, 1, 0))
    mixed = link * normal_quantiles(luck) + np.sqrt(1 - link * link) * own
    afternoon = gamma_factors_of_normals(mixed, demand.busy_day_cv)[:, None]
    return np.where(np.arange(48) < NOON, morning, afternoon)


def kept_by_week(scenario) -> np.ndarray:
    """Share of the needs drawn at the upper rate that arise, by week of burn-in and horizon; shocks move it.

    One need is kept by one draw, so a higher share adds needs and moves no other.
    """
    from cxsim.scenario.dated import phases  # engines read the names above and know no scenario

    weeks = scenario.weeks + scenario.burn_in_weeks
    kept = np.full(weeks, scenario.world.demand.factor / scenario.world.demand.headroom)
    for week, company in phases(scenario):
        kept[scenario.burn_in_weeks + week:] = company.world.demand.factor / company.world.demand.headroom
    return kept


def base_needs(world, traits: np.ndarray, lines: tuple[np.ndarray, np.ndarray], keys: tuple[int, int]):
    """Base needs of everybody at a customer's rate, ordered by time, ties by person.

    `lines` are the operational time by channel and the share kept by week.

    Returns
    -------
    (int64, int32, int32) arrays
        Time in ms, person, ordinal within the person.
    """
    demand, (line, kept) = world.demand, lines
    rates = np.ascontiguousarray(traits["rate"]) * (demand.needs_per_year * demand.headroom)
    mixing = np.array([getattr(demand.channel_share, c) for c in CHANNELS]
                      + [demand.channel_loyalty, *kept])
    mean = rates.sum() * line[:, -1].max() * min(1.0, kept.max())
    room = int(mean * 1.02 + 6 * mean**0.5) + 16
    while True:
        out = (np.empty(room, np.int64), np.empty(room, np.int32), np.empty(room, np.int32))
        count = draw_needs(np.array(keys), rates, np.ascontiguousarray(traits["preferred"]), mixing, line, out)
        if count <= room:
            break
        room = count
    tick = world.clock.tick_ms
    times, order = by_time(out[0][:count] // tick * tick)
    return times, out[1][:count][order], out[2][:count][order]


def together(base, surged):
    """Base needs and those that surges add, in one order of time, ties base first; the added ones count from `SURGED`.

    So no person's other needs change their number, and with it their luck.
    """
    times = np.concatenate([base[0], surged[0]])
    times, order = by_time(times)
    return times, *(np.concatenate(pair)[order] for pair in zip(base[1:], (surged[1], surged[2] + SURGED), strict=True))


def by_time(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted times and their stable order; time and index packed into one integer sort about eight times faster."""
    bits = max(1, len(times).bit_length())
    if len(times) == 0 or int(times.max()) >= 1 << (62 - bits):
        order = np.argsort(times, kind="stable")
        return times[order], order
    packed = np.sort((times << bits) | np.arange(len(times)))
    return packed >> bits, packed & ((1 << bits) - 1)
