"""One year of the default company as digests: of its plan, its draws, and every column of its log."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from cxsim.draws import DECISIONS, make_draws
from cxsim.engines.kernel.run import run
from cxsim.plan import build_plans
from cxsim.scenario import Scenario
from cxsim.schema import KINDS

FILE = Path(__file__).with_name("digest.json")
SEED = 7


def digest(array) -> str:
    """Type, shape and bytes of an array in 16 digits."""
    array = np.ascontiguousarray(array)
    told = f"{array.dtype.str}{array.shape}".encode() + array.astype(array.dtype.newbyteorder("<")).tobytes()
    return hashlib.blake2b(told, digest_size=8).hexdigest()


def columns(prefix: str, table) -> dict[str, str]:
    """Digest of each column of a table, or of the whole array where it has none."""
    if table.dtype.names is None:
        return {prefix: digest(table)}
    return {f"{prefix}.{name}": digest(table[name]) for name in table.dtype.names}


def found() -> dict[str, str]:
    """Digests of the year as this computer plays it, in the order in which they depend on each other."""
    scenario = Scenario()
    before, plan = build_plans([scenario])[0]
    draws = make_draws(scenario, SEED)
    log = run(before, plan, draws)
    digests: dict[str, str] = {}
    for room, bundle in (("plan", plan), ("draws", draws), ("log", log)):
        for name, array in bundle._asdict().items():
            if name in ("seed", "replication"):  # of the draws: what draws them, no luck
                continue
            if name == "keys":  # by decision and kind of contact, so that a new one moves no other
                digests |= {f"draws.keys.{d}/{k}": f"{key:016x}" for d, row in zip(DECISIONS, array, strict=True)
                            for k, key in zip(KINDS, row.tolist(), strict=True)}  # fmt: skip
                continue
            digests |= columns(f"{room}.{name}", np.asarray(array))
    return digests


def stored() -> dict[str, str]:
    """Digests of the year as it was when the numbers were last changed."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def moved(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Names of what changed, came or went; the first one is where to look."""
    return [name for name in {**new, **old} if old.get(name) != new.get(name)]
