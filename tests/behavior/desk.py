"""A plain desk: one channel, the same seats around the clock, and nothing that customers do in return."""

from cxsim.scenario import Scenario
from cxsim.schema import QUEUES

NO_DYNAMICS = ("redial", "recontact", "transfer", "experience", "surveys", "loyalty", "complaints", "staff")


def always(seats):
    """Roster of the same seats at every hour."""
    return [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00", "seats": seats}]


def plain_desk(seats, changes=None):
    """A phone desk of 400 customers that is open day and night: about 1,500 calls in two weeks."""
    profile = (.3,) * 16 + (1.5,) * 24 + (.6,) * 8
    everywhere = {f"{room}.staffing.roster.{pool}": always(seats if pool == "phone" else 1)
                  for room in ("policy", "before") for pool in QUEUES}  # fmt: skip
    base = {
        "weeks": 2, "burn_in_weeks": 0, "world.market.customers": 400, "world.market.prospects": 0,
        "world.market.entrants_per_year": 0.0, "world.demand.needs_per_year": 100.0,
        "world.demand.channel_share": {"phone": 1.0, "chat": 0.0, "email": 0.0}, "world.demand.channel_loyalty": 0.0,
        "world.demand.half_hour_weight.phone": profile, "world.demand.busy_day_cv": .3,
        "world.calendar.open.phone": [{"from": "00:00", "to": "24:00"}],
        "world.service.handle.phone.mean_min": 17.0, "world.service.patience_person_sd": .5,
        **{f"mechanisms.{name}": False for name in NO_DYNAMICS}, **everywhere,
    }  # fmt: skip
    return Scenario().replace(base | (changes or {}))
