"""The toolbox of lesson 7: training hours, cases to learn from, who does what, visits in secret, a scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cxsim.course import claims, company, given, years
from cxsim.course.people import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.measure import csat, share_margin, training_capacity
from cxsim.measure.reading import one
from cxsim.messages import number, percent, tr

if TYPE_CHECKING:
    from cxsim.worksheets import Raci

HOURS, HOURS_PATH = (0.0, 0.5, 1.0, 2.0, 4.0), "policy.training.hours_week"
#: Visits by a mystery shopper, or answers behind the score of one agent; the last one is the source's.
VISITS = (30, 100, 400, 1000, 10_000)
#: A good mark of 5, where *solving* stands among the five skills, and the claim of who is trained.
GOOD_MARK, SOLVING, TRAINED = 4, 3, "C-090"


def training() -> list[Item]:
    """Hours of training a week: what they take from the seats and what they give back, one year each."""
    rows, last = [], company.summary_of(LAB.base())["profit_cny"]
    for hours in HOURS:
        found = company.summary_of(LAB.base().replace({HOURS_PATH: hours}))
        rows.append([
            number(hours, 1), percent(training_capacity(hours, 0), 1), number(100 * found["fcr_share"], 1),
            number(60 * found["phone_wait_mean_min"], 0), number(found["nps_true"], 1),
            years.signed((found["profit_cny"] - last) / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("hours a week"), tr("of the paid time"), tr("solved at first contact, of 100"),
        tr("wait on the phone, seconds"), tr("NPS of all"), tr("profit against none, thousand CNY"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck; the trainer is free here. What is learned fades within weeks, so "
              "little and often beats once a year.")  # fmt: skip
    return [Table(tr("Training: hours off the phone, matters solved"), heads, rows, note)]


def cases() -> list[Item]:
    """One element of each benchmark case, tried in this company, one year each."""
    plans = {
        tr("today"): {},
        tr("who takes the matter keeps it"): {"policy.service.owner": True},
        tr("every compensation is approved"): {"policy.recovery.authority_limit_cny": 0.0},
        tr("a bot answers first"): {"policy.bot.on": True},
    }
    rows = []
    for name, changes in plans.items():
        found = company.summary_of(LAB.base().replace(changes) if changes else LAB.base())
        rows.append([
            name, number(100 * found["fcr_share"], 1), number(60 * found["phone_wait_mean_min"], 0),
            number(found["nps_true"], 1), number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("element"), tr("solved at first contact, of 100"), tr("wait on the phone, seconds"), tr("NPS of all"),
        tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck. A case tells what somebody did; only a test tells what it does "
              "here.")  # fmt: skip
    return [Table(tr("One element of a case, tried here"), heads, rows, note)]


def who_does_what() -> list[Item]:
    """The RACI matrix of a complaint, and what its check finds when a second A is written in."""
    from cxsim.worksheets import Raci

    sheet = Raci.example()
    rows = [
        [given.own(row.task), *[_roles(row.roles_with(letter)) for letter in "RACI"]]
        for row in sheet.tasks
    ]
    heads = [
        tr("task"), tr("does it (R)"), tr("answers for it (A)"), tr("is asked before (C)"), tr("is told after (I)"),
    ]  # fmt: skip
    first = sheet.tasks[0]
    letters = {**first.letters, "service manager": "A"}
    broken = sheet.model_copy(
        update={"tasks": (first.model_copy(update={"letters": letters}), *sheet.tasks[1:])}
    )
    (found,) = broken.check(LAB.base())
    note = tr("Your own: {command}", command="python start.py cxsim worksheet new raci --out raci.xlsx")
    return [
        Table(tr("Who does what in a complaint"), heads, rows, note),
        _load(sheet),
        Note(
            tr(
                "With a second A in the first row the check says: {says} {fix}",
                says=found.says,
                fix=found.fix,
            )
        ),
    ]


def _load(sheet: Raci) -> Table:
    """What each role carries: tasks it does and answers for, and how busy its desk was in one year."""
    found, does = company.summary_of(LAB.base()), sheet.load()
    busy = {row.role: found.get(f"{row.pool}_occupancy_share") for row in sheet.roles}
    rows = []
    for role in sheet.columns_in_order():
        answers = sum(role in row.roles_with("A") for row in sheet.tasks)
        share = busy.get(role)
        rows.append([given.own(role), number(round(does[role] * len(sheet.tasks))), number(answers),
                     "–" if share is None else number(100 * share, 0)])  # fmt: skip
    heads = [tr("role"), tr("tasks it does"), tr("tasks it answers for"), tr("busy at its desk, of 100")]
    note = tr("Busy: of the open seat time of one possible year, all work together; – has no desk of its own here.")
    return Table(tr("What each role carries"), heads, rows, note)


def _roles(names: Sequence[str]) -> str:
    return given.own(", ".join(names)) if names else "–"


def how_many_visits(*visits: int) -> list[Item]:
    """How sure a share is after so many visits or answers, where about half or 85 of 100 are good."""
    rows = [
        [
            number(n),
            *[tr("± {points}", points=number(100 * share_margin(n, share), 1)) for share in (0.5, 0.85)],
        ]
        for n in visits or VISITS
    ]
    heads = [tr("visits or answers"), tr("near 50 of 100, points"), tr("near 85 of 100, points")]
    note = tr("95 % intervals. Two agents with {few} answers each and 10 points between them may be alike.",
              few=number(VISITS[0]))  # fmt: skip
    return [Table(tr("How sure is a score?"), heads, rows, note)]


def scorecard() -> list[Item]:
    """Balanced scorecard: four perspectives, figures of one year, and whether a target is met where there is one."""
    from cxsim.analysis import gaps

    base = LAB.base()
    found, targets = company.summary_of(base), base.policy.targets
    wanted = {"fcr_share": targets.first_contact_share, "phone_within_promise_share": targets.live_share}
    status = gaps({name: found[name] for name in wanted}, wanted).set_index("indicator")["status"]
    words = {"met": tr("met"), "missed": tr("missed")}
    rows = [
        [tr("money"), tr("profit, thousand CNY"), number(found["profit_cny"] / 1000, 0), "–", ""],
        [tr("customers"), tr("NPS of those who answered"), number(found["nps_observed"], 1), "–", ""],
        [tr("customers"), tr("customers who stay, of 100"), number(100 * found["retention_share"], 1), "–", ""],
        [tr("processes"), tr("solved at first contact, of 100"), number(100 * found["fcr_share"], 1),
         number(100 * targets.first_contact_share, 0), words[status["fcr_share"]]],
        [tr("processes"), tr("calls answered as promised, of 100"),
         number(100 * found["phone_within_promise_share"], 1), number(100 * targets.live_share, 0),
         words[status["phone_within_promise_share"]]],
        [tr("learning"), tr("training, hours a week"), number(base.policy.training.hours_week, 1), "–", ""],
        [tr("learning"), tr("agents who left"), number(found["staff_leavers"]), "–", ""],
    ]  # fmt: skip
    heads = [tr("perspective"), tr("figure"), tr("this year"), tr("target"), ""]
    note = tr("– has no target yet: a scorecard without targets is a list.")
    return [Table(tr("Four perspectives on one year"), heads, rows, note)]


def culture(leaders: Mapping[str, float], staff: Mapping[str, float]) -> list[Item]:
    """Three layers of the culture, as leaders and as staff mark them, the lowest first, with the act for Monday."""
    acts = {
        "values": (tr("values"), tr("one sentence, read by all, signed")),
        "leaders": (tr("leaders"), tr("an hour at the desk each month, feedback read aloud")),
        "incentives": (tr("incentives"), tr("a monthly award with the deed told")),
    }
    said = [
        {layer: one(value, tr("{who}: {layer}", who=who, layer=layer), given.MARK)
         for layer, value in given.named(marks, who, tuple(acts)).items()}
        for who, marks in ((tr("leaders"), leaders), (tr("staff"), staff))
    ]  # fmt: skip
    order = sorted(acts, key=lambda layer: (said[1][layer], said[1][layer] - said[0][layer]))
    rows = [
        [
            acts[layer][0],
            *[number(marks[layer], 0) for marks in said],
            years.signed(said[1][layer] - said[0][layer], 0),
            acts[layer][1],
        ]
        for layer in order
    ]
    heads = [tr("layer"), tr("leaders say"), tr("staff say"), tr("staff against leaders"), tr("act for Monday")]
    blind = sum(said[0][layer] > said[1][layer] for layer in acts)
    note = tr("Marks from 1 to 5, the lowest of the staff first. In {blind} of {count} layers leaders see more than "
              "staff.", blind=blind, count=len(acts))  # fmt: skip
    first = tr("Begin with: {layer}.", layer=acts[order[0]][0])
    return [Table(tr("Culture: two views of three layers"), heads, rows, note), Note(first, "lead")]


def certificates(agents: Mapping[str, Sequence[float]], passed_from: float, lowest: float) -> list[Item]:
    """Five skills and an examination: who passes, at which level, what to train, and how many are certified."""
    skills = {tr("product"): given.MARK, tr("talk"): given.MARK, tr("emotion"): given.MARK, tr("solving"): given.MARK,
              tr("systems"): given.MARK}  # fmt: skip
    found = given.rows(agents, tr("agents"), {**skills, tr("examination"): given.OF_100})
    one(passed_from, "passed_from", given.OF_100)
    one(lowest, "lowest", given.MARK)
    passes = [_level(marks, passed_from, lowest) for marks in found.values()]
    words = [tr("not yet"), tr("advises"), tr("solves"), tr("teaches")]
    rows = [
        [given.own(name), *[number(mark, 0) for mark in marks], words[level], _weak(skills, marks)]
        for (name, marks), level in zip(found.items(), passes, strict=True)
    ]
    heads = [tr("agent"), *skills, tr("examination"), tr("certificate"), tr("train first")]
    note = tr(
        "Passed: {points} of 100 in the examination, and no skill below {lowest}. Solves: solving at {good} or more. "
        "Teaches: every skill at {good} or more.", points=passed_from, lowest=lowest, good=GOOD_MARK,
    )  # fmt: skip
    return [Table(tr("Skills and certificates"), heads, rows, note), _certified(passes, skills, found)]


def _level(marks: Sequence[float], passed_from: float, lowest: float) -> int:
    """Level of a certificate: 0 not yet, 1 advises, 2 solves, 3 teaches."""
    *skills, points = marks
    if points < passed_from or min(skills) < lowest:
        return 0
    return 3 if min(skills) >= GOOD_MARK else 2 if skills[SOLVING] >= GOOD_MARK else 1


def _weak(skills: Iterable[str], marks: Sequence[float]) -> str:
    """The lowest skill of somebody; nothing where all are good."""
    name, mark = min(zip(skills, marks, strict=False), key=lambda pair: pair[1])
    return name if mark < GOOD_MARK else "–"


def _certified(passes: Sequence[int], skills: Iterable[str], found: Mapping[str, Sequence[float]]) -> Note:
    """Share of the team that is certified, with its interval, and the skill that is lowest in the mean."""
    share = csat([float(level > 0) for level in passes], satisfied_from=1, best=1)
    means = {name: sum(marks[place] for marks in found.values()) for place, name in enumerate(skills)}
    text = tr(
        "Certified: {passed} of {count}, {share} of 100 ({low} to {high}); the guide reports {source} of 100 staff "
        "trained. Lowest in the mean: {skill}.",
        passed=sum(level > 0 for level in passes), count=len(passes), share=number(share.value, 1),
        low=number(share.low, 1), high=number(share.high, 1), source=number(claims.figure(TRAINED), 1),
        skill=min(means, key=lambda name: means[name]),
    )  # fmt: skip
    return Note(text, "lead")
