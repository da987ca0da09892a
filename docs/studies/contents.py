"""Everything the model must pass, with the test or study that shows it: makes README.md from tests and claims.

A row of a study is read from the table of its claims, so the page cannot say anything else than was measured; a row
of a test names the test, and a test of the house looks for it.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import sheet

#: Studies of courses, year by year, and those that keep what they measured in a table of its own layout (its name).
COURSES = ("default_company", "optima", "signal_of_lessons", "stylized_facts", "busy_days", "recovery_paradox")
OWN_LAYOUT = {"bank_1999": "years", "calibration": "worlds"}
STUDIES = (*COURSES, *OWN_LAYOUT)


class Shown(NamedTuple):
    """An item that tests show: what is asked, the tests, and what they look at."""

    item: str
    tests: tuple[str, ...]
    looked_at: str


BEHAVIOR, UNIT = "tests/behavior", "tests/unit"
THEORY = (
    Shown("every applicable case of queueing theory agrees",
          ("tests/theory/test_verify.py::test_quick_cases_agree",),
          "a quick case of each kind at every test; all of them with `cxsim verify`"),
)  # fmt: skip
IDENTITIES = (
    Shown("Little's law in each queue",
          (f"{BEHAVIOR}/test_accounts.py::test_littles_law_the_time_in_a_queue_is_the_sum_of_the_waits",),
          "to the millisecond, 24 made-up companies"),
    Shown("offered = handled + gave up + blocked + in the system",
          (f"{BEHAVIOR}/test_accounts.py::test_flow_balance_who_came_was_handled_gave_up_was_turned_away_or_is_there",
           f"{BEHAVIOR}/test_accounts.py::test_who_waits_at_the_end_of_a_week_has_come_and_not_been_answered",
           f"{UNIT}/test_results_summary.py::test_contacts_agree_with_pandas"), "exact"),
    Shown("abandonment = theta x mean queue, patience exponential",
          (f"{BEHAVIOR}/test_identities.py::test_abandonment_rate_is_theta_times_the_mean_queue",
           f"{BEHAVIOR}/test_identities.py::test_the_identity_would_notice_patience_with_a_memory"),
          "within 4 standard errors; with another patience it fails"),
    Shown("conservation law for priorities",
          (f"{BEHAVIOR}/test_identities.py::test_priorities_hand_the_same_waiting_to_others",),
          "time in the queue equal to the millisecond under four rules"),
    Shown("the ledger closes to the fen",
          (f"{UNIT}/test_results_summary.py::test_money_closes_to_the_fen",
           f"{UNIT}/test_finance.py::test_the_ledger_closes_in_any_order"), "exact"),
    Shown("customers and weeks add up to the summary; the moves of a life telescope",
          (f"{UNIT}/test_results_run.py::test_counts_and_money_of_customers_add_up_to_the_summary",
           f"{UNIT}/test_results_run.py::test_weeks_and_intervals_add_up_to_the_summary",
           f"{UNIT}/test_results_run.py::test_the_moves_of_a_life_telescope"), "exact"),
    Shown("a policy with nothing to act on changes nothing",
          (f"{BEHAVIOR}/test_levers.py::test_a_policy_with_nothing_to_act_on_changes_nothing",),
          "every column of the log"),
)  # fmt: skip
ACTS = (
    Shown("more agents never raise the mean wait",
          (f"{BEHAVIOR}/test_waits.py::test_without_abandonment_nobody_waits_longer_on_any_path",
           f"{BEHAVIOR}/test_waits.py::test_with_abandonment_the_mean_wait_falls_in_expectation",
           f"{BEHAVIOR}/test_waits.py::test_with_shifts_and_a_whole_company_the_mean_wait_falls_in_expectation"),
          "every call on every path without abandonment; in the mean with it"),
    Shown("sign of the direct effect of every policy",
          (f"{BEHAVIOR}/test_levers.py::test_the_sign_of_the_direct_effect",
           f"{BEHAVIOR}/test_levers.py::test_every_kind_of_decision_has_a_sign_or_a_road",
           f"{BEHAVIOR}/test_levers.py::test_a_survey_is_a_sensor_asking_more_changes_nothing_else"),
          "every kind of decision; asking more changes answers only"),
    Shown("a mechanism off, or neutral, leaves log and ledger equal",
          (f"{BEHAVIOR}/test_neutral.py::test_off_and_neutral_are_the_same",
           f"{BEHAVIOR}/test_neutral.py::test_the_mechanisms_act_when_they_are_on"), "byte by byte"),
    Shown("a target acts by three roads only, else only attainment changes",
          (f"{BEHAVIOR}/test_promise_roads.py::test_with_the_roads_closed_only_attainment_changes",
           f"{BEHAVIOR}/test_promise_roads.py::test_attainment_changes_when_the_measure_is_stricter",
           f"{BEHAVIOR}/test_promise_roads.py::test_each_road_acts_when_it_is_open"), "every promise and target"),
    Shown("a weaker promise costs joiners and its effect is bounded",
          (f"{BEHAVIOR}/test_promise_roads.py::test_a_weaker_promise_costs_joiners",
           f"{BEHAVIOR}/test_promise_roads.py::test_the_emptiest_promise_is_bounded",
           f"{BEHAVIOR}/test_promise_roads.py::test_a_weaker_promise_raises_the_episode"), "joiners, expectation, end"),
    Shown("a verdict needs significance and relevance",
          (f"{UNIT}/test_experiment.py::test_verdicts_need_significance_and_relevance",), "both sides of each margin"),
    Shown("best inside its range: agents, target, compensation, one year",
          (f"{BEHAVIOR}/test_optima.py::test_the_best_lies_inside",
           f"{BEHAVIOR}/test_optima.py::test_profit_and_value_disagree_about_the_fifth_agent",
           f"{BEHAVIOR}/test_optima.py::test_compensation_never_pays_within_the_year"),
          "over both ends; intervals in the study"),
)  # fmt: skip
STYLIZED = (
    Shown("a cohort stays longer by sorting alone",
          (f"{BEHAVIOR}/test_stylized.py::test_a_cohort_stays_longer_by_sorting_alone",),
          "only where people differ; years in the study"),
    Shown("busy days: var/mean = 1 + mean x cv²",
          (f"{BEHAVIOR}/test_stylized.py::test_the_counts_of_busy_days_vary_by_one_plus_mean_times_cv_squared",
           f"{BEHAVIOR}/test_stylized.py::test_the_busy_day_factor_has_the_stated_mean_and_spread"), "within 15 %"),
    Shown("recovery never gives back more than was lost, but with the belief switched",
          (f"{BEHAVIOR}/test_stylized.py::test_recovery_never_gives_back_more_than_was_lost",
           f"{BEHAVIOR}/test_stylized.py::test_recovery_above_no_failure_needs_the_belief_switched"), "both ways"),
    Shown("the chance of leaving is S-shaped in satisfaction, and is what happens",
          (f"{BEHAVIOR}/test_stylized.py::test_failure_and_dissatisfaction_raise_the_chance_of_leaving_within_bounds",
           f"{BEHAVIOR}/test_stylized.py::test_the_chance_of_leaving_is_what_happens"), "within 4 standard errors"),
    Shown("losses weigh more than gains; most of the dissatisfied are silent",
          (f"{BEHAVIOR}/test_stylized.py::test_losses_weigh_more_than_gains_of_the_same_size",
           f"{BEHAVIOR}/test_stylized.py::test_most_of_the_dissatisfied_do_not_complain"), "rule and small company"),
)  # fmt: skip
BANDS = (
    Shown("size, channels, seats at the peak, patience and re-contact of the default company",
          (f"{UNIT}/test_scenario_fields.py::test_default_is_the_default_company",), "as described"),
    Shown("every field of a scenario is used",
          (f"{UNIT}/test_scenario_fields.py::test_every_field_is_used_somewhere",
           "tests/agreement/test_scenarios.py::test_every_number_of_a_scenario_is_moved_somewhere"), "all fields"),
)  # fmt: skip
CALIBRATED = (
    Shown("a known World found again, every mechanism on",
          (f"{UNIT}/calibrate/test_calibrate_recovery.py::test_most_intervals_hold_the_truth",
           f"{UNIT}/calibrate/test_calibrate_recovery.py::test_a_wrong_truth_is_noticed"),
          "three small worlds; thirty in the study"),
    Shown("the link of morning and afternoon",
          (f"{BEHAVIOR}/test_stylized.py::test_morning_and_afternoon_are_linked_as_stated",), "seven years of days"),
    Shown("surges as often and as large as stated, nobody else's luck moved",
          (f"{BEHAVIOR}/test_stylized.py::test_surges_add_needs_as_stated_and_move_no_other",), "two years of days"),
)  # fmt: skip
#: What does not hold, or holds for a reason that must be told, by study and first words of the claim.
TOLD = {
    ("stylized_facts", "steady state"):
        "one burn-in year is accepted and the trend is shown; plans are compared in the same year, where it cancels",
    ("bank_1999", "every total"):
        "9 and 12 o'clock differ least from day to day at the bank, the World has one spread for all hours; of 49 "
        "intervals of 95 % two or three miss by chance",
    ("bank_1999", "runs with an hour as calm"):
        "12 o'clock is calmer at the bank than luck makes an hour of the World; it would take a spread for each hour",
}  # fmt: skip
CHAPTERS: tuple[tuple[str, tuple[Shown, ...], tuple[str, ...]], ...] = (
    ("Theory", THEORY, ()), ("Identities", IDENTITIES, ()), ("Behavior", ACTS, ("optima",)),
    ("Signal", (), ("signal_of_lessons",)), ("Stylized facts", STYLIZED, COURSES[3:]),
    ("Default company", BANDS, ("default_company",)), ("Calibration", CALIBRATED, ("calibration", "bank_1999")),
)  # fmt: skip


def claims(study: str) -> list[sheet.Claim]:
    """Claims of a study as they were measured."""
    table = pd.read_csv(sheet.HERE / f"{study}_claims.csv", dtype=str, keep_default_na=False)
    return [sheet.Claim(*row) for row in table.itertuples(index=False)]


def remark(study: str, claim: sheet.Claim) -> str:
    """What must be told about a claim, empty for nothing."""
    return next((text for (of, words), text in TOLD.items() if of == study and claim.claim.startswith(words)), "")


def link(test: str) -> str:
    """Link to the file of a test, with its name."""
    file, _, name = test.partition("::")
    return f"[{name}](../../{file})"


def chapter(title: str, shown: tuple[Shown, ...], studies: tuple[str, ...]) -> list[str]:
    """One table: tests first, then the claims of the studies."""
    rows = [(one.item, "<br>".join(map(link, one.tests)), one.looked_at, "yes, at every test") for one in shown]
    for study in studies:
        for claim in claims(study):
            told = remark(study, claim)
            rows.append((f"{claim.claim} ({claim.asked})", f"[{study}]({study}.md)", claim.measured,
                         f"{claim.holds}: {told}" if told else claim.holds))  # fmt: skip
    return [f"## {title}", sheet.grid(("item", "shown by", "measured", "holds"), rows)]


def page() -> list[str]:
    """Parts of the page."""
    every = [(study, claim) for study in STUDIES for claim in claims(study)]
    short = [(study, claim) for study, claim in every if claim.holds != "yes"]
    parts = [
        "# What the model must pass",
        "Every identity, behavior, inside optimum, signal, stylized fact and band that the model promises, with the "
        "test or the study that shows it. Tests run on both engines with `python start.py test`; studies are 30 years "
        "of luck that tuning never saw, each with its script, its tables, its picture and its page here. "
        "`python docs/studies/contents.py` makes this page again from the claims.",
        f"{len(every) - len(short)} of {len(every)} claims of the studies hold.",
    ]
    for title, shown, studies in CHAPTERS:
        parts += chapter(title, shown, studies)
    return parts


def main() -> None:
    """Write the page."""
    sheet.write_page("README", page())


if __name__ == "__main__":
    main()
