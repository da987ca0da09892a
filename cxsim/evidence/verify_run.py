"""Running the systems of the cases: many short replications, more of them until every quantity is precise.

The first engine is run to full precision. Each other engine repeats the first replications, which must give the
same contact log to the bit, so that its estimates are those of the first.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import NamedTuple

import numpy as np

from cxsim.evidence.verify_cases import Anchor, Case, NotCovered, Params
from cxsim.evidence.verify_families import model_of
from cxsim.evidence.verify_specs import Found, Spec, jackknife, student
from cxsim.evidence.verify_system import Part, System, steady_part
from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = ["Built", "Outcome", "build", "settle", "warm"]

SEED = 1917  # the year of Erlang's paper; each case adds its own name
FIRST_GROUPS = 40  # replications (or days) before the first look
CHUNK = 250_000  # contacts of one piece of work
CHECKED = 40_000  # contacts that another engine repeats, at least one replication
BUDGET = 200_000_000  # contacts of one case
INPUT_TOLERANCE = 5e-4  # an input may be off by this share: times are whole milliseconds
MOST_UNFINISHED = 1e-4  # counted contacts that may still be open when the log ends
CONTROLS = -1  # place of the controls among the sums


class Built(NamedTuple):
    """A case understood: systems ready to run, an estimator or a refusal for each of its anchors."""

    case: Case
    parts: dict[str, Part]
    specs: tuple[Spec | NotCovered, ...]


class Job(NamedTuple):
    """A piece of work that can travel to another process."""

    case: Case
    part: str
    engines: tuple[str, ...]
    first: int
    replications: int


class Piece(NamedTuple):
    """What comes back.

    Attributes
    ----------
    part : str
        System.
    first : int
        First replication.
    sums : dict of int to array
        Sums (groups by columns) by place of the anchor; the controls at place -1.
    contacts, unfinished : int
        Contacts simulated; counted ones that were still open at the end.
    differs : str
        How the engines differed, or what else spoils the replications; empty when nothing does.
    """

    part: str
    first: int
    sums: dict[int, np.ndarray]
    contacts: int
    unfinished: int
    differs: str


class Outcome(NamedTuple):
    """What is known of a case at the end.

    Attributes
    ----------
    built : Built
        The case.
    found : list
        `Found` by place of the anchor; None where it is refused, or where every replication failed.
    groups, contacts : int
        Sample size of the smallest system, contacts simulated in all.
    checked : int
        Replications that the other engines repeated.
    trouble : str
        Why no estimate can be trusted, empty when all is well.
    cut : str
        What the log ended too early for, so that nothing can be judged; empty when all is well.
    """

    built: Built
    found: list[Found | None]
    groups: int
    contacts: int
    checked: int
    trouble: str
    cut: str = ""


def build(case: Case) -> Built:
    """Understand a case: read its parameters, make its scenarios, find an estimator for each of its anchors."""
    try:
        params = Params(case.params)
        model = model_of(params, case)
        params.done()
        parts = {k: steady_part(v) if isinstance(v, System) else v for k, v in model.systems.items()}
    except NotCovered as refusal:
        return Built(case, {}, tuple(refusal for _ in case.anchors))
    except (ArithmeticError, ValueError) as error:  # numbers of a file may be of any size
        unusable = NotCovered(tr("the parameters cannot be used: {why}", why=error))
        return Built(case, {}, tuple(unusable for _ in case.anchors))
    specs = tuple(_spec(model.spec, anchor) for anchor in case.anchors)
    used = {name for spec in specs if not isinstance(spec, NotCovered) for name in spec.parts}
    return Built(case, {name: part for name, part in parts.items() if name in used}, specs)


def _spec(find: Callable[[str], Spec], anchor: Anchor) -> Spec | NotCovered:
    try:
        return find(anchor.quantity)
    except NotCovered as refusal:
        return refusal
    except (ArithmeticError, ValueError) as error:
        return NotCovered(tr("the parameters cannot be used: {why}", why=error))


def warm(built: list[Built], engines: Sequence[str]) -> None:
    """Compile in this process what the workers then find in the cache."""
    for b in built:
        for name in b.parts:
            work(Job(b.case, name, tuple(engines[:1]), 0, 1))
            return


def settle(
    built: list[Built], engines: tuple[str, ...], miss: float, pool: Executor, tell: Callable[[str], None]
) -> list[Outcome]:
    """Run all cases until each of their quantities is precise or the budget is spent.

    Parameters
    ----------
    built : list of Built
        The cases.
    engines : tuple of str
        The first is run to full precision, the others repeat its first replications.
    miss : float
        False-alarm rate of one row.
    pool : Executor
        Does the work.
    tell : callable
        Told the name of each case that is settled.
    """
    runs = [_Run(b, engines, miss) for b in built]
    waiting: dict[Future, _Run] = {}

    def send(run: _Run) -> None:
        for job in run.next_jobs():
            waiting[pool.submit(work, job)] = run
        if not run.open_jobs:
            tell(run.built.case.name)

    try:
        for run in runs:
            send(run)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                run = waiting.pop(future)
                run.take(future.result())
                if not run.open_jobs:
                    send(run)
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    return [run.outcome() for run in runs]


class _Run:
    """Progress of one case: what is summed up so far and what is still to be run."""

    def __init__(self, built: Built, engines: tuple[str, ...], miss: float) -> None:
        self.built, self.engines, self.miss = built, engines, miss
        self.sums: dict[tuple[int, str], dict[int, np.ndarray]] = {}
        self.replications = dict.fromkeys(built.parts, 0)
        self.played = dict.fromkeys(built.parts, 0)
        self.contacts, self.checked, self.open_jobs, self.trouble, self.cut = 0, 0, 0, "", ""
        self.found: list[Found | None] = [None] * len(built.specs)

    def next_jobs(self) -> list[Job]:
        """More work, or nothing when every quantity is precise or the budget is spent."""
        jobs: list[Job] = []
        started = any(self.replications.values())
        if started:
            self.look()
        more = 0.0 if self.trouble or self.cut else self.more() if started else 1.0
        for name, part in self.built.parts.items():
            have = self.replications[name]
            wanted = math.ceil(FIRST_GROUPS / max(1, len(part.days))) if not started else math.ceil(have * more)
            each = max(part.contacts, self.played[name] / max(1, have))  # a need may have many contacts
            room = int(BUDGET / len(self.built.parts) / each - have)
            jobs += self.pieces(name, part, have, min(wanted - have, room))
            if not started:
                jobs += self.checks(name, part)
        if not self.built.parts:
            self.look()
        self.open_jobs = len(jobs)
        return jobs

    def pieces(self, name: str, part: Part, have: int, wanted: int) -> list[Job]:
        """Replications `have` and following, cut into pieces of about a second."""
        size = max(1, round(CHUNK / part.contacts))
        jobs = []
        for first in range(have, have + wanted, size):
            count = min(size, have + wanted - first)
            jobs.append(Job(self.built.case, name, self.engines[:1], first, count))
        self.replications[name] = have + max(0, wanted)
        return jobs

    def checks(self, name: str, part: Part) -> list[Job]:
        """First replications again, on every engine."""
        if len(self.engines) < 2:
            return []
        count = max(1, round(CHECKED / part.contacts))
        self.checked += count
        return [Job(self.built.case, name, self.engines, r, 1) for r in range(count)]

    def take(self, piece: Piece) -> None:
        """Add a finished piece."""
        self.open_jobs -= 1
        if piece.differs:
            self.trouble = piece.differs
        if piece.unfinished > MOST_UNFINISHED * piece.contacts:
            self.cut = tr("{number} counted contacts had not ended with the log", number=piece.unfinished)
        self.contacts += piece.contacts
        self.played[piece.part] += piece.contacts
        for place, sums in piece.sums.items():
            self.sums.setdefault((place, piece.part), {})[piece.first] = sums

    def rows(self, place: int, part: str) -> np.ndarray:
        """Sums in the order of replications, whatever the order in which they came back."""
        pieces = self.sums[place, part]
        return np.concatenate([pieces[first] for first in sorted(pieces)])

    def look(self) -> None:
        """Estimate everything from the sums so far; the controls must have their expectation."""
        if any((CONTROLS, part) not in self.sums for part in self.built.parts):
            return  # every replication failed
        for part in self.built.parts:
            self.trouble = self.trouble or off_balance(self.rows(CONTROLS, part), self.miss)
        for place, spec in enumerate(self.built.specs):
            if isinstance(spec, NotCovered):
                continue
            rows = [self.rows(place, part) for part in spec.parts]
            controls = [self.rows(CONTROLS, part) for part in spec.parts]
            n = min((len(c) for c in controls), default=0)
            stacked = np.hstack([c[:n] for c in controls]) if controls else None
            self.found[place] = spec.find(rows, self.miss, stacked)

    def more(self) -> float:
        """How many times the present replications are wanted; 1 or less when all is precise."""
        factor = max((f.more for f in self.found if f is not None), default=0.0)
        return 0.0 if factor <= 1.0 else min(1.1 * factor + 0.1, 8.0)

    def outcome(self) -> Outcome:
        """Everything known at the end."""
        groups = min((r * max(1, len(self.built.parts[n].days)) for n, r in self.replications.items()), default=0)
        return Outcome(self.built, self.found, groups, self.contacts, self.checked, self.trouble, self.cut)


def off_balance(controls: np.ndarray, miss: float) -> str:
    """Words about an input whose mean is not what the scenario says, empty when all are."""
    names = ("fresh arrivals", *(f"handle time {i}" for i in range(1, controls.shape[1])))
    for name, column in zip(names, controls.T, strict=True):
        rows = np.column_stack((column, np.ones_like(column)))
        mean, error, free = jackknife(lambda s: s[..., 0] / s[..., 1], [rows])
        if abs(mean) > max(student(miss, free) * error, INPUT_TOLERANCE):
            return tr("{name}: {percent} % off what the scenario says", name=name, percent=f"{100 * mean:.3g}")
    return ""


def work(job: Job) -> Piece:
    """Run some replications of one system and sum up what its quantities need; runs in any process."""
    from cxsim.draws import make_draws
    from cxsim.plan import build_plans
    from cxsim.simulate import run_of

    built = build(job.case)
    part = built.parts[job.part]
    plans = build_plans([part.scenario])[0]
    seed = SEED + zlib.crc32(job.case.name.encode())
    handles = {q: m for q in part.system.pools if (m := part.handle_mean(q)) is not None}
    sums: dict[int, list[np.ndarray]] = {}
    contacts, unfinished, differs = 0, 0, ""
    for replication in range(job.first, job.first + job.replications):
        draws = make_draws(part.scenario, seed, replication)
        try:
            logs = [run_of(part.scenario, plans, draws, engine=name).log for name in job.engines]
        except Exception as error:  # whatever it is, it is a finding about this case and must not hide the rest
            return Piece(job.part, job.first, {}, 0, 0, tr("replication {r} failed: {kind}: {why}", r=replication,
                                                           kind=type(error).__name__, why=error))
        for name, log in zip(job.engines[1:], logs[1:], strict=True):
            if not np.array_equal(log.contacts, logs[0].contacts):
                differs = tr("{name} differs from {first} on replication {r}", name=name, first=job.engines[0],
                             r=replication)
        if len(job.engines) > 1:
            continue  # a check: the sums come from another job
        view = View(logs[0].contacts, part.unit_ms, part.window, part.days, part.day_ms)
        contacts += len(logs[0].contacts)
        unfinished += view.unfinished()
        if part.starts_empty and not view.starts_empty():
            differs = tr("a counted day did not start empty")
        sums.setdefault(CONTROLS, []).append(view.controls(part.fresh, handles))
        for place, columns in _columns(built, job.part):
            sums.setdefault(place, []).append(np.array(columns(view), dtype=float).T)
    joined = {place: np.concatenate(rows) for place, rows in sums.items()}
    return Piece(job.part, job.first, joined, contacts, unfinished, differs)


def _columns(built: Built, part: str) -> Iterator[tuple[int, Callable]]:
    for place, spec in enumerate(built.specs):
        if not isinstance(spec, NotCovered) and part in spec.parts:
            yield place, spec.columns[spec.parts.index(part)]
