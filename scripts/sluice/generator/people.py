"""The customers: some leave and others come every day, and all stay who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sluice.books import feed_book
from sluice.generator.dice import WHITE_SPACE, Dice, scramble
from sluice.generator.times import HOUR, seconds_at
from sluice.generator.words import COUNTRIES
from sluice.generator.written import Writing

STAYS = 900  # days until another customer takes an account's place
FIRST_DAY, LAST_DAY = date(2005, 1, 1), date(2190, 12, 31)
REMEMBERED = STAYS + 120  # days: longer than any customer or look-back
GIVEN = (
    *("amara", "ana", "anil", "ben", "carla", "chen", "clara", "daniel", "diego", "elif", "emma"),
    *("fatima", "felix", "grace", "hana", "hugo", "ines", "ivan", "jack", "jonas", "julia", "kofi"),
    *("lara", "leo", "lucia", "maria", "mateo", "mei", "mia", "nadia", "noah", "nora", "oliver"),
    *("omar", "paula", "priya", "rahul", "rosa", "samir", "sara", "sofia", "tom", "yuki", "zoe"),
)
FAMILY = (
    *("adeyemi", "andersson", "baker", "becker", "brown", "castro", "costa", "demir", "dubois"),
    *("evans", "fischer", "garcia", "gupta", "haddad", "hughes", "ito", "jansen", "jones", "kaur"),
    *("khan", "kim", "kowalski", "lee", "lima", "lopez", "martin", "mbeki", "meyer", "moreau"),
    *("murphy", "nguyen", "novak", "okafor", "patel", "reed", "rossi", "santos", "sato", "shah"),
    *("silva", "singh", "smith", "tanaka", "torres", "walker", "wang", "weber", "wilson", "young"),
)


class Person(NamedTuple):
    """A customer as of a day."""

    customer_id: str
    email: str
    created: int
    spellings: tuple[str, ...]
    status: str


@dataclass
class World:
    """What was asked for, and what the days generated so far have made known."""

    seed: int
    start: date
    events: int
    customers: int
    orders: int
    every: Mapping[str, int] = field(default_factory=dict)  # days, by the name of an accident
    book: Mapping[str, Mapping[str, Any]] = field(default_factory=feed_book)
    known: dict[str, tuple[date, date]] = field(default_factory=dict)

    def writing(self, feed: str) -> Writing:
        """How a feed's files are written."""
        return Writing.of(self.book[feed])

    def count(self, feed: str) -> int:
        """How many ordinary lines a feed has on a day."""
        return {"customers": self.customers, "events": self.events, "orders": self.orders}[feed]

    def scale(self) -> float:
        """How often a rare defect occurs on a day: at least once from 2,000 events on."""
        return min(1.0, self.events / 2000)

    def customer_id(self, slot: int, day: date) -> str:
        """The id of the customer who has this account on this day."""
        turn, _ = self._turn(slot, day)
        return self.written_id(10_000 + turn * self.customers + slot)

    def person(self, slot: int, day: date) -> Person:
        """Who has this account on this day."""
        turn, age = self._turn(slot, day)
        number = 10_000 + turn * self.customers + slot
        mixed = scramble(self.seed + 1, number)
        given, family = GIVEN[mixed % len(GIVEN)], FAMILY[(mixed >> 8) % len(FAMILY)]
        email = f"{given}.{family}{number % 89 + 10}@example.{('com', 'org')[mixed >> 16 & 1]}"
        created = seconds_at(day - timedelta(days=age)) + 6 * HOUR + (mixed >> 18) % (16 * HOUR)
        country = min((mixed >> 20) % 20, (mixed >> 28) % 20) % len(COUNTRIES)
        status = "active" if (mixed >> 40) % 100 < 82 else "inactive"
        return Person(self.written_id(number), email, created, COUNTRIES[country], status)

    def written_id(self, number: int) -> str:
        """A customer's id. Where programs change ids, every other one is a number."""
        is_number = self.every.get("changed_ids") and number % 2
        return f"991214{number:010}" if is_number else f"c{number}"

    def _turn(self, slot: int, day: date) -> tuple[int, int]:
        since = (day - FIRST_DAY).days + 2 * STAYS - scramble(self.seed, slot) % STAYS
        return since // STAYS, since % STAYS

    def learn(self, text: str, day: date) -> None:
        """A well-formed line of a customers file names this customer."""
        customer_id = text.strip(WHITE_SPACE)
        first, _ = self.known.get(customer_id, (day, day))
        self.known[customer_id] = (first, day)

    def forget(self, day: date) -> None:
        """Drops customers that no later row will refer to."""
        oldest = day - timedelta(days=REMEMBERED)
        if any(last < oldest for _, last in self.known.values()):
            self.known = {
                customer_id: seen for customer_id, seen in self.known.items() if seen[1] >= oldest
            }

    def knows(self, text: str, day: date | None = None) -> bool:
        """Tells if a customer is known, or was as of an earlier day."""
        seen = self.known.get(text.strip(WHITE_SPACE))
        return seen is not None and (day is None or seen[0] <= day)

    def has(self, accident: str, day: date) -> bool:
        """Tells if a day is the K-th one that an accident befalls, counted by the calendar."""
        every = self.every.get(accident, 0)
        return every > 0 and (day.toordinal() + self.seed) % every == 0

    def silent_hours(self, day: date) -> Collection[int]:
        """The hours that a partial load lacks."""
        if not self.has("partial_load", day):
            return range(0)
        dice = Dice(self.seed, day, "silent hours")
        length = dice.between(4, 6)
        first = dice.between(1, 23 - length)
        return range(first, first + length)


def is_always_there(slot: int) -> bool:
    """Every tenth account is in every snapshot, on a line without defects."""
    return slot % 10 == 0
