"""The steps of lesson 4: keep the promise, decide with four levers, compare with what the sources say."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import claims, company, field_words, levers, years
from cxsim.course.plan_lab import PlanLab, outcome, profit_part
from cxsim.course.questions import Part, Question, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.measure import promises_kept
from cxsim.messages import number, percent, tr
from cxsim.scenario import Policy, Scenario, load_scenario

PROMISE = "n04-promise"
KEPT = 95.0
RULE_BOOKS = ("rules_outline", "rules_detailed", "promise_24h")
LEVELS = ("complaint_3_levels", "complaint_3_levels_reversed")
CLOCKS = ("confirm", "response", "assessment", "resolution")
#: The claim that most of the unsatisfied complain.
SPEAK_UP = "C-103"


def keep_the_promise() -> Scenario:
    """The company with a roster computed from its own target."""
    return LAB.base().replace({"policy.staffing.mode": "to_target"}, name=tr("the promise kept"))


def promise_step() -> Step:
    """What the year looks like when the promise is kept by hiring."""
    margin = LAB.base().beliefs.relevance.true_nps
    question = Question(
        PROMISE,
        "04",
        tr(
            "The company pays as many phone and chat agents as {share} within {seconds} seconds needs. What does "
            "the year look like, compared with today?",
            share=percent(LAB.base().policy.targets.live_share, 0),
            seconds=LAB.base().policy.targets.live_within_s,
        ),
        (
            Part(
                "nps",
                tr("NPS of all customers"),
                tr("points"),
                bands(
                    [-margin, margin, 2.5],
                    ["down", "same", "little", "much"],
                    [
                        tr("falls"),
                        tr("stays the same"),
                        tr("rises by 1 or 2 points"),
                        tr("rises by 3 or more"),
                    ],
                ),
            ),
            profit_part(),
        ),
    )
    return Step(question, _run_promise, tr("First predict"))


def _kept_part() -> tuple[Part, ...]:
    return (
        Part(
            "hours",
            tr("Complaints answered within 24 hours"),
            tr("of 100"),
            bands(
                [KEPT],
                ["broken", "kept"],
                [tr("fewer than {kept} of 100", kept=KEPT), tr("{kept} of 100 or more", kept=KEPT)],
            ),
            change=False,
        ),
    )


LAB = PlanLab(
    question="n04-lab",
    lesson="04",
    text=lambda: tr("Your plan, compared with today: what does a year of it do?"),
    rounds=levers.delivery,
    parts=_kept_part,
    measures={"hours": "complaint_within_24h_share"},
    desk=("phone_within_promise_share", "phone_abandoned_share", "complaint_response_h", "labor_cny"),
    evidence=("phone_within_promise_share", "complaint_response_h"),
)


def _run_promise(progress: Progress) -> Outcome:
    plan = keep_the_promise()
    lived = years.compare([LAB.base(), plan], progress)
    told = outcome(LAB, lived, plan)
    return told._replace(tell=lambda scores: [*told.tell(scores), *short_of_the_promise(lived, plan)])


def short_of_the_promise(lived: years.Years, plan: Scenario) -> list[Item]:
    """Why a roster computed for the promise comes out below it; nothing where it does not."""
    found = lived.differences[plan.name]["phone_within_promise_share"].plan
    targets, call = plan.policy.targets, plan.world.service.handle.phone.mean_min
    if found >= 100 * targets.live_share:
        return []
    text = tr(
        "This roster was computed for {share} of calls and answers {found} of 100 in time: it knows the mean of each "
        "half hour and calls of {planned} minutes. Busy days have more, and new agents and hard matters take longer.",
        share=percent(targets.live_share, 0),
        found=number(found, 1),
        planned=number(call, 1),
    )
    return [Note(text, "lead")]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, the kept promise and the team's last plan."""
    return claims.beside_results("04", (PROMISE, LAB.question))


def agents_needed(per_hour: Sequence[float] = (20, 40, 60, 80, 100), call_min: float = 3.0) -> list[Item]:
    """Agents for a promise, by calls an hour (Erlang C: nobody hangs up)."""
    from cxsim.theory.staffing import required_agents

    promises = ((0.80, 20), (0.90, 60), (0.95, 60), (0.95, 30))
    rows = []
    for calls in per_hour:
        found = [required_agents(calls / 60, 1 / call_min, within / 60, share) for share, within in promises]
        rows.append([number(calls, 0), *map(str, found)])
    heads = [tr("calls an hour")]
    heads += [
        tr("{share} in {seconds} s", share=percent(share, 0), seconds=within) for share, within in promises
    ]
    note = tr("Calls of {minutes} minutes; formula Erlang C, in which nobody hangs up.", minutes=call_min)
    return [Table(tr("Agents needed"), heads, rows, note)]


