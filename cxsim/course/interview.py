"""A checker of draft questions: those of an interview (closed, leading, double, a scene), and of a questionnaire.

It looks for words, English and Chinese, and understands nothing; a question without a flag can still be a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cxsim.course import given, wording
from cxsim.course.asked_part import asked_part
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
#: Faults of what a question of a questionnaire asks; a closed question is right there.
ASKED = {
    "leading": FORMS["leading"],
    "double": re.compile(
        r"\b(and|or)\b|\bas well as\b(?! (you|we|it|expected|promised)\b)|[?\uff1f].*\w.*[?\uff1f]"
        r"|以及|并且|而且|或(?!许)|、|既.*又|(?<![您你我们温缓总柔])和(?![气蔼善我您你他她])(?!.{0,12}(相比|比较|一样|联系|沟通|通话|聊))"
        r"|(?<![您你我们参给赠])与(?![我您你他她])(?!.{0,12}(相比|比较|一样|联系|沟通|通话|聊))"
        r"|(?<![以涉普提顾危遍不])及(?![时格早其])", re.IGNORECASE),
    "negative": re.compile(r"((\b(not|never|nobody|nothing|without)|n't)\b.*){2}"
                           r"|[不没](?!错|但|仅|过).*[不没](?!错|但|仅|过)", re.IGNORECASE),
}  # fmt: skip
#: Faults of a question with its answers and its scale.
WHOLE = {
    "praise": re.compile(r"\bprize|\baward|\bfamous\b|获奖|著名", re.IGNORECASE),
    "one-sided": re.compile(r"^(?!.*\b(bad|poor|hard|difficult|dissatisfied|unhappy|not|un\w+)\b)"
                            r".*\b(good|excellent|satisfied|happy)\b.*\b(good|excellent|satisfied|happy)\b"
                            r"|^(?!.*[不差坏]).*(很好.*非常好|[:\uff1a].*满意.*满意)", re.IGNORECASE),
    "scale": re.compile(r"^(?!.*(\bis\b.*\bis\b|=|\b(means?|stands|very|extremely)\b))"
                        r".*\b(one|1|0|zero) ?(to|[-\u2013]) ?(five|ten|seven|5|7|10)\b"
                        r"(?! (seconds|minutes|hours|days|times))"
                        r"|^(?!.*(表示|代表|非常|分为|分是|=))"
                        r".*[01] ?分? ?[到至\-\u2013] ?(5|7|10)(?! ?(秒|分钟|小时|天|次))", re.IGNORECASE),
}  # fmt: skip
OPEN = re.compile(r"^(what|how (?!many|much|often)|why|which|tell|describe)|什么|怎么|为什么", re.IGNORECASE)
#: A question with a scale is not open, however it begins.
SCALED = re.compile(r"\b(one|1|0|zero)\b.*\b(five|ten|seven|5|7|10)\b|\bvery\b.*\bvery\b"
                    r"|1 ?[到至] ?(5|7|10)|非常.*非常", re.IGNORECASE)  # fmt: skip
#: A questionnaire is short up to here; an assumption.
MOST_QUESTIONS = 10


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
    columns = {
        tr("form"): [_said(flags, said, tr("open")) for flags in found],
        tr("to do"): [_said(flags, advice, "–") for flags in found],
    }
    note = tr("It looks for words, English and Chinese, and does not understand; read the guide to a colleague, too.")
    return [_checked(tr("A draft guide under the checker"), asked, columns, note), _verdict(asked, found)]


def _said(flags: Sequence[str], words: Mapping[str, str], none: str) -> str:
    """What is said of a question for each of its flags, the same once only."""
    return "; ".join(dict.fromkeys(words[one] for one in flags)) or none


def _checked(title: str, asked: Sequence[str], columns: Mapping[str, Sequence[str]], note: str) -> Table:
    """Draft questions, each with what the checker says of it."""
    rows = [
        [given.quoted(text), *cells] for text, *cells in zip(asked, *columns.values(), strict=True)
    ]
    return Table(title, [tr("question"), *columns], rows, note)


def _verdict(asked: Sequence[str], found: Sequence[tuple[str, ...]]) -> Note:
    """How many questions need another form, and whether one asks for a scene."""
    scenes = sum(bool(SCENE.search(text)) for text in asked)
    facts = {"wrong": number(sum(map(bool, found))), "count": number(len(asked)), "scenes": number(scenes)}
    if not scenes:
        text = tr("{wrong} of {count} need another form. None asks for a scene: ask what happened the last time, or "
                  "what if.", **facts)  # fmt: skip
        return Note(text, "lead")
    return Note(tr("{wrong} of {count} need another form; a scene is asked for in {scenes}.", **facts), "lead")


def faults(question: str) -> tuple[str, ...]:
    """Names of the faults of a question of a questionnaire; none is good.

    Examples
    --------
    >>> faults("Were we quick and friendly?")
    ('double',)
    >>> faults("How hard was it today? One to five: one is very hard, five is very easy.")
    ()
    """
    text = question.strip().replace("’", "'")
    # "How satisfied" asks for the measure itself, in one word of it
    whole, part = re.sub(r"\bhow satisfied\b", "how", text, flags=re.IGNORECASE), asked_part(text)
    found = [name for name, pattern in ASKED.items() if pattern.search(part)]
    found += [name for name, pattern in WHOLE.items() if pattern.search(whole)]
    return (*found, *(["jargon"] if wording.read(text).jargon else []))


def questionnaire(questions: Sequence[str]) -> list[Item]:
    """What the seven rules for a questionnaire say of draft questions."""
    asked = given.texts(questions, tr("question"))
    said = {
        "leading": tr("not neutral: take the judgment out"),
        "double": tr("two things in one: make two questions of it"),
        "negative": tr("no twice: say it as a yes"),
        "praise": tr("not neutral: leave the praise out"),
        "one-sided": tr("not balanced: as many answers on each side"),
        "scale": tr("what do the ends of the scale mean?"),
        "jargon": tr("a word of the trade: say it as customers do"),
    }
    found = [faults(text) for text in asked]
    columns = {tr("to do"): [_said(flags, said, tr("nothing found")) for flags in found]}
    note = tr("It looks for words, English and Chinese, and does not understand; let five customers read it, too.")
    title = tr("A draft questionnaire under the seven rules")
    return [_checked(title, asked, columns, note), _whole(asked, found)]


def _whole(asked: Sequence[str], found: Sequence[tuple[str, ...]]) -> Note:
    """What the rules say of the questionnaire as one: faults, length, an open question."""
    facts = {"wrong": number(sum(map(bool, found))), "count": number(len(asked))}
    text = [tr("{wrong} of {count} questions break a rule.", **facts)]
    if len(asked) > MOST_QUESTIONS:
        text.append(tr("{count} questions are long: keep those whose answer changes something.", **facts))
    if not any(OPEN.search(one) and not SCALED.search(one) for one in asked):
        text.append(tr("No question is open: ask what you should do otherwise next time."))
    return Note(" ".join(text), "lead")
