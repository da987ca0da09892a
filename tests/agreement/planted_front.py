"""Faults of the front door, each planted in the reference engine alone."""

from __future__ import annotations

from planted_faults import fault

from cxsim.engines.reference import bot, needs
from cxsim.stages.bot import CONTAINED, FELL_BACK


@fault
def the_misread_all_notice(patch):
    usual = bot.ending

    def ending(understands, notices, row):
        ended = usual(understands, notices, row)
        return FELL_BACK if ended == CONTAINED else ended

    patch.setattr(bot, "ending", ending)


@fault
def the_bot_sleeps_at_night(patch):
    takes = needs.bot_takes

    def bot_takes(company, need):
        opens = int(company.plan.next_open[need.queue, company.now // 1_800_000])
        return company.now >= opens and takes(company, need)

    patch.setattr(needs, "bot_takes", bot_takes)
