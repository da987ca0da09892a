"""Does the simulator agree with exact queueing theory? One verdict for every row of a file of exact values.

Each case becomes an ordinary `Scenario` with the mechanisms off that its textbook does not have. Many short
replications are run, more until every half-width is below the stated precision, and each exact value is compared
with a Student interval. All intervals of a file together raise a false alarm in at most one run of a hundred
(Bonferroni). "agrees" therefore means: within the interval, and the interval is narrow.
"""

from __future__ import annotations

import json as json_format
import math
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cxsim.evidence.verify_cases import Anchor, NotCovered, group, read_anchors, shipped
from cxsim.evidence.verify_run import Built, Outcome, build, settle, warm
from cxsim.evidence.verify_specs import FLOOR, RELATIVE, Found, Spec, student
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.processors import workers_here
from cxsim.whole_files import check_file, write_whole

__all__ = ["AGREES", "DISAGREES", "NOT_COVERED", "Row", "lines", "run", "summary"]

FAMILY_WISE = 0.01  # chance of at least one false alarm in a whole file
AGREES, DISAGREES, NOT_COVERED = "agrees", "disagrees", "not covered"
ENGINES = ("kernel", "reference")


@dataclass(frozen=True, slots=True)
class Row:
    """The verdict on one exact value.

    Attributes
    ----------
    case, family, quantity, unit : str
        As in the file.
    exact : float
        Value of the file.
    estimate, half_width : float or None
        Simulated value and half of its simultaneous interval; None when not covered, the half also when endless.
    verdict : str
        "agrees", "disagrees" or "not covered".
    reason : str
        Why it is not covered, or a remark.
    groups, contacts : int
        Replications (or independent days) behind the estimate, contacts simulated for the whole case.
    checked : int
        Replications on which the other engines gave the same log to the bit.
    """

    case: str
    family: str
    quantity: str
    unit: str
    exact: float
    estimate: float | None
    half_width: float | None
    verdict: str
    reason: str = ""
    groups: int = 0
    contacts: int = 0
    checked: int = 0


def run(
    cases: str | Path | None = None,
    json: str | Path | None = None,
    only: str | Sequence[str] | None = None,
    engines: Sequence[str] = ENGINES,
    progress: Callable[[int, int, str], None] | None = None,
    executor: Executor | None = None,
) -> list[Row]:
    """Compare the simulator with a file of exact values.

    Parameters
    ----------
    cases : path, optional
        File in the format of the shipped anchors, which are used without it.
    json : path, optional
        File to write the rows to.
    only : str or sequence of str, optional
        Cases to run, by their number, family, or the beginning of either ("A01", "G_", "E").
    engines : sequence of str
        The first is run to full precision, the others must repeat its first replications to the bit.
    progress : callable, optional
        Called with cases done, cases in all, name of the case just done.
    executor : Executor, optional
        Where to run; by default a process for each core.

    Returns
    -------
    list of Row
        In the order of the file.
    """
    unknown = [name for name in engines if name not in ENGINES]
    if unknown or not engines:
        raise CxError(tr("engine {name}; allowed: {known}", name=", ".join(unknown), known=", ".join(ENGINES)))
    anchors = read_anchors(cases if cases is not None else shipped())
    built = [build(case) for case in group(_chosen(anchors, only))]
    tests = sum(bool(spec.parts) for b in built for spec in b.specs if not isinstance(spec, NotCovered))
    miss = FAMILY_WISE / max(1, tests)
    done = 0

    def tell(name: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(built), name)

    if json is not None:
        check_file(json)
    if executor is None:
        warm(built, engines)
    with _workers(executor) as pool:
        outcomes = settle(built, tuple(engines), miss, pool, tell)
    judged = {id(anchor): row for outcome in outcomes for anchor, row in _rows(outcome, miss)}
    rows = [judged[id(anchor)] for anchor in anchors if id(anchor) in judged]
    if json is not None:
        _write(json, rows, tests)
    return rows


