"""What the cells of lesson 3 may say in digits."""

from cxsim.course import levers, minutes, settings

LESSON = minutes.PARTS["03"]
SENTENCES = {
    "n03-title": [lambda: "Lesson 3"],
    "n03-minutes": [
        lambda: f"{LESSON.total} minutes ({LESSON.least} to {LESSON.most})",
        lambda: f"{LESSON.tell} to listen, {LESSON.do} to do, {LESSON.debrief} to talk",
    ],
    "n03-lab-text": [
        lambda: f"live {settings.REPLICATIONS} years, the same {settings.REPLICATIONS} with",
        lambda: f"{len(levers.communication()[1])} more levers",
    ],
}
