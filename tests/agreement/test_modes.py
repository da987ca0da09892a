"""Does the kernel give the same bytes with the compiler off, and does an edited rule move both engines?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_worlds import CHEAP, SEED, made

import cxsim
from cxsim._jit import HAVE_NUMBA, PACKAGE, _compiled_files
from cxsim.engines.kernel.run import run as run_kernel
from cxsim.evidence.agree_compare import digests

#: One with lognormal handle times, and one of more weeks than a narrow number counts in milliseconds.
NUMBERS = (*CHEAP[:3], 337, 6)
DIGESTS = f"""
import json, sys
from cxsim._jit import HAVE_NUMBA
from cxsim.draws import make_draws
from cxsim.engines.kernel.run import run as kernel
from cxsim.engines.reference.run import run as reference
from cxsim.evidence.agree_compare import digests
from cxsim.evidence.agree_worlds import scenario
from cxsim.plan import build_plans
assert not HAVE_NUMBA
found = {{}}
for number in json.loads(sys.argv[1]):
    made = scenario({SEED}, number)
    world = *build_plans([made])[0], make_draws(made, {SEED}, number)
    found[number] = [digests(engine(*world)) for engine in (kernel, reference)]
print(json.dumps(found))
"""


def without_compiler(package, numbers):
    """Digests of both engines by number, run in a process of its own on that copy of the package."""
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS, json.dumps(list(numbers))],
        env=os.environ | {"PYTHONPATH": str(package.parent), "NUMBA_DISABLE_JIT": "1"},
        cwd=package.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {int(number): tuple(both) for number, both in json.loads(done.stdout).items()}


@pytest.mark.skipif(not HAVE_NUMBA, reason="compares with compiled code")
def test_compiled_and_plain_kernel_give_the_same_bytes():
    for number, (kernel, reference) in without_compiler(Path(cxsim.__file__).parent, NUMBERS).items():
        assert kernel == reference == digests(run_kernel(*made(number)))


@pytest.mark.parametrize(
    ("file", "rule", "edited", "moved"),
    [
        ("stages/experience.py", "row[MEMORY] * (episode", "0.5 * row[MEMORY] * (episode", "needs"),
        ("stages/service.py", "luck < intercept + difficulty", "luck < 0.5 + intercept + difficulty", "contacts"),
        ("stages/complaints.py", "row[SEVERITY_SPAN] * u", "row[SEVERITY_SPAN] * u * u", "cases"),
    ],
)
def test_an_edited_rule_moves_both_engines_alike(tmp_path, file, rule, edited, moved):
    package = tmp_path / "cxsim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    path = package / file
    text = path.read_text(encoding="utf-8")
    assert text.count(rule) == 1
    path.write_text(text.replace(rule, edited), encoding="utf-8")
    number = NUMBERS[2]
    kernel, reference = without_compiler(package, [number])[number]
    assert kernel == reference
    assert kernel[moved] != digests(run_kernel(*made(number)))[moved]


def test_the_cache_is_named_by_every_file_that_the_kernel_is_made_of():
    # Compiled code holds the rules and the constants of all modules that the kernel imports.
    code = "import sys, cxsim.engines.kernel.run; print([m.__file__ for n, m in sys.modules.items() if 'cxsim' in n])"
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    loaded = {Path(name).relative_to(PACKAGE) for name in eval(done.stdout)}
    named = {path.relative_to(PACKAGE) for path in _compiled_files(PACKAGE)}
    assert loaded - named == {Path("__init__.py")}
    assert len(loaded) > 20
