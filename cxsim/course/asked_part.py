"""What a question of a questionnaire asks: the question without its answers, its scale, and pairs that are one thing.

"Very bad or very good" after the question is what may be answered, and "a friend or colleague" is one thing; a
rule that looks for two things, or for a judgment, must not find them there. It looks for words and understands nothing.
"""

from __future__ import annotations

import re

_LOW, _HIGH = r"(?:0|1|zero|one)\b", r"(?:5|7|10|five|seven|ten)\b"
_INSIDE = r"(?:\s*[(\uff08][^)\uff09]*[)\uff09])?"
_NEXT = r"(?=[,.;]\s*(?:how|what|which|was|were|did|do|does|are|is|would|have|has|can)\b|$)"
_NEXT_ZH = r"(?=[,\uff0c\u3002;\uff1b]\s*(?:您|你|请|我们)|$)"
_PEOPLE = r"(?:friend|colleague|relative|neighbo[u]?r|famil(?:y|ies)|acquaintance|peer)s?(?: members?)?"
_OPPOSITES = (
    "yes or no", "good or bad", "easy or (?:hard|difficult)", "hard or easy", "quick or slow", "fast or slow",
    "better or worse", "more or less", "high or low", "long or short", "friendly or rude", "agree or disagree",
    r"\w+ or not", r"(\w+) or (?:dis|un|in|im)\1", r"(?:dis|un|in|im)(\w+) or \2", "once or twice",
)  # fmt: skip
#: Parts that are not what is asked, in the order in which they are taken out.
_PARTS = [
    re.compile(part, re.IGNORECASE)
    for part in (
        # a scale: "from 0 (not at all) to 10 (surely)", then what its marks mean
        rf"\b(?:on a scale )?(?:from |of )?{_LOW}{_INSIDE} ?(?:to|[-\u2013]) ?{_HIGH}{_INSIDE}",
        rf"\b(?:where |with )?{_LOW} ?(?:is|means|being|stands for|for|=|very|not).*?{_NEXT}",
        rf"从? ?[01] ?分?{_INSIDE} ?[到至\-\u2013] ?(?:5|7|10) ?分?{_INSIDE}",
        rf"[01] ?分?(?:表示|代表|是|为|=).*?{_NEXT_ZH}",
        # answers that begin with a word of a scale
        r"[,;:?.(]\s*(?:very|extremely|completely|totally|strongly|not at all|yes|always|never)\b.*$",
        r"[,\uff0c;\uff1b:\uff1a?\uff1f(\uff08]\s*(?:非常|很|十分|完全|极)[^\uff0c]*[、/].*$",
        # pairs that are one thing
        rf"\b{_PEOPLE}(?:(?:,| or|,? and|, or) (?:an? |your )?{_PEOPLE})+\b",
        "(?:朋友|同事|家人|亲戚|亲友|邻居)(?:(?:、|或者?|和|与|及)(?:朋友|同事|家人|亲戚|亲友|邻居))+",
        rf",? ?\b(?:{'|'.join(_OPPOSITES)})\b",
        "(?:同意|满意)(?:还是|或者?)不(?:同意|满意)|是(?:还是|或者?)(?:否|不是)",
        # the standard measures ask so: satisfaction, effort, agreement
        r"(?<=\bhow )(?:satisfied|easy)\b",
        r"\bto what extent do you agree\b|在多大程度上同意",
    )
]
#: A colon after a question opens its answers, unless two things are asked after it.
_ANSWERS = re.compile(
    r"^(?P<head>.*(?:\b(?:how|what|which|who|when|where|why)\b|^(?:is|are|was|were|do|does|did|have|has|can|would)\b"
    r"|吗|多|何|怎|什么|哪|几|是否|是不是|有没有).*?)[:\uff1a](?!.*(?:\band\b|[和与及])).*$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:which|prefer|rather)\b", re.IGNORECASE)


def asked_part(question: str) -> str:
    """A question without what is not asked: its answers, its scale, pairs that are one thing.

    Examples
    --------
    >>> asked_part("Was your matter solved, yes or no?")
    'Was your matter solved?'
    >>> asked_part("Were we quick and friendly, from 1 (very bad) to 5 (very good)?")
    'Were we quick and friendly, ?'
    """
    text = question.strip().replace("\u2019", "'")
    for part in _PARTS:
        text = part.sub("", text)
    text = _ANSWERS.sub(r"\g<head>", text)
    return text.replace(" or ", " ") if _CHOICE.search(text) else text
