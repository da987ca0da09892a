"""What customers felt when needs closed, worked out for many needs at once.

Nobody looks at satisfaction, expectations or answers of a person before her next review, her next closed need or the
end of her case. Until then a closed need is only noted; a block of notes is settled side by side, which takes a third
of the time of one after the other (measured). Nobody has two notes in a block, so the order within it means nothing.
"""

from __future__ import annotations

from cxsim._jit import step
from cxsim.distributions import to_normals
from cxsim.draws import ANSWER, CONDUCT, SURROUNDINGS, SURVEY_LUCK
from cxsim.engines.kernel.fresh import draw_needs
from cxsim.engines.kernel.state import (
    ABANDONS,
    ANSWER_P,
    ANSWERS_Z,
    BLOCK,
    CONDUCT_Z,
    DROP,
    EFFORT,
    EPISODE,
    EXPECTED,
    HARD,
    ORDINAL,
    PAGE_ROW,
    RECOMMEND,
    SEEN,
    SURROUNDINGS_Z,
    SURVEY_U,
    SWITCHES,
    TAIL,
    TRANSFERS,
    WAITED,
    WHERE,
    WHO,
)
from cxsim.schema import ANSWERED, RESOLVED, SILENT
from cxsim.stages import experience as e
from cxsim.stages import feedback
from cxsim.stages.bot import EMPATHY


@step
def is_noted(sim, who):
    """Whether a need of this person is noted and not yet settled."""
    found, people = 0, sim.marks[WHO]
    for i in range(sim.counters.felt):
        found |= int(people[i] == who)
    return found > 0


@step
def note_feeling(sim, pages, work, page_row):
    """Note a need whose row was just begun; its place is the last one noted."""
    if sim.counters.felt == BLOCK or is_noted(sim, int(work.person)):
        settle_feelings(sim, pages)
    place, felt, marks = sim.counters.felt, sim.felt, sim.marks
    sim.counters.felt += 1
    marks[PAGE_ROW, place], marks[WHO, place] = page_row, work.person
    marks[ORDINAL, place] = work.ordinal
    felt[WAITED, place], felt[ABANDONS, place], felt[HARD, place] = work.wait_units, work.abandons, work.difficulty
    felt[TRANSFERS, place], felt[SWITCHES, place], felt[DROP, place] = work.transfers, work.switches, 0.0


@step
def settle_feelings(sim, pages):
    """Episodes as they were felt move satisfaction and expectations, and decide what customers would answer."""
    count = sim.counters.felt
    if count == 0:
        return
    sim.counters.felt = 0
    felt, marks, keys, x = sim.felt, sim.marks, sim.keys[0], sim.plan.experience
    who, ordinal = marks[WHO][:count], marks[ORDINAL][:count]
    for row, decision in ((CONDUCT_Z, CONDUCT), (SURROUNDINGS_Z, SURROUNDINGS), (ANSWERS_Z, ANSWER),
                          (SURVEY_U, SURVEY_LUCK)):
        draw_needs(felt[row], felt[row + 1], keys[decision], who, ordinal)
    for row in range(CONDUCT_Z, SURVEY_U):
        to_normals(felt[row][:count], sim.luck[TAIL], marks[WHERE])
    see_responsiveness(felt[SEEN + e.RESPONSIVENESS][:count], felt[WAITED], felt[ABANDONS], x)
    for place in range(count):
        see(sim, pages, place)
    for dimension in range(5):
        add_dimension(felt[EPISODE][:count], felt[SEEN + dimension], felt[EXPECTED + dimension], dimension, x)
    for place in range(count):
        remember(sim, pages, place)
    answer(sim, pages, count)


@step
def see_responsiveness(seen, waited, abandons, row):
    """Perceived responsiveness of each need."""
    for i in range(seen.shape[0]):
        seen[i] = e.responsiveness(waited[i], abandons[i], row)


