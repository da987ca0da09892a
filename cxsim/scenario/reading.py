"""Read a scenario file: plain YAML data and nothing else, so that no file can run code or exhaust memory."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, ClassVar

import yaml

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr

BYTES_MAX = 1_000_000
DEPTH_MAX = 32
NODES_MAX = 5_000
DIGITS_MAX = 40
PRESETS = Path(__file__).with_name("presets")


class _RefusedError(Exception):
    """A feature of YAML that a scenario file may not use."""


class _Loader(yaml.SafeLoader):
    """Safe loader without duplicate keys, tags, anchors, merge keys, dates and numbers to the base of 60."""

    # Own table: the inherited one reads 8:00 as 480 and yes as true.
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}
    depth = 0
    nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        where = tr("line {line}", line=event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _RefusedError(tr("{where}: anchors and aliases (& and *) are not allowed", where=where))
        if getattr(event, "tag", None) is not None:
            raise _RefusedError(tr("{where}: tags (!) are not allowed", where=where))
        self.depth += 1
        self.nodes += 1
        if self.nodes > NODES_MAX:
            raise _RefusedError(tr("{where}: more than {most} values are not allowed", where=where,
                                   most=NODES_MAX))
        if self.depth > DEPTH_MAX:
            raise _RefusedError(tr("{where}: more than {most} levels are not allowed", where=where,
                                    most=DEPTH_MAX))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            where = tr("line {line}", line=key_node.start_mark.line + 1)
            if not isinstance(key, (str, int)) or isinstance(key, bool):
                raise _RefusedError(tr("{where}: {key} cannot be a name", where=where, key=guards.shown(key)))
            if key in mapping:
                raise _RefusedError(tr("{where}: {key} stands here for the second time", where=where,
                                  key=guards.shown(key)))
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping

    def construct_plain_map(self, node: Any) -> Any:
        return self.construct_mapping(node)

    def construct_whole(self, node: Any) -> int:
        if len(node.value) > DIGITS_MAX:
            raise _RefusedError(tr("line {line}: a number of {count} digits", line=node.start_mark.line + 1,
                                   count=len(node.value)))
        return int(node.value.replace("_", ""))

    def construct_number(self, node: Any) -> float:
        return float(node.value.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?(0|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9]+|[0-9][0-9_]*(?=[eE]))([eE][-+]?[0-9]+)?"
              r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+0123456789."),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"),
                                  [letter if letter != "\0" else "" for letter in _first])
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_plain_map)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_whole)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_number)


def preset_names() -> list[str]:
    """Names of the scenarios that come with the package."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def find(name_or_path: str | Path) -> Path:
    """File of a preset's name, or of a path.

    Raises
    ------
    CxError
        Neither a preset nor a file; the line names the presets and the nearest one.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, str) and name_or_path in preset_names():
        return PRESETS / f"{name_or_path}.yaml"
    try:
        path = Path(text).expanduser() if text else Path("?")
        found, folder = path.is_file(), path.is_dir()
    except (OSError, ValueError, RuntimeError):  # a name too long, or with a zero byte, or ~ of nobody
        found = folder = False
    if found:
        return path
    if folder:
        raise CxError(tr("{path}: this is a folder; name a file", path=text))
    presets, close = preset_names(), guards.nearest(text, preset_names())
    if close:
        raise CxError(tr("{name} is neither a file nor a preset ({presets}); nearest: {nearest}",
                         name=guards.shown(text), presets=", ".join(presets), nearest=close))
    raise CxError(tr("{name} is neither a file nor a preset ({presets})", name=guards.shown(text),
                     presets=", ".join(presets)))


def read_text(path: Path) -> str:
    """Text of a scenario file, at most a megabyte of UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise guards.file_trouble(error, path) from None
    if len(content) > BYTES_MAX:
        raise CxError(tr("{path}: larger than {most} bytes; a scenario file is small", path=str(path),
                         most=BYTES_MAX))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CxError(tr("{path}: not UTF-8 text (byte {position}); save the file as UTF-8", path=str(path),
                         position=error.start)) from None


def parse(text: str, origin: str) -> dict[Any, Any]:
    """Plain data of a YAML text; ``origin`` names it in error lines."""
    try:
        loader = _Loader(text)
        try:
            data = loader.get_single_data()
        finally:
            loader.dispose()
    except _RefusedError as error:
        raise CxError(f"{origin}: {error}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CxError(tr("{origin}: not YAML (line {line}: {problem})", origin=origin, line=line,
                         problem=error.problem or "")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CxError(tr("{origin}: not YAML ({problem})", origin=origin,
                         problem=str(error).splitlines()[0][:120] if str(error) else "")) from None
    if not isinstance(data, dict):
        raise CxError(tr("{origin}: must hold names and values such as \"weeks: 52\"", origin=origin))
    return _nested(data, origin)


def _nested(data: dict[Any, Any], origin: str) -> dict[Any, Any]:
    """Names with dots at the top (``world.market.customers: 5000``) as names inside each other."""
    tree: dict[Any, Any] = {}
    for key, value in data.items():
        *rooms, last = str(key).split(".")
        inner: dict[Any, Any] = {last: value}
        for room in reversed(rooms):
            inner = {room: inner}
        _join(tree, inner, origin, "")
    return tree


def _join(tree: dict[Any, Any], new: dict[Any, Any], origin: str, path: str) -> None:
    for key, value in new.items():
        if key not in tree:
            tree[key] = value
            continue
        held = tree[key]
        if not (isinstance(held, dict) and isinstance(value, dict)):
            raise CxError(tr("{origin}: {path} is set for the second time", origin=origin,
                             path=f"{path}{key}"))
        _join(held, value, origin, f"{path}{key}.")
