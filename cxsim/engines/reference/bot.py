"""The bot: it takes common needs at the door, day and night; people follow where it fails."""

from __future__ import annotations

from collections.abc import Generator

from cxsim._jit import plain
from cxsim.clock import SERVICE_END, to_ticks
from cxsim.draws import BOT_MIND, BOT_TIME, BOT_TRY, BOT_UP
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.people import Need
from cxsim.schema import BOT
from cxsim.stages import bot, service

takes, ending = plain(bot.takes), plain(bot.ending)


def bot_takes(company: Company, need: Need) -> bool:
    """Whether the bot takes the first attempt of a need."""
    plan = company.plan
    if not plan.bot_front[need.channel]:
        return False
    u, v = company.two_once(BOT_TRY, need)
    return takes(company.once(BOT_UP, need), u, v, plan.bot_common[need.reason], plan.bot_plain)


def talk_to_the_bot(company: Company, need: Need) -> Generator:
    """A session with the bot, from its begin to its end; answers how it ended."""
    need.kind, need.answered, need.at_bot = BOT, company.now, True
    u, v = company.two_once(BOT_TIME, need)
    length = to_ticks(service.duration(company.plan.bot_time, 1.0, u, v), company.plan.tick)
    yield company.moment(company.now + length, SERVICE_END, need.contact)
    need.at_bot = False
    need.handlings += 1
    u, v = company.two_once(BOT_MIND, need)
    need.bot = ending(u, v, company.plan.bot_plain)
    return need.bot
