"""The bot: it takes common needs at the door, day and night; people follow where it fails."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import SERVICE_END, event_key, to_ticks
from cxsim.draws import BOT_MIND, BOT_TIME, BOT_TRY, BOT_UP
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import AT_BOT
from cxsim.schema import BOT
from cxsim.stages import bot, service
from cxsim.streams import uniform, uniform_pair


@step
def bot_takes(sim, work):
    """Whether the bot takes the first attempt of a need."""
    if sim.plan.bot_front[work.channel] == 0:
        return False
    u, v = uniform_pair(sim.keys[0, BOT_TRY], work.person, work.ordinal, 0)
    works = uniform(sim.keys[0, BOT_UP], work.person, work.ordinal, 0)
    return bot.takes(works, u, v, sim.plan.bot_common[work.reason], sim.plan.bot)


@step
def begin_session(sim, slot, now):
    """A session with the bot begins; its end is an event."""
    work, counters = sim.works[slot], sim.counters
    work.kind, work.answered, work.status = BOT, now, AT_BOT
    u, v = uniform_pair(sim.keys[0, BOT_TIME], work.person, work.ordinal, 0)
    end = now + to_ticks(service.duration(sim.plan.bot_time, 1.0, u, v), sim.plan.tick)
    push(sim.events, counters.events, end, event_key(SERVICE_END, int(work.contact)), slot, 0)
    counters.events += 1


@step
def end_session(sim, work):
    """How a session ends."""
    work.handlings += 1
    u, v = uniform_pair(sim.keys[0, BOT_MIND], work.person, work.ordinal, 0)
    work.bot = bot.ending(u, v, sim.plan.bot)
    return work.bot
