"""The boundary of a service, tried on examples: words that let a contact in or keep it out, and what they misroute."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import given
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.measure import csat
from cxsim.messages import number, tr


def contacts() -> tuple[tuple[str, bool], ...]:
    """Examples, and whether they belong to the service by the rule book of the course."""
    return (
        (tr("Where is my parcel?"), True),
        (tr("The washing machine leaks again."), True),
        (tr("You billed me twice."), True),
        (tr("Which model fits a small kitchen?"), True),
        (tr("I want to complain about the driver."), True),
        (tr("I have an idea for a better handle."), False),
        (tr("I have an idea where my parcel may be left."), True),
        (tr("We print flyers; may we make you an offer?"), False),
        (tr("Your advert says free delivery. Is that so?"), True),
        (tr("Would you advertise in our magazine?"), False),
    )


def tried(served: Sequence[str], refused: Sequence[str]) -> list[Item]:
    """What a boundary made of words does with the examples, and how many contacts it misroutes."""
    lists = [
        [word.casefold() for word in given.texts(words, what)]
        for words, what in ((served, tr("served")), (refused, tr("refused")))
    ]
    both = sorted(set(lists[0]) & set(lists[1]))
    if both:
        raise CxError(tr("{words} stands on both sides of the boundary; decide for one", words=", ".join(both)))
    words = {True: tr("in"), False: tr("out"), None: tr("no rule")}
    said = [(text, belongs, _side(text.casefold(), *lists)) for text, belongs in contacts()]
    rows = [
        [given.quoted(text), words[belongs], words[side], "" if side is belongs else tr("misrouted")]
        for text, belongs, side in said
    ]
    heads = [tr("contact"), tr("belongs"), tr("your words say"), ""]
    note = tr("Words that keep out are looked for first. Belongs: by the scope of the worksheet service rules.")
    wrong = csat([float(side is not belongs) for _, belongs, side in said], satisfied_from=1, best=1)
    text = tr("Misrouted: {share} of 100 ({low} to {high}) of {count} examples.", share=number(wrong.value, 0),
              low=number(wrong.low, 0), high=number(wrong.high, 0), count=wrong.n)  # fmt: skip
    return [Table(tr("The boundary on trial"), heads, rows, note), Note(text, "lead")]


def _side(text: str, served: Sequence[str], refused: Sequence[str]) -> bool | None:
    """Whether words let a contact in, keep it out, or say nothing."""
    if any(word in text for word in refused):
        return False
    return True if any(word in text for word in served) else None