@step
def see(sim, pages, place):
    """What a customer perceived on the other dimensions, what she had expected, and how she is inclined."""
    felt, x, who = sim.felt, sim.plan.experience, sim.marks[WHO, place]
    row, person = pages.needs[sim.marks[PAGE_ROW, place]], sim.persons[who]
    felt[SEEN + e.RELIABILITY, place] = e.reliability(row.handlings, row.state == RESOLVED, x)
    felt[SEEN + e.ASSURANCE, place], felt[SEEN + e.EMPATHY, place] = person.expect_assurance, person.expect_empathy
    if row.handlings > 0:  # who reached nobody learns nothing about competence and conduct
        felt[SEEN + e.ASSURANCE, place] = e.assurance(felt[HARD, place], felt[CONDUCT_Z, place], x)
        felt[SEEN + e.EMPATHY, place] = e.empathy(felt[CONDUCT_Z + 1, place], x)
        if row.bot and row.handlings == 1:  # nobody but the bot
            felt[SEEN + e.EMPATHY, place] += sim.plan.bot[EMPATHY]
    felt[SEEN + e.TANGIBLES, place] = e.tangibles(felt[SURROUNDINGS_Z, place], x)
    felt[EXPECTED + e.RELIABILITY, place] = person.expect_reliability
    felt[EXPECTED + e.RESPONSIVENESS, place] = e.expected_responsiveness(
        person.expect_responsiveness, sim.plan.promise[row.channel], x)
    felt[EXPECTED + e.ASSURANCE, place] = person.expect_assurance
    felt[EXPECTED + e.EMPATHY, place] = person.expect_empathy
    felt[EXPECTED + e.TANGIBLES, place] = person.expect_tangibles
    felt[EPISODE, place] = x[e.LEVEL_WEIGHT] * sim.traits[who].level


@step
def add_dimension(episode, seen, expected, dimension, row):
    """Add the part of one dimension to the score of each episode."""
    for i in range(episode.shape[0]):
        episode[i] += e.dimension_score(dimension, seen[i], expected[i], row)


@step
def remember(sim, pages, place):
    """Satisfaction and expectations after an episode, and the answers that do not depend on effort."""
    felt, x, answers, who = sim.felt, sim.plan.experience, sim.plan.answers, sim.marks[WHO, place]
    row, person, scale_use = pages.needs[sim.marks[PAGE_ROW, place]], sim.persons[who], sim.traits[who].scale_use
    episode = felt[EPISODE, place]
    satisfaction = e.remember(person.satisfaction, episode, x)
    person.expect_reliability = e.adapt(person.expect_reliability, felt[SEEN + e.RELIABILITY, place], x)
    person.expect_responsiveness = e.adapt(person.expect_responsiveness, felt[SEEN + e.RESPONSIVENESS, place], x)
    person.expect_assurance = e.adapt(person.expect_assurance, felt[SEEN + e.ASSURANCE, place], x)
    person.expect_empathy = e.adapt(person.expect_empathy, felt[SEEN + e.EMPATHY, place], x)
    person.expect_tangibles = e.adapt(person.expect_tangibles, felt[SEEN + e.TANGIBLES, place], x)
    scale = sim.plan.scale_use_sd * scale_use
    row.recommend = e.recommend(satisfaction, episode, scale, felt[ANSWERS_Z, place], answers)
    row.satisfied = e.is_satisfied(episode, scale_use, felt[SURROUNDINGS_Z + 1, place], answers)
    row.episode = episode
    felt[RECOMMEND, place], felt[EFFORT, place] = row.recommend, row.attempts
    person.satisfaction = satisfaction - felt[DROP, place]
    row.satisfaction = person.satisfaction


@step
def answer(sim, pages, count):
    """Effort, and who is asked and answers."""
    felt, x = sim.felt, sim.plan.answers
    rate_effort(felt[EFFORT][:count], felt[TRANSFERS], felt[SWITCHES], felt[WAITED], felt[ANSWERS_Z + 1], x)
    answer_chances(felt[ANSWER_P][:count], felt[RECOMMEND], x)
    for place in range(count):
        row = pages.needs[sim.marks[PAGE_ROW, place]]
        row.effort = int(felt[EFFORT, place])
        if felt[SURVEY_U, place] < x[e.SENT_SHARE]:
            row.answer_state = ANSWERED if felt[SURVEY_U + 1, place] < felt[ANSWER_P, place] else SILENT
            if row.answer_state == SILENT and sim.plan.reminders > 0:
                remind(sim, row, felt[SURVEY_U + 1, place], felt[ANSWER_P, place])


@step
def remind(sim, row, luck, chance):
    """Reminders to who has not answered: some then do, and each one presses."""
    request = feedback.answered_request(luck, chance, sim.plan.reminders, sim.plan.feedback)
    row.answer_state = ANSWERED if request >= 0 else SILENT
    row.reminders = request if request >= 0 else sim.plan.reminders
    person = sim.persons[row.person]
    person.satisfaction -= feedback.pressure(row.reminders, sim.plan.feedback)
    row.satisfaction = person.satisfaction


@step
def rate_effort(attempts, transfers, switches, waited, luck, row):
    """Effort that each customer would answer; it replaces the number of attempts."""
    for i in range(attempts.shape[0]):
        attempts[i] = e.effort(attempts[i], transfers[i], switches[i], waited[i], luck[i], row)


@step
def answer_chances(found, recommend, row):
    """Probabilities of answering a survey."""
    for i in range(found.shape[0]):
        found[i] = e.answer_probability(recommend[i], 0.0, row)
