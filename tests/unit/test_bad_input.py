"""Bad input, line by line as promised: one line that says what, where and what is allowed, from Python and from the
command line, with exit code 2 and nothing half-written.
"""

import os
import subprocess
import sys

import pytest
from small_world import small

import cxsim as cx
from cxsim.cli.door import main
from cxsim.guards import CxError
from cxsim.scenario import Scenario, load_scenario
from cxsim.whole_files import check_file, write_whole


def window(start="09:00", end="10:00", days="[0]", seats=1):
    return f'{{days: {days}, from: "{start}", to: "{end}", seats: {seats}}}'


PHONE, SEATS = "policy.staffing.roster.phone", "policy.staffing.extra.phone"

#: Title, content of a scenario file, words of the line.
FILES = {
    "unknown path": ("policy.staffing.extra.phon: 1", "nearest: policy.staffing.extra.phone"),
    "value out of bounds": ("world.service.handle.phone.mean_min: -3", "between 0 and 1,000,000 (min)"),
    "roster at night only": (f"{PHONE}: [{window('02:00', '03:00')}]", "no seat in any open hour of phone"),
    "roster without windows": (f"{PHONE}: []", "no seat in any open hour of phone"),
    "everybody taken away": (f"{SEATS}: -50", "no seat in any open hour of phone"),
    "nobody in the windows": (f"{PHONE}: [{window('09:00', '18:00', seats=0)}]", "no seat in any open hour of phone"),
    "empty window": (f"{PHONE}: [{window('09:00', '09:00')}]", "not after its start 09:00"),
    "window backwards": (f"{PHONE}: [{window('18:00', '09:00')}]", "not after its start 18:00"),
    "window without days": (f"{PHONE}: [{window(days='[]')}]", "at least 1"),
    "windows contradict": (f"{PHONE}: [{window('09:00', '12:00')}, {window('10:00', '11:00')}]", "overlaps"),
    "hours contradict": ("world.calendar.open.phone: [{from: '08:00', to: '12:00'}, {from: '11:00', to: '13:00'}]",
                         "overlaps"),
    "no opening hours": ("world.calendar.open.phone: []", "contacts arrive there"),
    "no such time": (f"{PHONE}: [{window('25:00', '26:00')}]", "half hour"),
    "no such day": (f"{PHONE}: [{window(days='[9]')}]", "days"),
    "not a number": ("world.demand.needs_per_year: .nan", "between 0 and 1,000,000,000"),
    "no end": ("world.demand.needs_per_year: .inf", "between 0 and 1,000,000,000"),
    "not a number in a list": (f"world.demand.weekday_weight: [{', '.join(['.nan'] * 7)}]", "weekday_weight"),
    "negative count": ("world.market.customers: -5", "a whole number between 1 and 10,000,000 (people)"),
    "fractional count": ("world.market.customers: 2.5", "a whole number between 1 and 10,000,000 (people)"),
    "fractional seats": (f"{PHONE}: [{window(seats=1.5)}]", "a whole number between 0 and 5,000 (people)"),
    "negative seats": (f"{PHONE}: [{window(seats=-1)}]", "a whole number between 0 and 5,000 (people)"),
    "fractional agent": (f"{SEATS}: 0.5", "a whole number"),
    "a billion weeks": ("weeks: 1000000000", "between 1 and 260 (weeks)"),
    "a billion weeks before": ("burn_in_weeks: 1000000000", "between 0 and 104 (weeks)"),
    "duplicate keys": ("weeks: 1\nweeks: 2", "second time"),
    "duplicate keys below": ("world: {market: {customers: 1, customers: 2}}", "second time"),
    "a tag": ("weeks: !!python/object/apply:os.system ['echo run > ran.txt']", "tags (!) are not allowed"),
    "an own tag": ("weeks: !weeks 3", "tags (!) are not allowed"),
    "exploding anchors": ("".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi",
                          strict=True)), "anchors and aliases"),
    "5,000 levels of lists": ("[" * 5000 + "]" * 5000, "more than 32 levels"),
    "5,000 levels of names": ("{a: " * 5000 + "1" + "}" * 5000, "more than 32 levels"),
    "5,000 levels of lines": ("".join(" " * i + "a:\n" for i in range(1200)), "more than 32 levels"),
    "5,000 levels of dashes": ("- " * 5000 + "1", "more than 32 levels"),
    "no names": ("- 1\n- 2", "names and values"),
    "no YAML": ("a: [1, 2\nb: }{", "not YAML"),
    "a number of 10,000 digits": ("weeks: " + "9" * 10_000, "10,000 digits"),
}  # fmt: skip


