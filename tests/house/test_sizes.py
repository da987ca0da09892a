"""Does everything still fit on a screen? Budgets of files, functions, parameters, notebook functions."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, PARAMETERS, NOTEBOOK_FUNCTION_LINES = 400, 40, 6, 20
FORBIDDEN_NAMES = {"utils.py", "misc.py", "helpers.py", "common.py"}

# A kernel function may take its arrays one by one: a compiled call from Python with a NamedTuple of
# 100 arrays costs 17 microseconds instead of 0.35. Each entry says why; one no longer needed fails the test.
MANY_PARAMETERS: dict[str, str] = {
    "cxsim/engines/kernel/run.py:run": "three subjects as in the reference, and four options of resuming and watching",
    "cxsim/cli/commands_company.py:new": "each of the ten numbers of a company is an option of the command",
    "cxsim/cli/commands_tables.py:run": "each way to name a column, a value or a rule is an option of the command",
}
LONG_FUNCTIONS: dict[str, str] = {}


def python_files():
    places = [ROOT / "start.py", *(ROOT / "launcher").rglob("*.py"), *(ROOT / "cxsim").rglob("*.py")]
    return sorted([*places, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def functions(source):
    found = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, found)]


def code_lines(node):
    """Count the lines of a function without its docstring: a long explanation is no fault."""
    documented = ast.get_docstring(node) is not None
    shown = node.body[0].end_lineno - node.body[0].lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - shown


def parameters(node):
    given = node.args
    names = [item.arg for item in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def measured(measure):
    return {
        f"{name_of(path)}:{node.name}": measure(node)
        for path in python_files()
        if not name_of(path).startswith("tests/")
        for node in functions(path.read_text(encoding="utf-8"))
    }


def test_files_are_short_and_named_by_what_they_do():
    long = {
        name_of(p): n
        for p in python_files()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long
    assert not [name_of(p) for p in python_files() if p.name in FORBIDDEN_NAMES]


@pytest.mark.parametrize(
    ("measure", "budget", "excused"),
    [(code_lines, FUNCTION_LINES, LONG_FUNCTIONS), (parameters, PARAMETERS, MANY_PARAMETERS)],
    ids=["lines", "parameters"],
)
def test_functions_keep_their_budget(measure, budget, excused):
    over = {name: value for name, value in measured(measure).items() if value > budget}
    assert {name: value for name, value in over.items() if name not in excused} == {}
    assert [name for name in excused if name not in over] == [], "these excuses are no longer needed"


def test_package_files_hold_no_logic():
    for path in (ROOT / "cxsim").rglob("__init__.py"):
        if path.parent.name != "cxsim":
            kinds = {type(node).__name__ for node in ast.parse(path.read_text(encoding="utf-8")).body}
            assert kinds <= {"Expr", "Import", "ImportFrom", "Assign", "AnnAssign"}, name_of(path)


def test_notebook_functions_are_short():
    for folder in ("notebooks", "solutions", "exercises"):
        for path in (ROOT / folder).glob("*.ipynb"):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                text = "".join(cell["source"])
                if cell["cell_type"] == "code" and not text.lstrip().startswith(("%", "!")):
                    long = [
                        node.name for node in functions(text) if code_lines(node) > NOTEBOOK_FUNCTION_LINES
                    ]
                    assert not long, f"{path.name} {cell.get('id')}"


def test_the_measures_see_a_planted_fault():
    lines = "\n".join(["def long():", *["    x = 1"] * 41])
    assert code_lines(functions(lines)[0]) == 42
    assert parameters(functions("def wide(a, b, c, d, e, f, *, g): ...")[0]) == 7
