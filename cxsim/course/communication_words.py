"""The toolbox of lesson 3 that speaks: hard talks step by step, words, scripts, a notice, what is seen and heard."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import wording
from cxsim.course.show import Item, Table
from cxsim.messages import number, tr


def hard_talk() -> list[Item]:
    """HEAT with a line for each step, cooling down, and the four steps of solving."""
    heat = [
        [tr("Hear"), tr("“Please tell me from the beginning. I will write it down.”")],
        [tr("Empathize"), tr("“You stayed at home for this, for the second time.”")],
        [tr("Apologize"), tr("“I am sorry. We promised a date and let it pass.”")],
        [tr("Take action"), tr("“I will book the technician now. He will be with you tomorrow at 9:00.”")],
    ]
    cool = [
        [tr("name the feeling"), tr("“I hear how angry this makes you.”"), tr("“Calm down, please.”")],
        [tr("use the name"), tr("“Ms. Chen, here is what I will do now.”"), tr("“Customer number?”")],
        [
            tr("turn to the solution"),
            tr("“Let us look at what helps today.”"),
            tr("“That was another department.”"),
        ],
        [tr("give a concrete time"), tr("“I will call you by 15:00.”"), tr("“Somebody will call.”")],
    ]
    solve = [
        [tr("define"), tr("What happened, since when, what is needed?")],
        [tr("propose several"), tr("At least two ways, with their price and date.")],
        [tr("agree"), tr("Who does what by when; the customer chooses.")],
        [tr("follow up"), tr("Call on the day, ask whether it is solved.")],
    ]
    return [
        Table(tr("HEAT: the order of a hard talk"), [tr("step"), tr("a line")], heat),
        Table(tr("Cooling down"), [tr("do"), tr("say"), tr("not")], cool),
        Table(tr("Solving in four steps"), [tr("step"), tr("what must be there")], solve),
    ]


def examples() -> tuple[str, ...]:
    """Sentences to try the checker on."""
    return (
        tr("Unfortunately your ticket cannot be escalated."),
        tr("Please wait, somebody will look at it."),
        tr("I will send the new part today; it will be with you by Friday."),
    )


def words(sentences: Sequence[str] = ()) -> list[Item]:
    """What the checker says of some sentences."""
    said = {
        "negative": tr("closes a door"),
        "jargon": tr("word of the trade"),
        "action": tr("nothing is done"),
        "owner": tr("nobody does it"),
        "time": tr("no time"),
        "length": tr("too short or too long"),
    }
    rows = []
    for text in sentences or examples():
        found = wording.read(text)
        flags = ", ".join(said[flag] for flag in found.flags()) or tr("no flag")
        marked = ", ".join((*found.negative, *found.jargon))
        rows.append([text, flags, tr("“{words}”", words=marked) if marked else "–", number(found.words)])
    heads = [tr("sentence"), tr("flags"), tr("words to change"), tr("length, words")]
    note = tr(
        "It knows two lists of English words and looks for an action, an owner, a time and {short} to {long} words. It "
        "does not understand.",
        short=wording.SHORTEST,
        long=wording.LONGEST,
    )
    return [Table(tr("Words under the checker"), heads, rows, note)]


def scripts() -> list[Item]:
    """Opening, closing, a common question, and a notice of a change, each with what must be in it."""
    rows = [
        [
            tr("opening"),
            tr("“Good morning, this is … of …. What can I do for you?”"),
            tr("greeting, name, question"),
        ],
        [
            tr("hold"),
            tr("“I need two minutes to look. Will you stay on the line?”"),
            tr("time, reason, choice"),
        ],
        [
            tr("common question"),
            tr("“Your parcel left today. It will be with you on Friday.”"),
            tr("answer first, then date"),
        ],
        [
            tr("closing"),
            tr("“I will send you this by email today. Thank you for calling.”"),
            tr("what, when, thanks"),
        ],
    ]
    notice = [
        [tr("what changes"), tr("You have one person who looks after you: …")],
        [tr("from when"), tr("From Monday on.")],
        [tr("what it brings"), tr("One number, no second telling; an answer on the same day.")],
        [tr("who gets it how"), tr("Best customers by phone, all others by message, before it starts.")],
    ]
    heads = [tr("moment"), tr("words"), tr("what must be there")]
    return [
        Table(
            tr("Scripts"),
            heads,
            rows,
            tr("A script is a start, not a cage: the name and the time are yours to fill."),
        ),
        Table(tr("Telling customers of a change"), [tr("part"), tr("words")], notice),
    ]
