"""A check with buttons: choose an answer, press Check, ask for a hint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxsim.course import checks, progress, settings, store
from cxsim.course.show import Note, html, show
from cxsim.messages import tr


def play(check_id: str) -> None:
    """Show a check with buttons, or say how to answer it in a plain cell."""
    one = checks.get(check_id)
    if settings.with_widgets():
        from IPython.display import display

        display(CheckCard(one).box)
        return
    options = ", ".join(map(checks.option_words, one.options()))
    show(
        [
            Note(one.question, "lead"),
            Note(tr("One of: {options} ({unit}).", options=options, unit=one.unit)),
            Note(_how_to_answer(one)),
            Note(tr("Not attempted.")),
        ]
    )


def _order(one: checks.Check) -> list[Note]:
    """What the numbers of an option are, where there are several."""
    if not one.labels:
        return []
    return [
        Note(tr("In this order: {labels} ({unit}).", labels="; ".join(one.labels.values()), unit=one.unit))
    ]


def _words(one: checks.Check, value: Any) -> str:
    """One option; its unit stands beside it where it is one number, else once above all of them."""
    words = checks.option_words(value)
    return words if one.labels else f"{words} {one.unit}"


def _how_to_answer(one: checks.Check) -> str:
    if one.labels:
        return tr(
            'To answer, run in a new cell: import cxsim as cx, then cx.check("{check}", [your numbers]), in this '
            'order: {labels}; cx.check("{check}", hint=1) gives a hint.',
            check=one.id,
            labels="; ".join(one.labels.values()),
        )
    return tr(
        'To answer, run in a new cell: import cxsim as cx, then cx.check("{check}", your number); '
        'cx.check("{check}", hint=1) gives a hint.',
        check=one.id,
    )


def _logged(one: checks.Check, verdict: checks.Verdict) -> list[Note]:
    """Keep an answer in the learner's log; say when it cannot be kept."""
    record: dict[str, Any] = store.append("check", check=one.id, state=verdict.state, road=verdict.road)
    unsaved = record.get("unsaved") or progress.note()
    return [Note(unsaved, "bad")] if unsaved else []


class CheckCard:
    """Buttons of one check; `box` is what a cell displays, ``keep`` takes each answer and may add notes to it."""

    def __init__(
        self, one: checks.Check, keep: Callable[[checks.Check, checks.Verdict], list[Note]] = _logged
    ) -> None:
        import ipywidgets as w

        self.one, self.hints, self.keep = one, 0, keep
        options = [(_words(one, value), value) for value in one.options()]
        self.choice = w.RadioButtons(options=options, value=None, layout=w.Layout(width="auto"))
        self.button = w.Button(
            description=tr("Check"), button_style="info", layout=w.Layout(width="150px", height="34px")
        )
        self.hint = w.Button(description=tr("Hint"), layout=w.Layout(width="110px", height="34px"))
        self.says = w.HTML()
        self.button.on_click(lambda _: self._check())
        self.hint.on_click(lambda _: self._hint())
        self.box = w.VBox(
            [
                w.HTML(html([Note(one.question, "lead"), *_order(one)])),
                self.choice,
                w.HBox([self.button, self.hint]),
                self.says,
            ]
        )

    def _check(self) -> None:
        verdict = checks.judge(self.one, self.choice.value)
        notes = [checks.note(verdict)]
        if verdict.state != "not_attempted":
            notes += self.keep(self.one, verdict)
        self.says.value = html(notes)

    def _hint(self) -> None:
        self.hints = min(self.hints + 1, len(self.one.hints))
        self.says.value = html([Note(checks.hint_text(self.one, self.hints))])
