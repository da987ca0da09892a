"""Faults of the front door, each planted in the reference engine alone."""

from __future__ import annotations

from planted_faults import fault

from cxsim.engines.reference import announcement, bot, needs
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


@fault
def the_announcement_forgets_the_caller_herself(patch):
    told = announcement.told_wait
    patch.setattr(announcement, "told_wait", lambda ahead, work, pace, row: told(ahead - 1, work, pace, row))


@fault
def a_broken_announcement_feels_like_a_kept_one(patch):
    felt = announcement.felt_wait
    patch.setattr(announcement, "felt_wait", lambda wait, told, row: felt(wait, max(wait, told), row))
