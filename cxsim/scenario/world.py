"""World: what the company is given. A trainer sets it, or it is calibrated from own data."""

from __future__ import annotations

import datetime

from cxsim.scenario.dated import Shock
from cxsim.scenario.fields import Day, Model, Whole, part, quantity
from cxsim.scenario.groups import Queues, Windows, hours
from cxsim.scenario.world_front import BotWorld, FeedbackWorld, WarningWorld
from cxsim.scenario.world_market import Demand, Market
from cxsim.scenario.world_money import Costs, Staff
from cxsim.scenario.world_service import Service

_DAYTIME = (hours("08:00", "20:00"),)
_ALWAYS = (hours("00:00", "24:00"),)


class Calendar(Model):
    """First day, holidays and opening hours; local wall time without daylight saving."""

    start_date: Day = quantity(
        datetime.date(2024, 1, 1), unit="date", source="default company", grade="World",
        doc="First day of the horizon, a Monday.")
    holidays: tuple[Day, ...] = quantity(
        (), unit="dates", source="none in the default company", grade="World",
        doc="Days on which every channel is closed and nobody is rostered; the business clock stands still.")
    open: Queues[Windows] = quantity(
        Queues[Windows](phone=_DAYTIME, chat=_DAYTIME, email=_ALWAYS, case=_DAYTIME),
        unit="hours of the week",
        source="default company", grade="World",
        doc="When each channel takes contacts; for cases the business hours of their clocks.")


class Clock(Model):
    """Grain of time."""

    tick_ms: Whole = quantity(
        1, unit="ms", low=1, high=60_000, source="technical", grade="World",
        doc="Times are rounded to this; a coarse clock makes simultaneous events common (for tests).")


class World(Model):
    """What the company is given: market, demand, calendar, service, costs, staff."""

    market: Market = part(Market(), "Customers, prospects, margins.")
    demand: Demand = part(Demand(), "Needs: how many, why, when, over which channel.")
    calendar: Calendar = part(Calendar(), "First day, holidays, opening hours.")
    service: Service = part(Service(), "Handle times, resolution, patience, lines, hand-overs.")
    costs: Costs = part(Costs(), "Wages, fixed cost, acquisition, discount rate.")
    staff: Staff = part(Staff(), "Shifts, absence, turnover, learning.")
    clock: Clock = part(Clock(), "Grain of time.")
    bot: BotWorld = part(BotWorld(), "What a bot meets and costs.")
    shocks: tuple[Shock, ...] = quantity(
        (), unit="shocks", source="none in the default company", grade="World",
        doc="What befalls the company for some weeks.")
    feedback: FeedbackWorld = part(FeedbackWorld(), "What asking again and calling back takes.")
    warning: WarningWorld = part(WarningWorld(), "What an early warning costs.")
