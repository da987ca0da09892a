"""Faults in the levers of time and people, each planted in the reference engine alone."""

from __future__ import annotations

from planted_faults import everywhere, fault

from cxsim.engines.reference import authority, needs, reviews, run


@fault
def what_is_dated_never_begins(patch):
    read, first = run.readable, {}

    def readable(plan):
        if first.get("roster") is not plan.roster:  # all plans of a horizon share one roster
            first.update(roster=plan.roster, view=read(plan))
        return first["view"]

    patch.setattr(run, "readable", readable)


@fault
def every_reason_is_solved_alike(patch):
    read = run.readable

    def readable(plan):
        view = read(plan)
        view.reason_logit = [0.0] * len(view.reason_logit)
        return view

    everywhere(patch, "readable", readable)


@fault
def a_new_pay_scheme_is_not_felt(patch):
    read, first = run.readable, {}

    def readable(plan):
        view = read(plan)
        if first.get("roster") is plan.roster:
            view.handle, view.intercept = first["view"].handle, first["view"].intercept
        first.update(roster=plan.roster, view=view)
        return view

    patch.setattr(run, "readable", readable)


@fault
def what_was_taught_is_never_forgotten(patch):
    patch.setattr(reviews, "remembered", lambda hours, taught, row: hours + taught)


@fault
def the_owner_hands_over_all_the_same(patch):
    share = needs.after_handling

    def after_handling(company, need):
        owned, need.owned = need.owned, False
        fate = share(company, need)
        need.owned = owned
        return fate

    patch.setattr(needs, "after_handling", after_handling)


@fault
def approval_takes_no_time(patch):
    ask = needs.ask_for_approval

    def ask_for_approval(company, need):
        ask(company, need)
        return need.assessed

    patch.setattr(needs, "ask_for_approval", ask_for_approval)


@fault
def the_budget_has_no_end(patch):
    patch.setattr(authority, "within_budget", lambda paid, spent, budget: paid)


@fault
def a_protocol_takes_no_time(patch):
    read = run.readable

    def readable(plan):
        view = read(plan)
        view.protocol_ms = 0
        return view

    everywhere(patch, "readable", readable)


@fault
def every_customer_is_offered_the_same(patch):
    read = run.readable

    def readable(plan):
        view = read(plan)
        view.offer_high_fen = view.offer_fen
        return view

    everywhere(patch, "readable", readable)