def refused(capsys, *words):
    """The one line with which the command line refuses."""
    assert main(list(words)) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "Traceback" in err) == ("", 1, False)
    return err


@pytest.mark.parametrize("title", FILES)
def test_a_bad_file_is_one_line_from_python_and_from_the_command_line(title, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content, words = FILES[title]
    (tmp_path / "bad.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CxError) as error:
        load_scenario("bad.yaml")
    assert words in str(error.value) and "\n" not in str(error.value)
    for command in (("simulate", "bad.yaml", "--out", "run"), ("compare", "default", "bad.yaml", "--out", "study")):
        assert words in refused(capsys, *command)
    assert [file.name for file in tmp_path.iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00w", "name: café".encode("latin-1"), "weeks: 3".encode("utf-16")])
def test_a_file_that_is_not_utf8(content, tmp_path, capsys):
    (tmp_path / "bad.yaml").write_bytes(content)
    with pytest.raises(CxError, match="not UTF-8"):
        load_scenario(tmp_path / "bad.yaml")
    assert "not UTF-8" in refused(capsys, "simulate", str(tmp_path / "bad.yaml"))


def test_a_missing_file_and_a_folder(tmp_path, capsys):
    nothing = "neither a file nor a preset"
    for name, words in (("missing.yaml", nothing), ("~nobody here/x", nothing), (str(tmp_path), "this is a folder")):
        with pytest.raises(CxError, match=words):
            load_scenario(name)
        assert words in refused(capsys, "simulate", name)


def test_the_same_in_python():
    nan = float("nan")
    for changes in ({SEATS: 0.5}, {"weeks": 10**9}, {"world.demand.factor": nan}, {"world.market.customers": -1}):
        with pytest.raises(CxError) as error:
            Scenario().replace(changes)
        assert "\n" not in str(error.value)


WRITERS = (
    ("simulate", "SMALL", "--out"), ("compare", "SMALL", "--replications", "2", "--out"), ("customers", "30", "--out"),
    ("scenario", "schema", "--json"), ("verify", "--only", "L01", "--json"), ("agree", "--scenarios", "1", "--json"),
)  # fmt: skip


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_an_unwritable_place_is_refused_before_the_work(words, tmp_path, capsys):
    small(weeks=1, burn_in_weeks=0).save(tmp_path / "small.yaml")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    asked = [str(tmp_path / "small.yaml") if word == "SMALL" else word for word in words]
    assert "file" in refused(capsys, *asked, str(tmp_path / "file" / "below"))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "small.yaml"]


FULL = """
import resource, sys
sys.dont_write_bytecode = True  # Python itself stores half a file where the disk is full
from cxsim.cli.door import main
company, *commands = sys.argv[1:]
main(["simulate", company])  # what is compiled is kept before the disk is full
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
print(*[main(command.split("|")) for command in commands])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be given a small disk there")
def test_a_disk_that_is_full_while_saving_leaves_nothing_behind(tmp_path):
    company, place = tmp_path / "small.yaml", tmp_path / "results"
    small(weeks=1, burn_in_weeks=0).save(company)
    place.mkdir()
    commands = (("simulate", str(company), "--out", "run"), ("customers", "500", "--out", "people.csv"),
                ("scenario", "schema", "--json", "schema.json"))  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(company), *map("|".join, commands)], cwd=place, capture_output=True,
        encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1].split() == ["2", "2", "2"]
    told = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in told] == [["cxsim", words[-1]] for words in commands], done.stderr
    assert list(place.iterdir()) == []


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").read_text(encoding="utf-8") == "new"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link", "there"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_is_written_to_and_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    check_file(tmp_path / "pipe")
    write_whole(tmp_path / "pipe", "words")
    assert os.read(reader, 100) == b"words"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda s: cx.simulate("default"), "scenario is 'default'; allowed: a Scenario"),
        (lambda s: s.diff("default"), "other is 'default'; allowed: a Scenario"),
        (lambda s: cx.generate_customers(3, 7, s), "allowed: a World"),
        (lambda s: cx.compare(3), "plans: allowed is a list"),
        (lambda s: cx.sweep("default", "weeks", [1]), "base is 'default'; allowed: a Scenario"),
        (lambda s: cx.sweep(s, "weeks", 3), "values is 3; allowed: a list of values of weeks"),
        (lambda s: cx.compare([s], 1, executor=3), "executor is 3; allowed: an Executor"),
    ],
)
def test_a_thing_of_another_kind_is_told_in_one_line(call, says):
    with pytest.raises(CxError, match="allowed") as told:
        call(small())
    assert says in str(told.value)
