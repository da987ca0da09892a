"""Faults of the front door, each planted in the reference engine alone."""

from __future__ import annotations

from planted_faults import fault

from cxsim.engines.reference import announcement, bot, closing, feedback, needs, reviews, warning
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


@fault
def reminders_do_not_press(patch):
    patch.setattr(closing, "pressure", lambda requests, row: 0.0)


@fault
def the_yearly_survey_comes_every_month(patch):
    ask_yearly = reviews.ask_yearly

    def monthly(company, person, recommend):
        period, plan = company.plan.yearly_period, company.plan
        plan.yearly_period = company.now // (28 * 86_400_000) % 13 if period >= 0 else period
        asked = ask_yearly(company, person, recommend)
        plan.yearly_period = period
        return asked

    patch.setattr(reviews, "ask_yearly", monthly)


@fault
def call_backs_are_free(patch):
    gain = feedback.call_back_gain
    patch.setattr(feedback, "call_back_gain", lambda hours, row: gain(0.0, row))


@fault
def an_offer_holds_for_ever(patch):
    warn_early = reviews.warn_early

    def for_ever(company, person, chance):
        warned = warn_early(company, person, chance)
        person.offer_until = 1 << 50 if warned[1] else person.offer_until
        return warned

    patch.setattr(reviews, "warn_early", for_ever)


@fault
def nobody_pretends(patch):
    warn = warning.warn
    patch.setattr(warning, "warn", lambda luck, would_leave, pretends, row: warn(luck, would_leave, False, row))