def rule_books() -> list[Item]:
    """What the sources' rule books promise, beside this company."""
    books = [LAB.base(), *(load_scenario(name) for name in RULE_BOOKS)]
    lines = {
        tr("phone and chat: promised share in time"): lambda p: percent(p.promise.live_share, 0),
        tr("phone and chat: in time means, seconds"): lambda p: number(p.promise.live_within_s),
        tr("email: promised answer, hours"): lambda p: number(p.promise.email_h),
        tr("general complaint: first answer, hours"): lambda p: number(
            p.complaints.deadlines.general.response_h
        ),
        tr("major complaint: first answer, hours"): lambda p: number(p.complaints.deadlines.major.response_h),
        tr("target: solved at the first contact"): lambda p: percent(p.targets.first_contact_share, 0),
        tr("target: average call, minutes"): lambda p: number(p.targets.phone_handle_min),
        tr("agents on the phone in the busiest hour"): lambda p: number(_most(p)),
    }
    rows = [[label, *[read(book.policy) for book in books]] for label, read in lines.items()]
    heads = [tr("rule"), *[book.name for book in books]]
    note = tr("Compare them in full with: {command}",
              command=f"python start.py cxsim scenario diff default {RULE_BOOKS[1]}")  # fmt: skip
    return [Table(tr("Rule books of the sources"), heads, rows, note), *levels()]


def levels() -> list[Item]:
    """The guide's three levels and the same times turned: what each class is allowed, and what one year keeps."""
    names = field_words.complaint_classes()
    promise = load_scenario("promise_24h").policy.complaints.deadlines.general.response_h
    orders = (tr("the guide's"), tr("turned"))
    rows = []
    for book, order in zip(LEVELS, orders, strict=True):
        allowed = load_scenario(book).policy.complaints
        plan = LAB.base().replace({"policy.complaints": allowed.model_dump()}, name=book)
        found, limits = company.summary_of(plan), dict(allowed.deadlines)
        kept = promises_kept({klass: limits[klass].response_h for klass in names}, promise)
        for klass, label in names.items():
            hours = [number(hours) for hours in (limits[klass].response_h, limits[klass].resolution_h)]
            shares = [_share(found[f"{klass}_{clock}_met_share"]) for clock in ("response", "resolution")]
            rows.append([order, label, *hours, tr("yes") if kept[klass] else tr("no"), *shares])
    heads = [tr("order"), tr("complaint"), tr("first answer, hours"), tr("solved, hours")]
    heads += [tr("keeps {hours} hours", hours=promise), tr("answered in time"), tr("solved in time")]
    note = tr(
        "Of 100, one year each. Short for the many or short for the grave: neither keeps the promise for all."
    )
    return [Table(tr("May the graver complaint wait longer?"), heads, rows, note)]


def _most(policy: Policy) -> int:
    return max(window.seats for window in policy.staffing.roster.phone)


def clocks() -> list[Item]:
    """Share of complaints that keep each of the four clocks, by class, in one year."""
    found = company.summary_of(LAB.base())
    names = field_words.complaint_classes()
    rows = [
        [label, *[_share(found[f"{klass}_{clock}_met_share"]) for clock in CLOCKS]]
        for klass, label in names.items()
    ]
    heads = [tr("complaint"), tr("confirmed"), tr("first answer"), tr("assessed"), tr("resolved")]
    return [
        Table(tr("In time, of 100 (one year)"), heads, rows, tr("– means that there was none.")),
        _speak_up(),
    ]


def _speak_up() -> Note:
    """How many of the unsatisfied complain at all, beside what a source says: the clocks see only these."""
    run = company.year_of(LAB.base())
    unsatisfied = run.needs[run.needs["true_satisfied"].eq(False)]
    spoke_up = unsatisfied["need"].isin(run.cases["need"]).mean()
    text = tr(
        "Of 100 matters that left a customer unsatisfied, {share} became a complaint in this year; the clocks see only "
        "these. A source says that more than {said} % of the unsatisfied speak up; it does not say who counts as "
        "unsatisfied. The others say nothing: ask them.",
        share=number(100 * float(spoke_up), 0),
        said=number(claims.figure(SPEAK_UP)),
    )
    return Note(text)


def _share(value: float) -> str:
    return "–" if value != value else number(100 * value, 1)