def summary(rows: Sequence[Row]) -> dict[str, int]:
    """Number of rows by verdict."""
    return {verdict: sum(row.verdict == verdict for row in rows) for verdict in (AGREES, DISAGREES, NOT_COVERED)}


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as plain text, one line each, and what the intervals mean."""
    for row in rows:
        half = "?" if row.half_width is None else f"{row.half_width:.2g}"
        estimate = "" if row.estimate is None else f"{row.estimate:.6g} ± {half}"
        yield f"{row.case:5} {row.quantity:32} {row.exact:<12.6g} {estimate:26} {row.verdict:12} {row.reason}".rstrip()
    counts = summary(rows)
    yield tr(
        "{agrees} agree, {disagrees} disagree, {rest} not covered; at most {rate} % chance of any false alarm; "
        "half-width at most {relative} % of the value or {floor} of its scale",
        agrees=counts[AGREES],
        disagrees=counts[DISAGREES],
        rest=counts[NOT_COVERED],
        rate=f"{100 * FAMILY_WISE:g}",
        relative=f"{100 * RELATIVE:g}",
        floor=FLOOR,
    )


def _chosen(anchors: list[Anchor], only: str | Sequence[str] | None) -> list[Anchor]:
    if only is None:
        return anchors
    starts = tuple([only] if isinstance(only, str) else only)
    chosen = [a for a in anchors if a.case_id.startswith(starts) or a.family.startswith(starts)]
    if not chosen:
        raise CxError(tr("no case begins with {names}", names=", ".join(starts)))
    return chosen


@contextmanager
def _workers(executor: Executor | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    pool = ProcessPoolExecutor(max_workers=workers_here())
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _rows(outcome: Outcome, miss: float) -> Iterator[tuple[Anchor, Row]]:
    built: Built = outcome.built
    for anchor, spec, found in zip(built.case.anchors, built.specs, outcome.found, strict=True):
        start = (anchor.case_id, anchor.family, anchor.quantity, anchor.unit, anchor.value)
        if isinstance(spec, NotCovered):
            yield anchor, Row(*start, None, None, NOT_COVERED, str(spec))
            continue
        if found is None:
            yield anchor, Row(*start, None, None, DISAGREES, outcome.trouble)
            continue
        half = math.hypot(found.half_width, _published(anchor, miss))
        verdict, reason = _verdict(anchor, spec, found._replace(half_width=half))
        if outcome.trouble:
            verdict, reason = DISAGREES, outcome.trouble
        elif outcome.cut and spec.parts:
            verdict, reason = NOT_COVERED, outcome.cut
        sample = (outcome.groups, outcome.contacts, outcome.checked) if spec.parts else (0, 0, 0)
        shown = half if math.isfinite(half) else None
        yield anchor, Row(*start, found.value, shown, verdict, reason, *sample)


def _verdict(anchor: Anchor, spec: Spec, found: Found) -> tuple[str, str]:
    if abs(found.value - anchor.value) > max(found.half_width, spec.tolerance):
        return DISAGREES, ""
    if found.more > 1.0:
        return NOT_COVERED, tr("the interval is still too wide to judge")
    return AGREES, getattr(spec, "note", "")


def _published(anchor: Anchor, miss: float) -> float:
    """Half-width of the anchor itself, where it is a published simulation, at the level of the test."""
    said = re.search(r"95% half-width ([0-9.eE-]+)", anchor.method)
    return float(said.group(1)) / 1.959964 * student(miss, 10**6) if said else 0.0


def _write(path: str | Path, rows: Sequence[Row], tests: int) -> None:
    content = {
        "family_wise_error": FAMILY_WISE,
        "tests": tests,
        "relative_precision": RELATIVE,
        "precision_floor": FLOOR,
        "summary": summary(rows),
        "rows": [asdict(row) for row in rows],
    }
    write_whole(path, json_format.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
