"""Which functions the code of a cell reaches, without running it: names are followed through lessons and measures."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

#: Code that is followed; what it calls elsewhere is reached and not entered.
FOLLOWED = ("cxsim.labs", "cxsim.course", "cxsim.measure", "cxsim.analysis")


def reached(source: str) -> set[int]:
    """Identities of all objects of cxsim that this code names, or that followed code names in turn."""
    seen: dict[int, Any] = {}
    waiting = list(_named(ast.parse(source), {}))
    while waiting:
        found = waiting.pop()
        if id(found) not in seen:
            seen[id(found)] = found
            waiting += _inside(found)
    return set(seen)


def _inside(found: Any) -> list[Any]:
    """What the source of a function or class names, where it is followed."""
    found = inspect.unwrap(found) if callable(found) else found
    home = getattr(found, "__module__", None) or ""
    return list(_of(found)) if isinstance(found, (type, FunctionType)) and home.startswith(FOLLOWED) else []


@functools.cache
def _of(found: Any) -> tuple[Any, ...]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(found)))
    return tuple(_named(tree, vars(importlib.import_module(found.__module__))))


def _named(tree: ast.AST, room: dict[str, Any]) -> Iterator[Any]:
    """Objects behind the names and dotted names of a piece of code."""
    names = {**room, **_imported(tree)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = _value(node, names)
            if found is not None and not isinstance(found, ModuleType):
                yield found


def _imported(tree: ast.AST) -> dict[str, Any]:
    """Names that the code imports itself."""
    names: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.asname: importlib.import_module(one.name) for one in node.names if one.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {one.asname or one.name: _from(node.module, one.name) for one in node.names}
    return names


def _from(home: str, name: str) -> Any:
    """What ``from home import name`` brings: something in a module, or a module that nobody has opened yet."""
    found = getattr(importlib.import_module(home), name, None)
    return importlib.import_module(f"{home}.{name}") if found is None else found


def _value(node: ast.AST, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        home = _value(node.value, names)
        return getattr(home, node.attr, None) if isinstance(home, ModuleType) else None
    return None
