"""The toolbox of lesson 3 that reads a hard talk: which step each line is, what is missing, what it does in a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cxsim.course import company, given, wording
from cxsim.course.communication import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.measure.reading import word
from cxsim.messages import number, tr

if TYPE_CHECKING:
    from cxsim.results.run import Run
    from cxsim.scenario import Scenario

#: Steps of each model in their order, with the step of the stored rule book; the apology is a switch of its own.
MODELS = {
    "HEAT": {"Hear": "hear", "Empathize": "empathize", "Apologize": None,
             "Take action": "take action, give a concrete time"},
    "LESCANT": {"Listen": "listen", "Empathize": "empathize", "Sorry": None, "Correct": "correct", "Act": "act",
                "Notify": "notify", "Thank": "thank"},
}  # fmt: skip
BOOKS = {"HEAT": "recovery_heat", "LESCANT": "recovery_lescant"}
APOLOGY, PROTOCOL = "policy.recovery.apology", "policy.recovery.protocol"
#: Steps that promise something, and words of an apology and of thanks.
PROMISES, SORRY, THANKS = ("Take action", "Act"), ("sorry", "apolog"), ("thank",)
#: Ways that a solution is chosen from, at least.
WAYS = 2


class Line(NamedTuple):
    """A line of a talk and the step that somebody takes it for."""

    step: str
    words: str


def talk(lines: Sequence[Sequence[str]], model: str) -> list[Item]:
    """Steps of a labeled talk: missing, too late, not what the label says; and a year of complaints led like it."""
    steps = MODELS[word(model, "model", tuple(MODELS))]
    said = [_line(line, place, tuple(steps)) for place, line in enumerate(lines, 1)]
    if not said:
        raise CxError(tr("the talk has no line; needed: a step and what is said, in parentheses"))
    first = {step: [one.step for one in said].index(step) for step in steps if step in {one.step for one in said}}
    rows, good = [], 0
    for step in steps:
        faults = _faults(step, said, first, tuple(steps))
        good += not faults
        place = number(first[step] + 1) if step in first else "–"
        rows.append([given.own(step), place, given.quoted(said[first[step]].words) if step in first else "–",
                     ", ".join(faults) or tr("in place")])  # fmt: skip
    heads = [tr("step"), tr("line"), tr("said"), tr("report")]
    note = tr("Complete: {good} of {all} steps of {model} in place. It looks for words and does not understand.",
              good=good, all=len(steps), model=model)  # fmt: skip
    return [Table(tr("A talk under {model}", model=model), heads, rows, note), _a_year(tuple(first), model)]


def _line(line: Sequence[str], place: int, steps: tuple[str, ...]) -> Line:
    if isinstance(line, str) or len(line) != 2:
        raise CxError(tr("line {place} needs a step and what is said: two texts in parentheses", place=place))
    words = given.texts([line[1]], tr("line {place}", place=place))[0]
    return Line(word(line[0], tr("step of line {place}", place=place), steps), words)


def _faults(step: str, said: Sequence[Line], first: dict[str, int], steps: tuple[str, ...]) -> list[str]:
    """What is wrong with one step; nothing where it is in place."""
    if step not in first:
        return [tr("missing")]
    found = []
    if any(first.get(later, len(said)) < first[step] for later in steps[steps.index(step) :]):
        found.append(tr("comes too late"))
    text = " ".join(one.words for one in said if one.step == step).lower()
    if step in PROMISES:
        read = wording.read(text)
        wanted = {tr("nothing is done"): read.action, tr("nobody does it"): read.owner, tr("no time"): read.time}
        found += [fault for fault, there in wanted.items() if not there]
    if step in ("Apologize", "Sorry") and not any(one in text for one in SORRY):
        found.append(tr("no word of an apology"))
    if step == "Thank" and not any(one in text for one in THANKS):
        found.append(tr("no word of thanks"))
    return found


def led(steps: Sequence[str], model: str) -> Scenario:
    """The company in which each complaint is answered with these steps of a model, as its rule book has them."""
    from cxsim.scenario import load_scenario

    names = MODELS[model]
    wanted = {names[step] for step in steps}
    book = load_scenario(BOOKS[model]).policy.recovery.protocol
    kept = [step.model_dump() for step in book if step.name in wanted]
    return LAB.base().replace({PROTOCOL: kept, APOLOGY: any(names[step] is None for step in steps)})


def _a_year(steps: Sequence[str], model: str) -> Table:
    """Complaints of one year: today, led like the talk, and under both models in full."""
    plans = {tr("today"): LAB.base(), tr("this talk"): led(steps, model),
             **{given.own(name): led(tuple(one), name) for name, one in MODELS.items()}}  # fmt: skip
    rows = []
    for name, plan in plans.items():
        shown = zip(company.figures(plan, 0, _answered), (1, 1, 1, 0), strict=True)
        rows.append([name, *[number(value, digits) for value, digits in shown]])
    heads = [tr("complaints are answered"), tr("damage repaired, of 100"), tr("first answer, hours"),
             tr("customers who stay, of 100"), tr("profit, thousand CNY")]  # fmt: skip
    note = tr("One possible year each, the same luck. The steps that are there count, in whatever order and words; "
              "each takes its time at the desk. How much a step repairs is an assumption of this company.")  # fmt: skip
    return Table(tr("A year of complaints answered like this"), heads, rows, note)


def _answered(run: Run) -> tuple[float, ...]:
    """Damage repaired, of 100; hours to the first answer; customers who stay, of 100; profit, thousand."""
    found, cases = run.summary(), run.cases
    return (100 * float(cases["recovered_share"].mean()), found["complaint_response_h"],
            100 * found["retention_share"], found["profit_cny"] / 1000)  # fmt: skip


def case_record(define: str, propose: Sequence[str], agree: str, follow_up: str) -> list[Item]:
    """The four steps of one case, and what a colleague who takes it over would miss."""
    ways = given.texts(propose, tr("propose"))
    done, later = wording.read(agree), wording.read(follow_up)
    missing = {
        tr("define"): {tr("what happened, in a sentence"): wording.read(define).words >= wording.SHORTEST},
        tr("propose several"): {tr("a second way"): len(ways) >= WAYS},
        tr("agree"): {tr("what is done"): done.action, tr("who"): done.owner, tr("by when"): done.time},
        tr("follow up"): {tr("on which day"): later.time,
                          tr("a question whether it is solved"): "ask" in follow_up.lower() or "?" in follow_up},
    }  # fmt: skip
    texts = (define, "; ".join(ways), agree, follow_up)
    rows = [
        [step, given.quoted(text) if text.strip() else "–",
         ", ".join(what for what, there in wanted.items() if not there) or tr("complete")]
        for (step, wanted), text in zip(missing.items(), texts, strict=True)
    ]  # fmt: skip
    lacking = [step for step, wanted in missing.items() if not all(wanted.values())]
    told = tr("The record is complete.") if not lacking else tr("Go back to: {steps}.", steps=", ".join(lacking))
    return [Table(tr("The record of a case"), [tr("step"), tr("written"), tr("missing")], rows), Note(told, "lead")]
