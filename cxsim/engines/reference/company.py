"""The company while it is simulated: its people, pools, plan in force, luck and the rows written so far."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap
from operator import attrgetter, itemgetter
from struct import Struct

import numpy as np

from cxsim.draws import TENURE
from cxsim.engines.reference.clockwork import Clockwork
from cxsim.engines.reference.luck import normal_pair, uniform, uniform_pair
from cxsim.engines.reference.people import STATE, TRAITS, Employee, Person, Pool
from cxsim.schema import DTYPES, QUEUES, Log
from cxsim.stages.staff import LEAVE_BASE, first_tenures

ROWS = ("experience", "answers", "complaints", "loyalty", "staff", "redial_delay", "recontact_delay", "assessment",
        "case_prefix", "next_open", "open_end", "bot", "bot_time", "announcement",
        "teaching", "approval", "closed",
        "feedback", "call_back_time", "warning")  # arrays that rules read as arrays
LETTERS = {"i1": "b", "i2": "h", "i4": "i", "i8": "q", "f4": "f", "f8": "d"}  # of the module struct, by numpy's kind
SORT_KEY = {"contacts": 0, "needs": 0, "cases": 0}


class Rules:
    """A plan as the reference engine reads it: Python finds names of a class of its own quicker than elsewhere."""


def readable(plan) -> Rules:
    """A plan with plain numbers and lists. Compiled rules take rows as arrays, plain ones (`*_plain`) as lists."""
    view = Rules()
    for name in plan.scalars.dtype.names:
        setattr(view, name, plan.scalars[name][0].item())
    for name, array in plan._asdict().items():
        if name in ROWS:
            setattr(view, name, array)
            setattr(view, f"{name}_plain", array.tolist() if array.ndim == 1 else array)
        elif name in ("handle", "patience"):
            setattr(view, name, [list(rows) if rows.ndim > 1 else rows for rows in array])
        elif name != "scalars":
            setattr(view, name, array.tolist())
    return view


class Company(Clockwork):
    """Everything that the processes share."""

    def __init__(self, plan, draws):
        super().__init__()
        self.plan = readable(plan)
        self.keys = draws.keys.tolist()
        self.persons = make_persons(draws)
        self.pools = make_pools(plan, draws)
        self.contacts = self.needs = self.cases = 0
        self.budget_year = self.spent = 0  # compensation of the present year, in fen
        self.open: dict[int, object] = {}
        self.rows: dict[str, list[tuple]] = {name: [] for name in DTYPES if name != "persons"}

    def luck(self, decision: int, need) -> float:
        """The uniform of one decision about the present attempt of a need."""
        return uniform(self.keys[decision][need.kind], need.person.number, need.ordinal, need.nth)

    def two(self, decision: int, need) -> tuple[float, float]:
        """Both uniforms of one decision about the present attempt of a need."""
        return uniform_pair(self.keys[decision][need.kind], need.person.number, need.ordinal, need.nth)

    def normals_once(self, decision: int, need) -> tuple[float, float]:
        """Two normals of a decision that is made once in the life of a need."""
        return normal_pair(self.keys[decision][0], need.person.number, need.ordinal, 0)

    def two_once(self, decision: int, need) -> tuple[float, float]:
        """Both uniforms of a decision that is made once in the life of a need."""
        return uniform_pair(self.keys[decision][0], need.person.number, need.ordinal, 0)

    def once(self, decision: int, need) -> float:
        """The uniform of a decision that is made once in the life of a need."""
        return uniform(self.keys[decision][0], need.person.number, need.ordinal, 0)

    def write(self, table: str, *row) -> None:
        """Write one row; values in the order of the table's columns."""
        self.rows[table].append(row)

    def log(self) -> Log:
        """All tables in canonical order."""
        tables = {}
        for name, rows in self.rows.items():
            if name in SORT_KEY:
                rows.sort(key=itemgetter(0))
            tables[name] = table_of(name, rows)
        return Log(persons=self.persons_now(), **tables)

    def forget(self) -> None:
        """Let persons and rows go at once; looking through all of them for circles took more than twice as long."""
        self.persons.clear()
        self.rows.clear()

    def persons_now(self) -> np.ndarray:
        """State of all persons as the table `persons`."""
        return table_of("persons", map(attrgetter(*STATE), self.persons))


def table_of(name: str, rows: Iterable[tuple]) -> np.ndarray:
    """Rows as a table: put into bytes by Python itself, which takes less than half of numpy's time."""
    kinds = (DTYPES[name][column].str[1:] for column in DTYPES[name].names)
    pack = Struct("=" + "".join(LETTERS[kind] for kind in kinds)).pack
    return np.frombuffer(bytearray().join(starmap(pack, rows)), DTYPES[name])


def make_persons(draws) -> list[Person]:
    """All persons with their traits and their state at the start."""
    traits = [draws.traits[name].tolist() for name in TRAITS]
    start = [draws.start[name].tolist() for name in STATE]
    return [Person(i, *row) for i, row in enumerate(zip(*start, *traits, strict=True))]


def make_pools(plan, draws) -> list[Pool]:
    """The pools with closed seats and the people employed."""
    pools = []
    for number in range(len(QUEUES)):
        pool = Pool(number, int(plan.seat_start[number + 1] - plan.seat_start[number]))
        places = np.arange(plan.position_start[number + 1] - plan.position_start[number])
        tenures = first_tenures(int(draws.keys[TENURE, 0]), number, places, float(plan.staff[LEAVE_BASE]))
        pool.employees = [Employee(i, -int(tenure)) for i, tenure in enumerate(tenures)]
        pools.append(pool)
    return pools
