"""What a roster is made of: days, people, seats, rules and prices. No database, no clock, no solver.

All times are whole minutes from the midnight that begins day 0, so that a plan across a change to summer
time is a matter for whoever builds the problem. All prices are whole numbers; only their ratio matters.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

SATURDAY = 5
DAYS_OF_WEEK = 7
MINUTES_OF_DAY = 1440


class Seat(Struct, frozen=True):
    """Work that somebody is wanted for: `need` people from `start` to `end`.

    A benchmark's cover of one shift type on one day is one seat with a need of several; a visit to a client
    is a seat of its own. `over=None` means that more people than `need` are never planned.
    """

    id: str
    day: int
    start: int
    end: int
    minutes: int
    need: int = 1
    under: int = 100
    over: int | None = None
    kind: str = ""
    site: str = ""
    night: bool = False


class Person(Struct, frozen=True):
    """Who works, and the rules that hold for them. A rule that is None does not hold.

    Blocks of work or of days off that touch the end of the horizon may be shorter than the minimum, because
    they go on outside; those that touch its beginning may, unless `run_before` says how they began.
    `max_week_minutes` counts Monday to Sunday; `minutes_before` is what the first week already holds.
    """

    id: str
    max_minutes: int | None = None
    min_minutes: int = 0
    max_run: int | None = None
    min_run: int = 1
    min_off: int = 1
    max_weekends: int | None = None
    max_of_kind: Mapping[str, int] = {}
    days_off: frozenset[int] = frozenset()
    rest: int = 0
    max_week_minutes: int | None = None
    minutes_before: int = 0
    run_before: int = 0
    free_from: int | None = None
    kind_before: str = ""
    nights_before: int = 0
    weekends_before: int = 0


class Cost(Struct, frozen=True):
    """What it costs that this person has this seat (less than nothing: it is wished for), and why."""

    person: str
    seat: str
    why: str
    value: int


class Bar(Struct, frozen=True):
    """This person may never have this seat: no skill for it, excluded by the site, not available..."""

    person: str
    seat: str
    why: str


class Fairness(Struct, frozen=True):
    """The price of each night (and of each weekend) that a person has above an equal share, the weeks before
    the horizon included."""

    night: int = 0
    weekend: int = 0


class Problem(Struct, frozen=True, dict=True):
    """Everything that the search needs to know.

    `pinned` pairs (person, seat) are decided; on a `locked` day (person, day) a person keeps what is pinned
    and gets nothing else. `not_followed_by[a]` are the kinds that may not come on the day after kind `a`.
    `travel` are minutes from site to site; one that is not named takes none.
    """

    days: int
    people: tuple[Person, ...]
    seats: tuple[Seat, ...]
    costs: tuple[Cost, ...] = ()
    bars: tuple[Bar, ...] = ()
    pinned: frozenset[tuple[str, str]] = frozenset()
    locked: frozenset[tuple[str, int]] = frozenset()
    not_followed_by: Mapping[str, frozenset[str]] = {}
    travel: Mapping[tuple[str, str], int] = {}
    one_a_day: bool = True
    first_weekday: int = 0
    base: int = 0
    fairness: Fairness = Fairness()

    @cached_property
    def person_index(self) -> dict[str, int]:
        return {person.id: at for at, person in enumerate(self.people)}

    @cached_property
    def seat_index(self) -> dict[str, int]:
        return {seat.id: at for at, seat in enumerate(self.seats)}

    def weekday(self, day: int) -> int:
        """0 is Monday."""
        return (self.first_weekday + day) % DAYS_OF_WEEK

    def week(self, day: int) -> int:
        """Which calendar week of the horizon, from 0; weeks begin on Monday."""
        return (self.first_weekday + day) // DAYS_OF_WEEK


class Solution(Struct, frozen=True):
    """Who has which seat. `bound` is a value that no roster can be below, where the search proved one."""

    assigned: frozenset[tuple[str, str]]
    value: int
    bound: float | None = None
    seconds: float = 0.0
    note: str = ""


class Infeasible(Exception):
    """No roster keeps all the rules; `who` are the people whose own rules cannot be kept together."""

    def __init__(self, who: tuple[str, ...]) -> None:
        super().__init__(", ".join(who))
        self.who = who
