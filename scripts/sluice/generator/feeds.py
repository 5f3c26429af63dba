"""The ordinary rows of each feed: mostly good, with the everyday defects."""

from __future__ import annotations

from math import exp

from sluice.generator.amounts import MISSING_TOKENS, USUAL, Amount, amount_issues, usual_amount
from sluice.generator.dice import Cell, Dice, eight_letters
from sluice.generator.people import is_always_there
from sluice.generator.rows import EVERYDAY_BAD_TIMES, ID, TIME, FeedDay
from sluice.generator.words import unheard_of, usual_words

NO_SESSION = Cell("", ("session_id_missing",), "missing")
MISSPELT = unheard_of("country", "Untied States")
EVENT_TYPES = usual_words("event_type", "event_type", missing=18, unknown=4)
PLATFORMS = usual_words("platform", "platform", missing=35, unknown=5)
CUSTOMER_STATUSES = usual_words("customer_status", "status", missing=20, unknown=6)
ORDER_STATUSES = usual_words("order_status", "status", missing=6, unknown=5)
CURRENCIES = usual_words("currency", "currency", missing=6, unknown=6)


class Customers(FeedDay):
    """The snapshot of customers: one row per account, a few of them absent."""

    feed = "customers"

    def base(self, index: int) -> list[Cell]:
        """An ordinary row, with the everyday defects."""
        person, dice = self.world.person(index, self.day), self.dice
        if is_always_there(index):
            return self.cells_of(index, dice)
        return [
            Cell(person.customer_id) if dice.random() > 0.003 else self.missing(ID),
            self.email(person.email),
            self.created(person.created),
            self.country(person.spellings),
            self.status(person.status),
            self.ingest_date(0.006),
        ]

    def plain(self, number: int, dice: Dice) -> list[Cell]:
        """A row without any defect."""
        return self.cells_of(number % self.world.customers, dice)

    def id_of(self, number: int) -> str:
        """The id of an account."""
        return self.customer_at(number)

    def is_untouched(self, index: int) -> bool:
        """Some accounts can be relied on."""
        return is_always_there(index)

    def is_absent(self, index: int) -> bool:
        """Some of the others are not in every snapshot."""
        return not is_always_there(index) and self.dice.random() < 0.012

    def cells_of(self, slot: int, dice: Dice) -> list[Cell]:
        """The row of an account without any defect."""
        person = self.world.person(slot, self.day)
        created = self.clock.plain(person.created, dice)
        country, status = Cell(dice.pick(person.spellings)), Cell(person.status)
        return [Cell(person.customer_id), Cell(person.email), created, country, status, self.today]

    def email(self, email: str) -> Cell:
        """The address, sometimes missing or broken."""
        chance = self.dice.random()
        if chance < 0.02:
            return Cell("", ("email_missing",), "missing")
        if chance < 0.04:
            return Cell(email.replace("@", ""), ("email_invalid",), "bad_email_no_at")
        return Cell(email.title() if chance > 0.99 else email)

    def created(self, at: int) -> Cell:
        """When the account was made, sometimes missing or broken."""
        chance = self.dice.random()
        if chance < 0.008:
            return self.missing(TIME)
        if chance < 0.025:
            return self.clock.invalid(at, self.dice.pick(EVERYDAY_BAD_TIMES))
        return self.clock.plain(at, self.dice)

    def country(self, spellings: tuple[str, ...]) -> Cell:
        """The country, sometimes missing or unheard of."""
        chance = self.dice.random()
        if chance < 0.03:
            return Cell("N/A", ("country_missing",), "missing")
        if chance < 0.04:
            return Cell(MISSPELT, ("country_unknown",), "unknown_word")
        return Cell(self.dice.pick(spellings))

    def status(self, status: str) -> Cell:
        """The status, sometimes another one today."""
        if self.dice.random() < 0.75:
            return Cell(status, value=status)
        return self.dice.pick(CUSTOMER_STATUSES)


class Events(FeedDay):
    """What customers did, in no order."""

    feed = "events"

    def base(self, index: int) -> list[Cell]:
        """An ordinary row, with the everyday defects."""
        dice = self.dice
        return [
            Cell(self.id_of(index)) if dice.random() > 0.003 else self.missing(ID),
            self.some_customer(0.004, 0.016),
            self.time(0.004, 0.018),
            dice.pick(EVENT_TYPES),
            dice.pick(PLATFORMS),
            Cell("s" + eight_letters(dice.random())) if dice.random() > 0.03 else NO_SESSION,
            self.duration(),
            self.ingest_date(0.004),
        ]

    def plain(self, number: int, dice: Dice) -> list[Cell]:
        """A row without any defect."""
        return [
            Cell(self.id_of(number)),
            self.customer(self.steady_customer(dice)),
            self.clock.plain(self.moment(dice), dice),
            Cell(dice.pick(("login", "feature_use", "logout", "paywall_view"))),
            Cell(dice.pick(("ios", "android", "web"))),
            Cell("s" + eight_letters(dice.random())),
            Cell(str(dice.between(900, 90_000))),
            self.today,
        ]

    def duration(self) -> Cell:
        """A duration as most rows have it: seconds or minutes, now and then hours."""
        chance = self.dice.random()
        if chance < 0.002:
            return Cell(str(self.dice.between(3_600_000, 40_000_000)))
        if chance < 0.984:
            return Cell(str(int(1900 * exp(5.4 * self.dice.random() ** 1.4))))
        if chance < 0.993:
            return Cell("", ("duration_ms_missing",), "missing")
        if chance < 0.998:
            negative = str(-self.dice.between(1, 9000))
            return Cell(negative, ("duration_ms_negative",), "duration_negative")
        return Cell("999999999", ("duration_ms_too_long",), "duration_sentinel")


class Orders(FeedDay):
    """What customers paid and got back, one line per order and status."""

    feed = "orders"

    def base(self, index: int) -> list[Cell]:
        """An ordinary row, with the everyday defects."""
        dice = self.dice
        cells = [
            Cell(self.id_of(index)) if dice.random() > 0.003 else self.missing(ID),
            self.some_customer(0.004, 0.012),
            self.time(0.003, 0.015),
            usual_amount(dice, self.writing.decimal_mark),
            dice.pick(CURRENCIES),
            dice.pick(ORDER_STATUSES),
            self.ingest_date(0.004),
        ]
        if cells[5].value == "refunded" and dice.random() < 0.3:
            cells[3] = usual_amount(dice, self.writing.decimal_mark, negative=True)
        elif dice.random() < 0.008:
            cells[3] = Cell(dice.pick(MISSING_TOKENS), (), "missing_token", Amount("missing"))
        return cells

    def plain(self, number: int, dice: Dice) -> list[Cell]:
        """A row without any defect."""
        return [
            Cell(self.id_of(number)),
            self.customer(self.steady_customer(dice)),
            self.clock.plain(self.moment(dice), dice),
            usual_amount(dice, self.writing.decimal_mark),
            Cell("EUR", value="EUR") if dice.chance(0.3) else Cell("USD", value="USD"),
            Cell("paid", value="paid"),
            self.today,
        ]

    def settle(self, cells: list[Cell]) -> None:
        """An amount is right or wrong for a currency and a status."""
        amount = cells[3].value
        if amount is not USUAL:
            issues = amount_issues(amount, cells[4].value, cells[5].value)
            cells[3] = cells[3]._replace(issues=issues)


FEED_DAYS: dict[str, type[FeedDay]] = {"customers": Customers, "events": Events, "orders": Orders}
