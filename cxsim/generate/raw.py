"""Five raw and dirty tables of one company, and the truth about each row and cell.

The clean value of each cell comes from the other tables. Spelling, format, repeated rows, gaps and faults come from
the settings; whatever is made wrong is written down with what should stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cxsim.clock import DAY, HOUR
from cxsim.generate import people
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Story, channel_of, reason_of
from cxsim.generate.surveys import answers
from cxsim.generate.trade import orders_of
from cxsim.generate.writing import Rows
from cxsim.schema import NEED_STATES

Cells = dict[str, str]
TABLES = ("raw_crm", "raw_orders", "raw_tickets", "raw_survey", "raw_channel")


class Dirt:
    """One raw table in the making: clean cells go in, dirty rows and their truth come out."""

    def __init__(self, story: Story, table: str) -> None:
        self.story, self.table, self.given = story, table, setting("raw")
        self.rows: Rows = []
        self.links: Rows = []
        self.faults: Rows = []

    def add(self, person: int, cells: Cells, again: Cells | None = None) -> None:
        """Write a row; with ``again`` perhaps a second one of the same thing, spelled otherwise."""
        first = self._write(person, cells, None)
        if again is not None and self.happens("repeat", self.given["repeat_share"][self.table]):
            self._write(person, again, first)

    def happens(self, what: str, chance: float, at: int = 0) -> bool:
        """Whether something happens to the row that was written last."""
        return self.story.luck.happens(f"{self.table} {what}", chance, len(self.rows), at)

    def _write(self, person: int, cells: Cells, repeats: int | None) -> int:
        number = len(self.rows) + 1
        dirty = self._spoiled(number, cells)
        self.rows.append((number, *(value or None for value in dirty.values())))
        self.links.append((self.table, number, person, repeats))
        return number

    def _spoiled(self, number: int, cells: Cells) -> Cells:
        dirty, luck = dict(cells), self.story.luck
        for at, (column, value) in enumerate(cells.items()):
            chance = self.given["missing_share"].get(column, self.given["missing_default"])
            if at and value and luck.happens(f"{self.table} missing", chance, number, at):
                dirty[column] = ""
                self.faults.append((self.table, number, column, "missing", value))
        for at, (column, fault) in enumerate(self.given["faults"][self.table].items()):
            kept = dirty.get(column)
            if kept and luck.happens(f"{self.table} fault", self.given["fault_share"], number, at):
                wrong = WRONG[fault](kept, dirty)
                if wrong != kept:
                    self.faults.append((self.table, number, column, fault, cells[column]))
                    dirty[column] = wrong
        return dirty


def _typing_error(value: str, _row: Cells) -> str:
    middle = len(value) // 2
    return value[: middle - 1] + value[middle] + value[middle - 1] + value[middle + 1 :]


WRONG: dict[str, Callable[[str, Cells], str]] = {
    "out of range": lambda value, _row: "11" if value.isdigit() else "n/a",
    "other scale": lambda value, _row: str(int(value) * 20) if value.isdigit() else value,
    "reversed times": lambda _value, row: "2019-01-01 00:00",
    "negative time": lambda value, _row: "-" + value,
    "typing error": _typing_error,
    "shifted amount": lambda value, _row: value.replace("¥", "").replace(",", "") + "00",
}


def all_raw(story: Story) -> dict[str, Dirt]:
    """The five tables, made once."""
    if "raw" not in story.kept:
        story.kept["raw"] = {
            "raw_crm": _crm(story), "raw_orders": _orders(story), "raw_tickets": _tickets(story),
            "raw_survey": _survey(story), "raw_channel": _channel(story),
        }  # fmt: skip
    found: dict[str, Dirt] = story.kept["raw"]
    return found


def chosen(story: Story) -> list[int]:
    """People of the raw tables: a part of the customers, drawn at random."""
    share = setting("raw")["customer_share"]
    return [p for p in story.company.customers.tolist()
            if story.company.joined[p] < story.company.end and story.luck.happens("raw person", share, p)]  # fmt: skip


def day(story: Story, ms: int, way: int, clock: bool = False) -> str:
    """A date in one of three formats, with the time of day where wanted."""
    moment = story.company.first_day + timedelta(days=ms // DAY)
    y, m, d = moment.year, moment.month, moment.day
    text = (f"{y:04d}-{m:02d}-{d:02d}", f"{d:02d}/{m:02d}/{y:04d}", f"{y:04d}年{m}月{d}日")[way]
    return f"{text} {ms % DAY // HOUR:02d}:{ms % HOUR // 60_000:02d}" if clock else text


def phone(number: str, way: int) -> str:
    """A telephone number as somebody typed it."""
    digits = number.replace("-", "")
    return (number, digits, f"{digits[:3]} {digits[3:7]} {digits[7:]}", f"+86 {digits}", f"(86){digits}")[way]


def spelled(story: Story, group: str, word: str, *at: int) -> str:
    """A word in one of its spellings."""
    return str(story.luck.choose(f"spelled {group}", read("phrases/raw.yaml")[group][word], *at))


def _crm(story: Story) -> Dirt:
    dirt, luck = Dirt(story, "raw_crm"), story.luck
    for person in chosen(story):
        own = people.profile(story, person)
        rows = [_crm_cells(story, person, own, copy) for copy in (0, 1)]
        if luck.happens("moved", setting("raw")["new_phone_share"], person):
            rows[1]["mobile"] = (
                f"{setting('people')['phone_prefix']}{luck.whole('new phone', 10**7, 10**8 - 1, person)}"
            )
        dirt.add(person, rows[0], rows[1])
    return dirt


def _crm_cells(story: Story, person: int, own: people.Profile, copy: int) -> Cells:
    luck, company = story.luck, story.company
    name, margin = company.names[person], company.margin_month_cny[person]
    way = luck.whole("date way", 0, 2, person, copy)
    number = 10**5 + person * 2 + copy
    month, date = luck.whole("birth month", 1, 12, person), luck.whole("birth day", 1, 28, person)
    birth = f"{own.birth_year:04d}-{month:02d}-{date:02d}"
    identity = f"990000{birth.replace('-', '')}{luck.whole('identity', 0, 9999, person):04d}"
    amounts = (f"{margin:.2f}", f"{margin:,.2f}", f"¥{margin:.0f}", f"{margin:.0f}")
    names = (name, name.upper(), " ".join(reversed(name.split(" "))), f" {name} ", name.replace(" ", ""))
    note = luck.choose("note", read("phrases/raw.yaml")["notes"], person, copy)
    return {
        "crm_id": f"C{number}", "full_name": luck.choose("name way", names, person, copy),
        "mobile": phone(own.phone, luck.whole("phone way", 0, 4, person, copy)),
        "email": luck.choose("mail way", (own.email, own.email.upper(), f"{own.email} "), person, copy),
        "id_number": identity,
        "birth_date": luck.choose("birth way", (birth, birth.replace("-", "/"), birth.replace("-", "")), person, copy),
        "city_region": spelled(story, "region", own.region, person, copy),
        "segment": spelled(story, "segment", company.segment(person), person, copy),
        "customer_since": day(story, int(company.joined[person]), way),
        "monthly_margin": luck.choose("amount way", amounts, person, copy), "note": note,
    }  # fmt: skip


def _orders(story: Story) -> Dirt:
    dirt, luck = Dirt(story, "raw_orders"), story.luck
    every = [order for person in chosen(story) for order in orders_of(story).get(person, ())]
    for order in sorted(every, key=lambda o: o.number):
        if not luck.happens("raw order", setting("raw")["order_share"], order.number):
            continue
        own = people.profile(story, order.person)
        amount = (f"{order.amount_cny:.2f}", f"{order.amount_cny:,.2f}", f"¥{order.amount_cny:.2f}")
        cells = {
            "order_no": f"SO-{order.number:06d}",
            "buyer_mobile": phone(own.phone, luck.whole("order phone", 0, 4, order.number)),
            "buyer_email": own.email if luck.happens("order mail", 0.6, order.number) else "",
            "bank_account": f"6200{luck.whole('account', 10**7, 10**8 - 1, order.person)}0000",
            "item": spelled(story, "item", order.item, order.number),
            "order_date": day(story, order.moment, luck.whole("order day", 0, 2, order.number)),
            "amount": luck.choose("order amount", amount, order.number),
        }
        dirt.add(order.person, cells, cells)
    return dirt


def _tickets(story: Story) -> Dirt:
    dirt, luck = Dirt(story, "raw_tickets"), story.luck
    known = set(chosen(story))
    for need in story.needs:
        number = need["need"]
        if need["person"] not in known or not luck.happens(
            "raw ticket", setting("raw")["ticket_share"], number
        ):
            continue
        own, way = people.profile(story, need["person"]), luck.whole("ticket day", 0, 2, number)
        closed = need["closed"]
        cells = {
            "ticket_no": f"T{number:06d}", "caller": phone(own.phone, luck.whole("ticket phone", 0, 4, number)),
            "caller_name": luck.choose("heard", (story.company.names[need["person"]].split(" ")[0],
                                                 story.company.names[need["person"]]), number),
            "topic": spelled(story, "reason", reason_of(need), number),
            "opened": day(story, need["born"], way, True),
            "closed": day(story, closed, way, True) if closed is not None else "",
            "wait_seconds": str(round(story.wait_min.get(number, 0.0) * 60)),
            "state": spelled(story, "state", NEED_STATES[need["state"]], number),
        }  # fmt: skip
        dirt.add(need["person"], cells, cells)
    return dirt


def _survey(story: Story) -> Dirt:
    dirt, luck = Dirt(story, "raw_survey"), story.luck
    known = set(chosen(story))
    for number, answer in answers(story).items():
        need = story.need_of[number]
        if need["person"] not in known:
            continue
        own = people.profile(story, need["person"])
        cells = {
            "response_id": f"R{answer.number:05d}",
            "email": luck.choose("survey mail", (own.email, own.email.upper()), number),
            "sent_ticket": f"T{number:06d}",
            "submitted": day(story, answer.answered, luck.whole("survey day", 0, 2, number)),
            "nps": str(need["recommend"]), "csat": str(answer.satisfaction), "comment": answer.texts[own.language],
        }  # fmt: skip
        dirt.add(need["person"], cells, cells)
    return dirt


def _channel(story: Story) -> Dirt:
    dirt, luck = Dirt(story, "raw_channel"), story.luck
    known, given = set(chosen(story)), setting("raw")
    for need in story.needs:
        number, person = need["need"], need["person"]
        if (
            person not in known
            or need["born"] < 0
            or not luck.happens("raw event", given["event_share"], number)
        ):
            continue
        own = people.profile(story, person)
        login = own.email if luck.happens("login mail", 0.5, number) else own.phone.replace("-", "")
        source = {"chat": "chat", "email": "web"}.get(channel_of(need), "app")
        cells = {
            "event_id": f"E{number:06d}", "device": f"d{luck.whole('device', 16**5, 16**6 - 1, person):x}",
            "login": login if luck.happens("login", given["login_share"], number) else "",
            "source": spelled(story, "source", source, number),
            "moment": day(story, need["born"], luck.whole("event day", 0, 2, number), True),
            "event": luck.choose("event", read("phrases/raw.yaml")["events"][source], number),
        }  # fmt: skip
        dirt.add(person, cells, cells)
    return dirt


def raw_table(table: str) -> Callable[[Story], Rows]:
    """Maker of one raw table."""
    return lambda story: all_raw(story)[table].rows


def raw_links(story: Story) -> Rows:
    """Truth about each row."""
    return [row for table in TABLES for row in all_raw(story)[table].links]


def raw_faults(story: Story) -> Rows:
    """Truth about each cell that was spoiled."""
    return [
        row for table in TABLES for row in sorted(all_raw(story)[table].faults, key=lambda f: (f[1], f[2]))
    ]
