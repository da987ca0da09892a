"""What a learner writes between the parentheses of a cell: taken, or told in one sentence what the call takes."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from numbers import Real
from typing import Any, ParamSpec, TypeVar

from cxsim.guards import CxError, nearest, shown
from cxsim.messages import tr

P, R = ParamSpec("P"), TypeVar("R")
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


def cell(function: Callable[P, R]) -> Callable[P, R]:
    """A function that a cell of a lesson calls: wrong names and wrong kinds of values are told in one sentence.

    A kind is looked at only where the function failed, so that its own sentence, which knows more, comes first.
    """
    takes = inspect.signature(function)

    @functools.wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            bound = takes.bind(*args, **kwargs)
        except TypeError:
            raise CxError(_not_taken(function.__name__, takes, args, kwargs)) from None
        try:
            return function(*args, **kwargs)
        except (TypeError, AttributeError):
            _check_kinds(takes, bound.arguments)
            raise

    return called


def _not_taken(name: str, takes: Signature, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """What is wrong with the names of a call, or with how many values it has, and what it takes."""
    named = {key: part for key, part in takes.parameters.items() if part.kind in _NAMED}
    strange = [key for key in kwargs if key not in named]
    lacking = [key for key, part in list(named.items())[len(args):]
               if part.default is Parameter.empty and key not in kwargs]  # fmt: skip
    allowed = {"allowed": _call(name, takes)}
    if strange:
        near = nearest(strange[0], named)
        if near:
            return tr("{call}: {name} is not known; nearest: {near}; allowed: {allowed}", call=name, name=strange[0],
                      near=near, **allowed)  # fmt: skip
        return tr("{call}: {name} is not known; allowed: {allowed}", call=name, name=strange[0], **allowed)
    if lacking:
        return tr("{call}: missing: {names}; needed: {allowed}", call=name, names=", ".join(lacking), **allowed)
    return tr("{call}: there are too many values; allowed: {allowed}", call=name, **allowed)


def _call(name: str, takes: Signature) -> str:
    """The call as it is written: each name with its value, or with three dots where it has none."""
    written = []
    for key, part in takes.parameters.items():
        if part.kind is Parameter.VAR_POSITIONAL:
            written += [f"{key}, {key}, …"]
        elif part.kind in _NAMED:
            written += [f"{key}={'…' if part.default in (Parameter.empty, None) else repr(part.default)}"]
    if not written:
        return tr("{call}, nothing between the parentheses", call=f"{name}()")
    return f"{name}({', '.join(written)})"


def _check_kinds(takes: Signature, given: Mapping[str, Any]) -> None:
    """Refuse the first value that is of another kind than the function says."""
    for key, part in takes.parameters.items():
        values = given.get(key, ())
        for value in values if part.kind is Parameter.VAR_POSITIONAL else [values] if key in given else []:
            _check_kind(key, value, str(part.annotation))


def _check_kind(key: str, value: Any, kind: str) -> None:
    if value is None and "None" in kind:
        return
    if kind.startswith(("float", "int")) and not isinstance(value, Real):
        raise CxError(tr("{name} is {value}; allowed: numbers", name=key, value=shown(value)))
    if kind.startswith(("str", "Sequence[str]")) and not isinstance(value, Iterable if "[" in kind else str):
        raise CxError(
            tr("{name} is {value}; allowed: words between quotation marks", name=key, value=shown(value))
        )
    if kind.startswith("dict") and not isinstance(value, dict):
        raise CxError(tr("{name} is {value}; allowed: names and values in braces, for example {example}", name=key,
                         value=shown(value), example='{"name": 1}'))  # fmt: skip
