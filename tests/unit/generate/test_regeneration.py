"""Do the stored files come out again, byte for byte; and does what people say follow what happened to them?"""

import numpy as np
import pytest

from cxsim import datasets
from cxsim.generate.company import build_company
from cxsim.generate.lived import lived_needs
from cxsim.generate.package import MAKERS, make_files, make_texts
from cxsim.generate.settings import read
from cxsim.generate.story import Story
from cxsim.generate.surveys import spoken
from cxsim.schema import DIMENSIONS


@pytest.fixture(scope="module")
def story():
    """The company of the stored data, played once."""
    return Story(build_company())


def test_stored_files_come_out_again_byte_for_byte(story):
    made = make_files(story=story)
    stored = {name: (datasets.folder() / name).read_bytes() for name in made}
    assert [name for name in made if made[name] != stored[name]] == []
    assert sorted(made) == sorted([*(f"{name}.csv" for name in MAKERS), datasets.DESCRIPTOR])
    assert sum(map(len, made.values())) < 20e6


def test_another_seed_makes_other_people(story):
    from cxsim.generate.luck import Luck

    other = Story(story.company.__class__(story.company.run, Luck(1)))
    assert make_texts(["kano"], other) != make_texts(["kano"], story)


def test_perceptions_end_where_the_engine_ended(story):
    """Chains of expectation over all needs end at the engine's own state; the log keeps waits to seven digits."""
    _, ends = lived_needs(story.company.run)
    persons = story.company.run.log.persons
    for at, dimension in enumerate(DIMENSIONS):
        found = np.array([values[at] for values in ends.values()])
        engine = persons[f"expect_{dimension}"][list(ends)]
        tolerance = 1e-6 if dimension == "responsiveness" else 0.0
        assert np.abs(found - engine).max() <= tolerance, dimension


def test_people_speak_of_what_happened(story):
    """A long wait is spoken of only where there was one, a missing solution only where none was found."""
    told = [(need, point) for need in story.needs if need["need"] in story.lived for point in spoken(story, need)]
    long = [need for need, point in told if (point.topic, point.side) == ("wait", "bad")]
    assert len(long) > 100
    assert min(story.wait_min[need["need"]] for need in long) >= 1
    assert {need["state"] for need, p in told if (p.topic, p.side) == ("solution", "bad")} == {1}
    assert {need["handlings"] for need, p in told if (p.topic, p.side) == ("solution", "good")} == {1}


def paired(node, place=()):
    """Places of a phrase file whose lists in the two languages differ in length."""
    if isinstance(node, dict) and {"en", "zh"} <= set(node):
        return [place] if len(node["en"]) != len(node["zh"]) else []
    inside = node.items() if isinstance(node, dict) else ()
    return [found for key, value in inside for found in paired(value, (*place, key))]


@pytest.mark.parametrize("name", ["comments", "complaints", "messages", "talks"])
def test_both_languages_have_the_same_phrases(name):
    assert paired(read(f"phrases/{name}.yaml")) == []
    assert paired({"x": {"en": ["a"], "zh": []}}) == [("x",)]
