"""What must hold between fields: shares that sum to one, hours that are staffed, times that can end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cxsim.messages import tr
from cxsim.scenario import dated
from cxsim.scenario.groups import DAYS, PRIORITIES, QUEUES, Duration, HandleOverride, Window

if TYPE_CHECKING:
    from cxsim.scenario.model import Scenario
    from cxsim.scenario.policy import Policy

#: More base needs than this are a typing error: a year of a million customers has ten million.
NEEDS_MAX = 1_000_000_000
#: Shortest mean time to a redial; without any delay a busy line would be called for ever in one moment.
REDIAL_MIN = 0.1


def problems(scenario: Scenario) -> Iterator[str]:
    """Everything in a scenario that does not fit together, one line each."""
    for check in _CHECKS:
        yield from check(scenario)


def _shares(s: Scenario) -> Iterator[str]:
    demand, recovery = s.world.demand, s.beliefs.recovery
    groups: dict[str, Any] = {
        "world.market.segment_share": s.world.market.segment_share,
        "world.demand.channel_share": demand.channel_share,
        "world.demand.reason_share": demand.reason_share,
        "beliefs.experience.weight": s.beliefs.experience.weight,
    }
    sums = {path: math.fsum(dict(group).values()) for path, group in groups.items()}
    sums["beliefs.recovery.*_weight"] = math.fsum(
        (recovery.distributive_weight, recovery.interactional_weight, recovery.procedural_weight))
    for path, total in sums.items():
        if abs(total - 1) > 1e-6:
            yield tr("{path} sums to {total}: the shares must sum to 1", path=path, total=total)


def _calendar(s: Scenario) -> Iterator[str]:
    start = s.world.calendar.start_date
    if start.weekday() != 0:
        yield tr("world.calendar.start_date = {day} is not a Monday; the Monday before is allowed: {monday}",
                 day=start, monday=start.fromordinal(start.toordinal() - start.weekday()))
    for queue in QUEUES:
        yield from _windows(f"world.calendar.open.{queue}", getattr(s.world.calendar.open, queue))


def _windows(path: str, windows: tuple[Window, ...]) -> Iterator[str]:
    taken: dict[int, list[tuple[int, int, int]]] = {}
    for index, window in enumerate(windows):
        start, end = window.from_min, window.to_min
        if end <= start:
            yield tr("{path}.{index}: ends at {to}, not after its start {start}; split a night at 24:00",
                     path=path, index=index, to=window.to, start=window.start)
        if len(set(window.days)) < len(window.days):
            yield tr("{path}.{index}.days names a day twice", path=path, index=index)
        for day in set(window.days):
            known = taken.setdefault(day, [])
            clash = next((other for a, b, other in known if start < b and a < end), None)
            if clash is not None:
                yield tr("{path}.{index} overlaps {path}.{other} on {day}; windows of one day may not "
                         "overlap",
                         path=path, index=index, other=clash, day=DAYS[day])
            known.append((start, end, index))


def _demand(s: Scenario) -> Iterator[str]:
    demand, market = s.world.demand, s.world.market
    if demand.factor > demand.headroom:
        yield tr("world.demand.factor = {factor} exceeds world.demand.headroom = {headroom}; "
                 "raise the headroom",
                 factor=demand.factor, headroom=demand.headroom)
    if not any(demand.weekday_weight):
        yield tr("world.demand.weekday_weight has no weight above 0")
    for channel, share in dict(demand.channel_share).items():
        if share > 0 and not any(getattr(demand.half_hour_weight, channel)):
            yield tr("world.demand.half_hour_weight.{channel} has no weight above 0", channel=channel)
    people = market.customers * demand.needs_per_year + market.prospects * demand.prospect_needs_per_year
    surged = 1 + demand.surge_day_share * (demand.surge_factor - 1)  # as if a surge took the whole day
    needs = people * demand.headroom * surged * (s.weeks + s.burn_in_weeks) / 52
    if needs > NEEDS_MAX:
        yield tr("The horizon holds about {needs:.1e} needs, at most {most} are allowed; lower "
                 "world.market.customers, world.demand.needs_per_year or weeks", needs=needs, most=NEEDS_MAX)


def _policies(s: Scenario) -> Iterator[str]:
    yield from _policy("policy", s.policy, s)
    if s.before is not None:
        yield from _policy("before", s.before, s)


def _policy(path: str, policy: Policy, s: Scenario) -> Iterator[str]:
    if sorted(policy.routing.order) != sorted(PRIORITIES):
        yield tr("{path}.routing.order must name each of {names} exactly once", path=path,
                 names=", ".join(PRIORITIES))
    if policy.complaints.major_from < policy.complaints.serious_from:
        yield tr("{path}.complaints.major_from = {major} lies below serious_from = {serious}", path=path,
                 major=policy.complaints.major_from, serious=policy.complaints.serious_from)
    for queue in QUEUES:
        yield from _windows(f"{path}.staffing.roster.{queue}", getattr(policy.staffing.roster, queue))
    used = _queues_in_use(s)
    used += [policy.survey.call_back_queue] if policy.survey.call_back_share else []
    for queue in dict.fromkeys(used):
        yield from _staffed(path, policy, s, queue)


def _queues_in_use(s: Scenario) -> list[str]:
    """Queues that contacts can reach: chosen by customers, handed over to, or fed by complaints."""
    used = {channel for channel, share in dict(s.world.demand.channel_share).items() if share > 0}
    if s.mechanisms.complaints:
        used.add("case")
    service = s.world.service
    for _ in QUEUES:
        used |= {getattr(service.transfer_to, queue) for queue in used
                 if s.mechanisms.transfer and getattr(service.transfer_share, queue) > 0}
    return [queue for queue in QUEUES if queue in used]


def _staffed(path: str, policy: Policy, s: Scenario, queue: str) -> Iterator[str]:
    opened = _half_hours(getattr(s.world.calendar.open, queue))
    if not opened:
        yield tr("world.calendar.open.{queue} is empty, but contacts arrive there", queue=queue)
        return
    if policy.staffing.mode == "to_target" and queue in ("phone", "chat"):
        return
    staffing = policy.staffing
    pools = [pool for pool in QUEUES if getattr(getattr(staffing.pool_serves, pool), queue) > 0]
    if not pools:
        yield tr("{path}.staffing.pool_serves: no pool serves {queue}", path=path, queue=queue)
        return
    seated = 0
    for pool in pools:
        extra = getattr(staffing.extra, pool)
        roster = getattr(staffing.roster, pool)
        seated |= _half_hours(tuple(w for w in roster if w.seats > 0 and w.seats + extra > 0))
    if not seated & opened:
        yield tr("{path}.staffing.roster: no seat in any open hour of {queue} (pools: {pools})", path=path,
                 queue=queue, pools=", ".join(pools))


def _half_hours(windows: tuple[Window, ...]) -> int:
    """Half hours of the week inside the windows: bits 0 to 335 of a number."""
    found = 0
    for window in windows:
        first, end = window.from_min // 30, window.to_min // 30
        for day in window.days if end > first else ():
            found |= (1 << end) - (1 << first) << 48 * day
    return found


def _beliefs(s: Scenario) -> Iterator[str]:
    failure, talk = s.beliefs.failure, s.beliefs.talk
    if failure.severity_high < failure.severity_low:
        yield tr("beliefs.failure.severity_high = {high} lies below severity_low = {low}",
                 high=failure.severity_high, low=failure.severity_low)
    if talk.happy_from <= talk.unhappy_to:
        yield tr("beliefs.talk.happy_from = {happy} must lie above unhappy_to = {unhappy}",
                 happy=talk.happy_from, unhappy=talk.unhappy_to)


def _durations(s: Scenario) -> Iterator[str]:
    service, contacts = s.world.service, s.beliefs.contacts
    for path, time in _times(service, "world.service."):
        yield from _duration(path, time)
    for path, time in _times(contacts, "beliefs.contacts."):
        yield from _duration(path, time)
    if s.mechanisms.redial and contacts.redial_delay.mean_min < REDIAL_MIN:
        yield tr("beliefs.contacts.redial_delay.mean_min = {mean}: must be at least {least} min while redial "
                 "is on", least=REDIAL_MIN, mean=contacts.redial_delay.mean_min)


def _times(model: BaseModel, path: str) -> Iterator[tuple[str, Duration]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Duration):
            yield path + name, value
        elif isinstance(value, BaseModel) and not isinstance(value, HandleOverride):
            yield from _times(value, f"{path}{name}.")


def _duration(path: str, time: Duration) -> Iterator[str]:
    if time.family != "hyperexponential":
        return
    first = time.branch_share * time.branch_mean_ratio
    whole = time.branch_share == 1 or first >= 1
    if first > 1 or (whole and abs(first - 1) > 1e-9):
        yield tr("{path}: branch_share x branch_mean_ratio = {product} leaves no time for the second branch; "
                 "must be below 1", path=path, product=first)


def _loops(s: Scenario) -> Iterator[str]:
    """Hand-overs that can never end: a ring of queues that all pass everything on."""
    if not s.mechanisms.transfer:
        return
    service = s.world.service
    for queue in QUEUES:
        seen, here = [queue], queue
        while getattr(service.transfer_share, here) >= 1:
            here = getattr(service.transfer_to, here)
            if here == queue:
                yield tr("world.service.transfer_share: everything is handed on for ever ({ring})",
                         ring=" > ".join([*seen, here]))
                return
            if here in seen:
                break
            seen.append(here)


_CHECKS: tuple[Callable[[Any], Iterator[str]], ...] = (
    _calendar, _shares, _demand, _durations, _beliefs, _loops, _policies, dated.problems)
