"""The toolbox of lesson 3 that marks sheets: a heard talk, its violations, scripts, the notice of a change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cxsim.course import company, given, wording
from cxsim.course.communication import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.measure.reading import Allowed, one, word
from cxsim.messages import number, percent, tr

MARK = Allowed(0, 2, whole=True)
#: The five principles, then what is seen and heard beside the words.
PRINCIPLES, BESIDE = (
    ("listening", "empathy", "clarity", "solution", "expectation"),
    ("seen", "voice", "body", "space"),
)
#: Marks of the course for the example talk; a reading of two trainers may differ by one.
KEY = {"listening": 1, "empathy": 0, "clarity": 1, "solution": 1, "expectation": 2}
#: Words that judge the customer, order her about, or are rude; English.
JUDGES = (
    "your fault", "you should have", "you must", "calm down", "as i said", "obviously", "you people", "you forgot",
)  # fmt: skip
GREETINGS = ("good morning", "good afternoon", "good evening", "hello", "welcome", "hi,")
NAMED = re.compile(r"\b(this is|my name is|i am|i'm)\b", re.IGNORECASE)
PROMISE_S = "policy.promise.live_within_s"
WAYS = ("SMS", "mail", "phone")


def example() -> tuple[str, ...]:
    """What an agent said in the talk of the page."""
    return (
        tr("Hello, this is the service, what is it about?"),
        tr("Calm down, please. You should have read the manual."),
        tr("The interface of the pump is blocked."),
        tr("I will send a technician; he will be with you tomorrow at 9:00."),
    )


def audit(said: Sequence[str], marks: Mapping[str, float]) -> list[Item]:
    """Marks of a talk by principle and beside the words, the lowest first; and its violations of conduct."""
    lines = given.texts(said, tr("said")) if said else list(example())
    found = {name: one(value, name, MARK)
             for name, value in given.named(marks, tr("marks"), (*PRINCIPLES, *BESIDE)).items()}  # fmt: skip
    return [*_marked(found, lines == list(example())), *_conduct(lines)]


def _marked(marks: Mapping[str, float], is_example: bool) -> list[Item]:
    """The sheet: mark, key where there is one, and what to do first."""
    looks = {
        "listening": tr("lets the customer finish, repeats the matter in one sentence"),
        "empathy": tr("names the feeling before the rule"),
        "clarity": tr("one thought in each sentence, no word of the trade"),
        "solution": tr("says what can be done, with a choice"),
        "expectation": tr("gives a time that can be kept"),
        "seen": tr("desk, page and parcel look cared for"),
        "voice": tr("calm pace, warm tone, clear volume"),
        "body": tr("turned to the customer, eye contact, a smile"),
        "space": tr("a place to sit, quiet enough to talk"),
    }
    key = KEY if is_example else {}
    order = sorted(marks, key=lambda name: marks[name])
    rows = [[given.own(name), looks[name], number(marks[name]), number(key[name]) if name in key else "–"]
            for name in order]  # fmt: skip
    points = {name: 100 * sum(marks[one_of] for one_of in names) / (2 * len(names))
              for name, names in ((tr("words"), PRINCIPLES), (tr("beside the words"), BESIDE))}  # fmt: skip
    scores = "; ".join(tr("{part} {points} of 100", part=part, points=number(value, 0))
                       for part, value in points.items())  # fmt: skip
    worst = [looks[name] for name in order if marks[name] < 2][:3]
    told = tr("Score: {scores}.", scores=scores)
    if worst:
        told += " " + tr("Improve first: {looks}.", looks="; ".join(worst))
    heads = [tr("what"), tr("look for"), tr("your mark"), tr("key")]
    note = tr("0 missing, 1 in part, 2 there; the lowest first. Key: marks of the course for the example talk, its "
              "words only. Two people mark the same talk apart and then compare.")  # fmt: skip
    apart = [name for name in key if marks[name] != key[name]]
    compared = [Note(tr("Your marks differ from the key in: {names}.", names=", ".join(apart)))] if apart else []
    return [Table(tr("A talk on one sheet"), heads, rows, note), *compared, Note(told, "lead")]


def _conduct(lines: Sequence[str]) -> list[Item]:
    """Violations of the code of conduct, line by line, and pass or fail."""
    rows, broken = [], 0
    for line in lines:
        read, text = wording.read(line), line.lower().replace("’", "'")
        wrong = [given.quoted(words) for words in JUDGES if words in text]
        broken += len(wrong)
        rows.append([given.quoted(line), ", ".join(wrong) or "–",
                     given.own(", ".join((*read.negative, *read.jargon)) or "–")])  # fmt: skip
    verdict = tr("Failed: {count} judgments or orders.", count=broken) if broken else tr("Passed.")
    heads = [tr("said"), tr("judges or orders the customer"), tr("words to change")]
    note = tr("It knows short lists of English words and does not understand; a hit in the second column fails.")
    return [Table(tr("The code of conduct, line by line"), heads, rows, note), Note(verdict, "lead")]


def script_sheet(opening: str, question: str, closing: str) -> list[Item]:
    """Scripts for three moments, and what each lacks."""
    texts = [given.texts([text], what)[0]
             for what, text in (("opening", opening), ("question", question), ("closing", closing))]  # fmt: skip
    lower = [text.lower() for text in texts]
    read = [wording.read(text) for text in texts]
    checks: list[dict[str, bool]] = [
        {tr("a greeting"): any(one_of in lower[0] for one_of in GREETINGS),
         tr("your name"): bool(NAMED.search(texts[0])), tr("an open question"): "?" in texts[0]},
        {tr("a time"): read[1].time, tr("no word that closes a door"): not read[1].negative},
        {tr("what is done"): read[2].action, tr("by when"): read[2].time, tr("thanks"): "thank" in lower[2]},
    ]  # fmt: skip
    names = (tr("opening"), tr("common question"), tr("closing"))
    rows, good = [], 0
    for name, text, found, wanted in zip(names, texts, read, checks, strict=True):
        wanted[tr("at most {count} words", count=wording.LONGEST)] = found.words <= wording.LONGEST
        good += all(wanted.values())
        missing = [what for what, there in wanted.items() if not there]
        rows.append([name, given.quoted(text), number(found.words), ", ".join(missing) or tr("complete")])
    heads = [tr("moment"), tr("your words"), tr("words"), tr("missing")]
    note = tr("A script is a start, not a cage. It looks for English words and does not understand.")
    return [Table(tr("Your script sheet"), heads, rows, note),
            Note(tr("Complete: {good} of {all}.", good=good, all=len(rows)), "lead")]  # fmt: skip


def notice(what: str, starts: str, benefit: str, how: str, within_s: float) -> list[Item]:
    """The notice of a new promise, whether it is complete, and what the promise alone does to a year."""
    texts = {name: given.texts([text], name)[0]
             for name, text in (("what", what), ("starts", starts), ("benefit", benefit))}  # fmt: skip
    word(how, "how", WAYS)
    seconds = one(within_s, "within_s", Allowed(5, 3600))
    dated = wording.read(starts).time or any(letter.isdigit() for letter in starts)
    yours = bool({"you", "your"} & set(re.findall(r"[a-z]+", benefit.lower())))
    lacks = {"what": tr("a whole sentence"), "starts": tr("a date"), "benefit": tr("what the customer gets: you, your")}
    there = {"what": wording.read(what).words >= wording.SHORTEST, "starts": dated, "benefit": yours}
    names = {"what": tr("what changes"), "starts": tr("from when"), "benefit": tr("what it brings")}
    rows = [[names[name], given.quoted(text), tr("complete") if there[name] else tr("lacks {what}", what=lacks[name])]
            for name, text in texts.items()]  # fmt: skip
    told = tr("The notice goes out by {how}.", how=how) if all(there.values()) else tr("Not yet: complete it first.")
    return [Table(tr("Your notice of a change"), [tr("part"), tr("your words"), tr("check")], rows), Note(told, "lead"),
            _shift(seconds)]  # fmt: skip


def _shift(seconds: float) -> Table:
    """What customers expect after the notice, and what that alone moves in one year."""
    base = LAB.base()
    now = float(base.value(PROMISE_S))
    rows = []
    for name, told in ((tr("today"), now), (tr("after your notice"), seconds)):
        found = company.summary_of(base.replace({PROMISE_S: told}))
        rows.append([name, number(told, 0), number(60 * found["phone_wait_mean_min"], 0),
                     number(100 * found["csat_true_share"], 1), number(found["nps_true"], 1),
                     number(found["joiners"])])  # fmt: skip
    heads = [tr("told"), tr("answered within, seconds"), tr("wait on the phone, seconds"), tr("satisfied, of 100"),
             tr("NPS of all"), tr("new customers")]  # fmt: skip
    note = tr("One possible year each, the same luck: nothing but the promise of {share} of calls and chats moves. "
              "A better promise wins customers and is held against "
              "you.", share=percent(base.policy.promise.live_share, 0))  # fmt: skip
    return Table(tr("The notice moves what is expected"), heads, rows, note)
