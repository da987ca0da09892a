"""The cells of the two pages of later questions, one function each."""

from __future__ import annotations

from cxsim.course import checks, later, settings
from cxsim.course.cell import cell
from cxsim.course.show import Note, html, show
from cxsim.labs.check_card import CheckCard


@cell
def one_week() -> None:
    """Ten questions after a week."""
    play(later.WEEK)


@cell
def four_weeks() -> None:
    """Ten questions after four weeks."""
    play(later.FOUR_WEEKS)


def play(drawn: later.Round) -> None:
    """Show the questions with buttons, or to read."""
    if not settings.with_widgets():
        show(later.plain(drawn))
        return
    from IPython.display import display

    display(Cards(drawn).box)


class Cards:
    """Ten checks and their score; `box` is what a cell displays."""

    def __init__(self, drawn: later.Round) -> None:
        import ipywidgets as w

        self.first: dict[str, str] = {}
        self.says = w.HTML()
        self.cards = [CheckCard(one, self._answered) for one in later.questions(drawn)]
        self.box = w.VBox([*(card.box for card in self.cards), self.says])

    def _answered(self, one: checks.Check, verdict: checks.Verdict) -> list[Note]:
        """Count the first answer to a question; nothing is written to the log."""
        self.first.setdefault(one.id, verdict.state)
        self.says.value = html([Note(later.score(list(self.first.values())), "lead")])
        return []
