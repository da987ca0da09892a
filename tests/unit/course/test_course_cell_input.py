"""What a learner mistypes in a cell: one sentence and no stack trace in a notebook, an error as ever in Python."""

import importlib
import inspect
import json
import os
import subprocess
import sys

import pytest

from cxsim.course.cell import cell
from cxsim.guards import CxError
from cxsim.labs import communication, delivery, people

LESSONS = ("action_plan", "communication", "delivery", "digital", "foundations", "later", "measuring", "needs",
           "people", "start_here")  # fmt: skip
TYPED = {
    "delivery.keep_the_promise('up', 'down', 70)": "'up' is not an answer for nps; allowed: down, same",
    "delivery.keep_the_promise(nps='much')": "Please answer profit first; allowed: down, same, up",
    "delivery.lab({'policy.foo': 1})": "Unknown path policy.foo; nearest: policy.bot",
    "delivery.lab({'policy.staffing.extra.phone': 'a lot'})": "must be a whole number between",
    "cx.check('9.9', 1)": "There is no check 9.9; there are: 1.1",
    "cx.check()": "check: missing: check_id; needed: check(check_id=…, answer=…, hint=0, seed=0)",
    "cx.given('4.1', sed=3)": "given: sed is not known; nearest: seed",
    "delivery.classes()": "classes: missing: serious, major; needed: classes(serious=…, major=…)",
    "delivery.agents_needed('many')": "per_hour is 'many'; allowed: numbers",
}
SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell, said = InteractiveShell(), {}
for code in ["import cxsim as cx; from cxsim.labs import delivery", "1 / 0", *json.loads(sys.argv[1])]:
    with capture_output() as heard:
        done = shell.run_cell(code)
    said[code] = [done.success, heard.stdout + heard.stderr]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a notebook says to each call, and whether its cell ran."""
    home = str(tmp_path_factory.mktemp("home"))
    done = subprocess.run(
        [sys.executable, "-c", SHELL, json.dumps(list(TYPED))], capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "CXSIM_WIDGETS": "off", "CXSIM_WORK": home, "IPYTHONDIR": home, "CXSIM_HEADLESS": "0"},
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize(("typed", "sentence"), TYPED.items(), ids=list(TYPED))
def test_a_notebook_shows_one_sentence_and_its_cell_failed(said, typed, sentence):
    ran, told = said[typed]
    assert not ran
    assert sentence in told and len(told.strip().splitlines()) == 1


def test_a_failure_of_another_kind_keeps_its_trace(said):
    ran, told = said["1 / 0"]
    assert not ran and "Traceback" in told


BAD = [
    (lambda: delivery.classes(serios="money"), "serios is not known; nearest: serious; allowed: classes(serious=…, ma"),
    (lambda: delivery.classes(xyz="money"), "classes: xyz is not known; allowed: classes("),
    (lambda: delivery.bond("x"), "bond: missing: customers; needed: bond(care=…, customers=…)"),
    (lambda: communication.hard_talk(listening=1), "listening is not known; allowed: hard_talk(), nothing between"),
    (lambda: communication.hard_talk(1), "hard_talk: there are too many values"),
    (lambda: delivery.agents_needed(1, call_mins=2), "allowed: agents_needed(per_hour, per_hour, …, call_min=3.0)"),
    (lambda: communication.words(3), "sentences is 3; allowed: words between quotation marks"),
    (lambda: people.how_many_visits("ten"), "visits is 'ten'; allowed: numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_wrong_name_or_kind_is_told_in_one_line(call, sentence):
    with pytest.raises(CxError) as caught:
        call()
    assert sentence in str(caught.value)


def test_a_fault_of_the_program_is_not_told_as_one_of_the_learner():
    @cell
    def broken(value: "float" = 1.0):
        return value + None

    with pytest.raises(TypeError, match="unsupported operand"):
        broken(2.0)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_function_of_a_lesson_reads_its_call(lesson):
    room = importlib.import_module(f"cxsim.labs.{lesson}")
    mine = {
        name: one for name, one in inspect.getmembers(room, inspect.isfunction)
        if one.__module__ == room.__name__ and not name.startswith("_")
    }  # fmt: skip
    bare = {name for name, one in mine.items() if not hasattr(one, "__wrapped__")}
    assert len(mine) > 1 and bare == ({"play"} if lesson == "later" else set())
