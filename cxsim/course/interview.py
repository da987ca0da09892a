"""A checker of draft interview questions: closed, leading and double forms, and whether any asks for a scene.

It looks for words, English and Chinese, and understands nothing; a question without a flag can still be a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxsim.course import given
from cxsim.course.show import Item, Note, Table
from cxsim.messages import number, tr

#: Forms in the order in which they are told; the first words of a question, or words anywhere in it.
FORMS = {
    "closed": re.compile(
        r"^(is|are|was|were|do|does|did|have|has|had|can|could|would|will|should|may|isn't|aren't|wasn't|weren't|don't"
        r"|doesn't|didn't|haven't|hasn't|won't|wouldn't|shouldn't)\b(?!.*\b(tell|describe|show|explain)\b)"
        r"|吗[?\uff1f]?$|是否|是不是|有没有|能不能|会不会",
        re.IGNORECASE,
    ),
    "leading": re.compile(
        r"^(isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|won't|wouldn't|shouldn't)\b"
        r"|\b(agree|surely|obviously|of course)\b"
        r"|\bhow (good|great|nice|easy|happy|satisfied|much (do|did) you (like|enjoy))\b"
        r"|, (right|isn't it|aren't you|don't you|didn't you)\?"
        r"|难道|不觉得|同意|当然|多么",
        re.IGNORECASE,
    ),
    "double": re.compile(r"\b(and|or|as well as)\b|[?\uff1f].*[?\uff1f]|以及|并且|还是|或者", re.IGNORECASE),
}
SCENE = re.compile(r"\b(what if|last time|imagine|suppose|tell me about|describe)\b|如果|上一次|上次|假如|讲讲",
                   re.IGNORECASE)  # fmt: skip


def forms(question: str) -> tuple[str, ...]:
    """Names of the forms that a question has, of closed, leading and double; none is good.

    Examples
    --------
    >>> forms("Don't you agree that the app is easy and quick?")
    ('closed', 'leading', 'double')
    >>> forms("What happened the last time you called us?")
    ()
    """
    text = question.strip().replace("’", "'")
    return tuple(name for name, pattern in FORMS.items() if pattern.search(text))


def guide(questions: Sequence[str]) -> list[Item]:
    """What the checker says of draft questions, and what each should become."""
    asked = given.texts(questions, tr("question"))
    said = {
        "closed": tr("closed: yes or no will do"),
        "leading": tr("leading: it holds the answer"),
        "double": tr("double: two things in one"),
    }
    advice = {
        "closed": tr("begin with what, how, when or tell me"),
        "leading": tr("take the judgment out"),
        "double": tr("make two questions of it"),
    }
    found = [forms(text) for text in asked]
    rows = [
        [
            given.quoted(text),
            "; ".join(said[one] for one in flags) or tr("open"),
            "; ".join(advice[one] for one in flags) or "–",
        ]
        for text, flags in zip(asked, found, strict=True)
    ]
    heads = [tr("question"), tr("form"), tr("to do")]
    note = tr("It looks for words, English and Chinese, and does not understand; read the guide to a colleague, too.")
    return [Table(tr("A draft guide under the checker"), heads, rows, note), _verdict(asked, found)]


def _verdict(asked: Sequence[str], found: Sequence[tuple[str, ...]]) -> Note:
    """How many questions need another form, and whether one asks for a scene."""
    scenes = sum(bool(SCENE.search(text)) for text in asked)
    facts = {"wrong": number(sum(map(bool, found))), "count": number(len(asked)), "scenes": number(scenes)}
    if not scenes:
        text = tr("{wrong} of {count} need another form. None asks for a scene: ask what happened the last time, or "
                  "what if.", **facts)  # fmt: skip
        return Note(text, "lead")
    return Note(tr("{wrong} of {count} need another form; a scene is asked for in {scenes}.", **facts), "lead")
