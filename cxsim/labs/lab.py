"""A lab: levers that move a typical week, a prediction, Run, a verdict, and the next round.

The picture follows the sliders at once and is one possible week; only Run gives a verdict. A round is: set the
levers, write down the prediction (this keeps the plan as it is), Run. The next round starts from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cxsim.course import levers, predictions, store
from cxsim.course.levers import Lever
from cxsim.course.questions import Question
from cxsim.course.show import Item, Note, Picture, html
from cxsim.course.steps import Outcome, Progress, Step, answer, said
from cxsim.labs import reveal
from cxsim.labs.cards import Answers
from cxsim.labs.pieces import bar_progress, progress_bar, small, told, wide, widgets_of
from cxsim.labs.sliders import read, slider
from cxsim.messages import tr
from cxsim.scenario import Scenario


class Look(NamedTuple):
    """What a move of a slider shows: the picture, the sentence that says the same, and a few numbers as items."""

    png: bytes
    sentence: str
    items: list[Item]

    def as_items(self) -> list[Item]:
        """Picture and numbers, to show them in a plain cell."""
        return [Picture(self.png, self.sentence), *self.items]


class Design(NamedTuple):
    """What makes one lab.

    Attributes
    ----------
    base
        The company before the team decides.
    rounds
        Levers by round: those of the first round, those that a second round adds.
    question
        What is predicted before every Run.
    look
        Scenario in, picture and numbers of a typical week out.
    run
        Scenario and progress in, outcome of the comparison with the base out.
    """

    base: Scenario
    rounds: tuple[tuple[Lever, ...], ...]
    question: Question
    look: Callable[[Scenario], Look]
    run: Callable[[Scenario, Progress], Outcome]


class Lab:
    """The widgets of one lab; `box` is what a cell displays."""

    def __init__(self, design: Design) -> None:
        import ipywidgets as w

        self.design, self.round, self.prediction = design, 1, None
        self.sliders: dict[str, Any] = {}
        self.lever_box, self.head = w.VBox(), w.HTML()
        self.image = w.Image(format="png", layout=w.Layout(max_width="100%", width="fit-content"))
        self.caption, self.message = w.HTML(), w.HTML()
        self.numbers = w.HTML(layout=w.Layout(margin="0 0 0 16px"))
        self.answers = Answers(design.question.parts)
        self.write = w.Button(description=tr("Write down my prediction"), button_style="info", layout=wide())
        self.run = w.Button(
            description=tr("Run"), button_style="success", disabled=True, layout=wide("150px")
        )
        self.next = w.Button(description=tr("Next round"), layout=wide("150px"))
        self.bar, self.result = progress_bar(), w.VBox()
        self.write.on_click(lambda _: self._write())
        self.run.on_click(lambda _: self._run())
        self.next.on_click(lambda _: self._next())
        top = w.HBox(
            [self.lever_box, self.numbers], layout=w.Layout(flex_flow="row wrap", align_items="flex-start")
        )
        self.box = w.VBox(
            [
                self.head,
                top,
                self.image,
                self.caption,
                w.HTML(html([Note(design.question.text, "lead")])),
                *self.answers.rows,
                w.HBox([self.write, self.run, self.next]),
                self.bar,
                self.message,
                self.result,
            ]
        )
        self._open(design.base)

    def plan(self) -> Scenario:
        """The company with the levers as they stand."""
        return self.design.base.replace(read(self.sliders), name=tr("round {number}", number=self.round))

    def _open(self, start: Scenario) -> None:
        """Open the levers of this round at the values of a plan, and take the last prediction back."""
        shown = [lever for group in self.design.rounds[: self.round] for lever in group]
        self.sliders = {lever.path: slider(lever, start) for lever in shown}
        for one in self.sliders.values():
            one.observe(lambda _: self._look(), names="value")
        self.lever_box.children = tuple(self.sliders.values())
        self.head.value = html(
            [
                Note(
                    tr(
                        "Round {number}. Move the levers: the picture shows one possible week. Only Run "
                        "gives a verdict.",
                        number=self.round,
                    )
                )
            ]
        )
        self.answers.clear()
        self._lock(False)
        self.message.value, self.result.children = "", ()
        self._look()

    def _look(self) -> None:
        with told(self.message):
            look = self.design.look(self.plan())
            self.image.value, self.caption.value, self.numbers.value = (
                look.png,
                small(look.sentence),
                html(look.items),
            )

    def _write(self) -> None:
        plan, question = self.plan(), self.design.question
        with told(self.message):
            self.answers.refuse_open()
            say, sure = self.answers.read()
            self.prediction = predictions.write(question, say, sure, plan=plan.name)
            changes = levers.changes(self.design.base, plan, self.design.rounds)
            store.append(
                "decision", lesson=question.lesson, plan=plan.name, changes=changes, values=read(self.sliders)
            )
            self._lock(True)
            notes = [said(question, self.prediction), Note(tr("Written down. Run is open now."), "lead")]
            if not changes:
                notes.append(Note(tr("No lever is moved: this plan is the company as it is today."), "bad"))
            if self.prediction.get("unsaved"):
                notes.append(Note(self.prediction["unsaved"], "bad"))
            self.message.value = html(notes)

    def _run(self) -> None:
        plan = self.plan()
        self.run.disabled = True
        self.bar.layout.display = ""
        step = Step(self.design.question, lambda progress: self.design.run(plan, progress), "")
        finished = False
        with told(self.message):
            self.result.children = widgets_of(answer(step, self.prediction or {}, bar_progress(self.bar)))
            self.message.value = ""
            finished = True
        self.bar.layout.display = "none"
        self.run.disabled, self.next.disabled = finished, not finished
        if finished:
            reveal.finished(self.design.question.id)

    def _next(self) -> None:
        start = self.plan()
        self.round += 1
        self._open(start)

    def _lock(self, locked: bool) -> None:
        """While a prediction stands, the plan it was made for stands too."""
        self.answers.lock(locked)
        for one in self.sliders.values():
            one.disabled = locked
        self.write.disabled, self.run.disabled, self.next.disabled = locked, not locked, True
