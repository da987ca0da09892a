"""What things cost, and the people who do the work."""

from __future__ import annotations

from cxsim.scenario.fields import Label, Model, Real, Whole, quantity


class Costs(Model):
    """Prices and rates of the default company; money is counted in fen inside the model."""

    wage_cny_h: Real = quantity(
        50., unit="CNY/h", low=0, high=1e5, cited=(40., 60.), source="ICMI: loaded wage; level assumed",
        grade="World", doc="Loaded wage of one paid hour.")
    overtime_factor: Real = quantity(
        1.5, unit="ratio", low=1, high=10, source="Labor Law of the PRC, article 44", grade="World",
        doc="Pay of an hour beyond shift end over the wage.")
    shrinkage: Real = quantity(
        .30, unit="share", low=0, high=.9, source="ICMI", grade="B",
        doc="Share of paid hours away from the seat: breaks, meetings, leave.")
    supervisor_factor: Real = quantity(
        .13, unit="share", low=0, high=5, source="ICMI: 1 to 12 agents, at 1.6 times the wage", grade="B",
        doc="Supervisors' pay over the agents' pay.")
    supervisor_cny_h: Real = quantity(
        80., unit="CNY/h", low=0, high=1e5, source="1.6 times the wage, as in supervisor_factor", grade="World",
        doc="Loaded wage of a supervisor's hour, for approvals.")
    tools_cny_year: Real = quantity(
        0., unit="CNY/year", low=0, high=1e12, source="assumption", grade="World", doc="Tools and licences.")
    announce_cny_year: Real = quantity(
        10_000., unit="CNY/year", low=0, high=1e10, source="assumption", grade="World",
        doc="Upkeep of announced waits, booked as tools while they are on.")
    fixed_cny_year: Real = quantity(
        36.5e6, unit="CNY/year", low=0, high=1e13, source="gives profit of 3-10 % of revenue", grade="World",
        doc="Costs that no decision here moves.")
    acquisition_cny: Real = quantity(
        400., unit="CNY/joiner", low=0, high=1e7, source="assumption", grade="World",
        doc="Cost of winning a customer.")
    acquisition_referral_cny: Real = quantity(
        80., unit="CNY/joiner", low=0, high=1e7, source="assumption", grade="World",
        doc="Cost of winning a customer whom another one referred.")
    lost_order_cny: Real = quantity(
        100., unit="CNY/order", low=0, high=1e7, source="assumption", grade="World",
        doc="Margin lost when an order need ends without help.")
    recruit_cny: Real = quantity(
        6_000., unit="CNY/hire", low=0, high=1e7, source="assumption", grade="World",
        doc="Cost of replacing an agent: search and first training.")
    contribution_share: Real = quantity(
        .4, unit="share", low=.001, high=1, source="assumption", grade="World",
        doc="Contribution margin over revenue.")
    discount_rate: Real = quantity(
        .10, unit="share/year", low=0, high=1, source="lesson 1", grade="World",
        doc="Yearly discount rate of customer equity.")
    currency: Label = quantity(
        "CNY", unit="label", source="default company", grade="World",
        doc="Label of money; nothing is converted.")


class Staff(Model):
    """Employees behind the seats: shifts, absence, turnover, learning."""

    shift_hours: Real = quantity(
        6., unit="h", low=.5, high=24, source="assumption", grade="World",
        doc="Length of a shift on the seat.")
    absence: Real = quantity(
        .01, unit="share", low=0, high=1, source="assumption", grade="World",
        doc="Share of planned days on which an employee is absent without notice.")
    turnover_year: Real = quantity(
        .30, unit="share/year", low=0, high=5, cited=(.20, .45),
        source="Holman et al. 2007; trade figures 30-45 %", grade="B",
        doc="Share of agents who leave in a year.")
    vacancy_weeks: Whole = quantity(
        4, unit="weeks", low=0, high=104, source="assumption", grade="World",
        doc="Weeks a place stays empty after an agent has left.")
    ramp_weeks: Real = quantity(
        8., unit="weeks", low=0, high=104,
        source="trade figures: 3-6 months to full speed, half of it by here",
        grade="C", doc="Time constant of learning: the gap to full speed shrinks by e in this time.")
    novice_slowdown: Real = quantity(
        .35, unit="share", low=0, high=5, source="Gans et al. 2010 (sign); size assumed", grade="C",
        doc="Extra handle time on the first day.")
    novice_logit: Real = quantity(
        -.5, unit="logit", low=-10, high=10, source="assumption", grade="D",
        doc="Change of the log odds of resolution on the first day.")
    comfortable_occupancy: Real = quantity(
        .85, unit="share", low=0, high=1, source="practice: at most 85 %", grade="C",
        doc="Weekly occupancy above which strain begins.")
