"""What the cells of lesson 5 may say in digits."""

from cxsim import datasets
from cxsim.course import claims, digital, levers, minutes, settings
from cxsim.course import digital_tools as tools
from cxsim.course.exercise_keys import givens
from cxsim.course.exercise_texts import entry
from cxsim.messages import number, percent

LESSON = minutes.PARTS["05"]


def claimed(claim):
    (found,) = [one for one in claims.of("05") if one.id == claim]
    return number(found.value)


SENTENCES = {
    "n05-title": [lambda: "Lesson 5"],
    "n05-minutes": [
        lambda: f"{LESSON.total} minutes ({LESSON.least} to {LESSON.most})",
        lambda: f"{LESSON.tell} to listen, {LESSON.do} to do, {LESSON.debrief} to talk",
    ],
    "n05-question": [
        lambda: f"up to {claimed('C-042')} % of common questions",
        lambda: f"understands {percent(digital.with_bot().policy.bot.accuracy, 0)} of them",
    ],
    "n05-lab-text": [
        lambda: f"live {settings.REPLICATIONS} years, the same {settings.REPLICATIONS} with",
        lambda: f"{len(levers.digital()[1])} more levers",
    ],
    "n05-tool-payback-text": [lambda: f"for {number(givens(entry('5.5'))['cost_cny'])} yuan"],
    "n05-tool-warning-text": [lambda: f"finds {percent(tools.RECALL, 0)}"],
    "n05-tool-mobile-text": [
        lambda: f"{percent(tools.CUT / tools.STEPS, 0)} fewer steps",
        lambda: f"up to {percent(tools.GAIN, 0)}",
    ],
    "n05-tool-efficiency-text": [
        lambda: f"up to {percent(tools.FASTER, 0)}",
        lambda: f"to gain {number(datasets.claims().set_index('claim').low['C-041'])} %",
    ],
}
