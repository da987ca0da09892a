"""The market the company is given: who its customers are, what they need, when and over which channel."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, Whole, quantity
from cxsim.scenario.groups import Channels, HalfHourWeights, Reasons, Segments, WeekWeights

_DAY = (.6, .8, 1., 1.2, 1.35, 1.35, 1.25, 1.1, .9, .85, .9, 1., 1.15, 1.25, 1.25, 1.2, 1.15, 1.1, 1., .9,
        .75, .7, .55, .45)
LIVE_PROFILE = (0.,) * 14 + (.15,) * 2 + _DAY + (.15,) * 6 + (0.,) * 2
EMAIL_PROFILE = (.12,) * 16 + _DAY + (.5,) * 6 + (.12,) * 2


class Market(Model):
    """Customers and prospects, their segments, and what a customer brings in."""

    customers: Whole = quantity(
        20_000, unit="people", low=1, high=10_000_000, source="size of the default company", grade="World",
        doc="Customers at the start.")
    prospects: Whole = quantity(
        10_000, unit="people", low=0, high=10_000_000, source="size of the default company", grade="World",
        doc="People at the start who may become customers.")
    entrants_per_year: Real = quantity(
        2_600., unit="people/year", low=0, high=1e7, source="balances leavers and joiners", grade="World",
        doc="New prospects who enter the market in a year.")
    segment_share: Segments[Real] = quantity(
        Segments[Real](value=.15, mass=.60, new=.15, business=.10), unit="share", low=0, high=1,
        source="mix of the default company", grade="World", doc="Share of each segment among customers.")
    margin_factor: Segments[Real] = quantity(
        Segments[Real](value=2.2, mass=.75, new=.70, business=1.15), unit="ratio", low=0, high=100,
        source="assumption; weighted mean 1", grade="World", doc="Margin of a segment over the mean margin.")
    margin_month_cny: Real = quantity(
        200., unit="CNY/month", low=0, high=1e7, source="chosen so that one more agent pays", grade="World",
        doc="Mean contribution margin of a customer in a month, before segment factors.")
    margin_log_sd: Real = quantity(
        .5, unit="log points", low=0, high=3, source="assumption", grade="World",
        doc="Spread of the margin between customers of a segment (lognormal).")
    tenure_mean_years: Real = quantity(
        3., unit="years", low=0, high=100, source="assumption", grade="World",
        doc="Mean time a customer has already stayed at the start (exponential).")
    contract_share: Real = quantity(
        .6, unit="share", low=0, high=1, source="assumption", grade="World",
        doc="Share of customers with a yearly contract; they leave more easily in its last month.")


class HalfHours(Model):
    """Weights of the 48 half hours of a day, midnight first, for each channel."""

    phone: HalfHourWeights
    chat: HalfHourWeights
    email: HalfHourWeights


class Demand(Model):
    """How often people need something, why, when, and where they turn first."""

    needs_per_year: Real = quantity(
        9.0, unit="needs/year", low=0, high=1e9, source="default company, with re-contact at .95",
        grade="World",
        doc="Mean needs of a customer in a year.")
    needs_cv: Real = quantity(
        .707, unit="ratio", low=0, high=1.5, source="gamma of shape 2; assumption", grade="World",
        doc="Spread of the need rate between people (gamma of mean 1).")
    prospect_needs_per_year: Real = quantity(
        1.5, unit="needs/year", low=0, high=1e9, source="assumption", grade="World",
        doc="Mean needs of a prospect in a year.")
    channel_share: Channels[Real] = quantity(
        Channels[Real](phone=.55, chat=.25, email=.20), unit="share", low=0, high=1,
        source="mix of the default company", grade="World", doc="Share of people who prefer each channel.")
    channel_loyalty: Real = quantity(
        .7, unit="share", low=0, high=1, source="assumption", grade="World",
        doc="Share of needs brought to the preferred channel; the rest go by the overall mix.")
    reason_share: Reasons[Real] = quantity(
        Reasons[Real](enquiry=.40, order=.15, technical=.20, billing=.15, complaint=.10), unit="share", low=0,
        high=1, source="mix of the default company", grade="World", doc="Share of each reason among needs.")
    reason_difficulty: Reasons[Real] = quantity(
        Reasons[Real](enquiry=-.3, order=-.2, technical=.5, billing=.1, complaint=.4), unit="sd", low=-10,
        high=10, source="assumption", grade="World",
        doc="Mean difficulty of a reason; the common cause of handle time, resolution and satisfaction.")
    difficulty_sd: Real = quantity(
        1., unit="sd", low=0, high=10, source="assumption", grade="World",
        doc="Spread of difficulty between needs of one reason (normal).")
    urgent_share: Reasons[Real] = quantity(
        Reasons[Real](enquiry=.03, order=.05, technical=.15, billing=.05, complaint=.10), unit="share", low=0,
        high=1, source="assumption", grade="World", doc="Share of urgent needs by reason (system failure).")
    weekday_weight: WeekWeights = quantity(
        (1.25, 1.10, 1.0, 1.0, 1.0, .65, .50), unit="weight", low=0, high=1000,
        source="profile of the default company", grade="World", doc="Demand by weekday, Monday first.")
    half_hour_weight: HalfHours = quantity(
        HalfHours(phone=LIVE_PROFILE, chat=LIVE_PROFILE, email=EMAIL_PROFILE), unit="weight", low=0,
        high=1000,
        source="shape as Brown et al. 2005, the 1999 bank", grade="World",
        doc="Demand by half hour, midnight first; shape by channel, the level follows from the needs.")
    season_amplitude: Real = quantity(
        .06, unit="share", low=0, high=.99, source="assumption", grade="World",
        doc="Height of the yearly season: 1 + amplitude x cos(2 pi (day - peak) / 364).")
    season_peak_day: Real = quantity(
        20., unit="day of year", low=0, high=364, source="assumption", grade="World", doc="Day of the peak.")
    busy_day_cv: Real = quantity(
        .15, unit="ratio", low=0, high=1, cited=(.10, .20), source="Brown et al. 2005; 1999 bank", grade="A",
        doc="Spread of the busy-day factor (gamma of mean 1), shared by the day and all channels.")
    busy_day_link: Real = quantity(
        1., unit="correlation", low=0, high=1,
        source="one factor a day; Brown et al. 2005 find less between morning and afternoon", grade="World",
        doc="Link of the busy-day factors before and after noon (of their normal scores); 1 is one factor a day.")
    surge_day_share: Real = quantity(
        0., unit="share", low=0, high=1, source="none in the default company; rare by nature", grade="World",
        doc="Chance that a surge (a mailing, a failure elsewhere, news) begins on a day with demand; 0 is none.")
    surge_factor: Real = quantity(
        3., unit="ratio", low=1, high=100, source="assumption; like the one of the 1999 bank", grade="World",
        doc="Needs during a surge over those without it, on all channels.")
    surge_hours: Real = quantity(
        1., unit="h", low=.5, high=24, source="assumption; like the one of the 1999 bank", grade="World",
        doc="Length of a surge; it begins on a half hour, more often when there is more demand.")
    factor: Real = quantity(
        1., unit="ratio", low=0, high=100, source="neutral", grade="World",
        doc="Demand over the usual demand: 1.1 is ten percent more needs.")
    headroom: Real = quantity(
        1.3, unit="ratio", low=1, high=100, source="technical", grade="World",
        doc="Needs are drawn at this multiple of the usual rate and thinned; factor may not exceed it.")
