"""A card: question, answer buttons, lock, Run, result; or the same step in a plain cell.

Run stays closed until the prediction is written down. Running the cell again brings the card back with the
stored prediction; nothing is asked twice and nothing is lost.
"""

from __future__ import annotations

from html import escape
from typing import Any

from cxsim.course import company, predictions, settings
from cxsim.course.questions import SURE, Part
from cxsim.course.show import Note, html, show
from cxsim.course.steps import Step, answer, play_plain, said
from cxsim.guards import CxError
from cxsim.labs import reveal
from cxsim.labs.pieces import bar_progress, progress_bar, told, wide, widgets_of
from cxsim.messages import tr


def play(step: Step, say: dict[str, Any] | None = None, sure: Any = None) -> None:
    """Play a step with buttons where there are any, else in the plain cell; say which company where it is one's own."""
    if told_first := company.which(step.question.lesson):
        show([Note(told_first)])
    answered = say and any(value is not None for value in say.values())
    if not settings.with_widgets() or answered:
        play_plain(step, say, sure)
        return
    from IPython.display import display

    display(Card(step).box)


class Answers:
    """The answer buttons of one question: one row for each part and one for how sure."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.choices = {
            part.measure: _choice(part.label, [(o.label, o.token) for o in part.options]) for part in parts
        }
        self.labels = [*(part.label for part in parts), tr("How sure are you?")]
        self.sure = _choice(self.labels[-1], [(tr("{sure} %", sure=level), level) for level in SURE])
        self.rows = [row for row, _ in [*self.choices.values(), self.sure]]

    def read(self) -> tuple[dict[str, Any], Any]:
        """What is chosen now."""
        return {measure: buttons.value for measure, (_, buttons) in self.choices.items()}, self.sure[1].value

    def refuse_open(self) -> None:
        """Refuse a row without a choice by the words beside it: its key stands nowhere on the page."""
        for label, (_, buttons) in zip(self.labels, [*self.choices.values(), self.sure], strict=True):
            if buttons.value is None:
                raise CxError(tr("Please answer first: {row}", row=label))

    def fill(self, prediction: dict[str, Any]) -> None:
        """Show a stored prediction."""
        for measure, (_, buttons) in self.choices.items():
            buttons.value = prediction["say"][measure]
        self.sure[1].value = prediction["sure"]

    def lock(self, locked: bool) -> None:
        """Close or open the buttons."""
        for _, buttons in [*self.choices.values(), self.sure]:
            buttons.disabled = locked

    def clear(self) -> None:
        """Take every choice back."""
        for _, buttons in [*self.choices.values(), self.sure]:
            buttons.value = None


class Card:
    """One step with its buttons; `box` is what a cell displays."""

    def __init__(self, step: Step) -> None:
        import ipywidgets as w

        self.step, self.prediction = step, None
        self.answers = Answers(step.question.parts)
        self.write = w.Button(description=tr("Write down my prediction"), button_style="info", layout=wide())
        self.run = w.Button(
            description=tr("Run"), button_style="success", disabled=True, layout=wide("150px")
        )
        self.again = w.Button(description=tr("Predict again"), layout=wide("150px"))
        self.again.layout.display = "none"
        self.bar, self.message, self.result = progress_bar(), w.HTML(), w.VBox()
        self.write.on_click(lambda _: self._write())
        self.run.on_click(lambda _: self._run())
        self.again.on_click(lambda _: self._again())
        self.box = w.VBox(
            [
                w.HTML(html([Note(step.question.text, "lead")])),
                *self.answers.rows,
                w.HBox([self.write, self.run, self.again]),
                self.bar,
                self.message,
                self.result,
            ]
        )
        stored = predictions.latest(step.question)
        if stored:
            self.answers.fill(stored)
            self._locked(stored)

    def _write(self) -> None:
        with told(self.message):
            self.answers.refuse_open()
            say, sure = self.answers.read()
            self._locked(predictions.write(self.step.question, say, sure))

    def _locked(self, prediction: dict[str, Any]) -> None:
        self.prediction = prediction
        self.answers.lock(True)
        self.write.disabled, self.run.disabled = True, False
        self.again.layout.display = ""
        notes = [said(self.step.question, prediction), Note(tr("Written down. Run is open now."), "lead")]
        if prediction.get("unsaved"):
            notes.append(Note(prediction["unsaved"], "bad"))
        self.message.value = html(notes)

    def _run(self) -> None:
        self.run.disabled, finished = True, False
        self.bar.layout.display = ""
        with told(self.message):
            items = answer(self.step, self.prediction or {}, bar_progress(self.bar))
            self.message.value = ""
            self.result.children = widgets_of(items)
            finished = True
        self.bar.layout.display = "none"
        self.run.disabled = False
        if finished:
            reveal.finished(self.step.question.id)

    def _again(self) -> None:
        self.prediction = None
        self.answers.clear()
        self.answers.lock(False)
        self.write.disabled, self.run.disabled = False, True
        self.again.layout.display = "none"
        self.message.value, self.result.children = "", ()


def _choice(label: str, options: list[tuple[str, Any]]) -> tuple[Any, Any]:
    """A labeled row of radio buttons, none chosen; Tab goes on, Space chooses (JupyterLab takes the arrow keys)."""
    import ipywidgets as w

    buttons = w.RadioButtons(
        options=options, value=None, orientation="horizontal", layout=w.Layout(width="auto")
    )
    style = "width:19em;box-sizing:border-box;line-height:1.3;padding:4px 10px 0 0"
    head = w.HTML(f'<div style="{style}">{escape(label)}</div>')
    return w.HBox([head, buttons], layout=w.Layout(align_items="flex-start")), buttons
