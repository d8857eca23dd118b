"""A month of a cleaning firm as it really goes: late, missing, doubled, skewed and offline punches.

Everything follows from the seed. `taps` is what phones send, in the order in which it arrives; `plan` and
`contracts` are what the office wrote. What it all means is said by `truth`, which shares no code with the
application: it reads each person's taps by the moments at which they really happened.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
"""The period. October 2026 has two holidays, one with a substitute day."""
BEGINS, ENDS = date(2026, 9, 7), date(2026, 11, 1)
"""What is generated: whole weeks, three before the first one, since 주휴 looks at four."""
AGAIN = timedelta(minutes=10)
HEARD = timedelta(minutes=40)
"""How long before a tap the phone last heard from the server."""

Kind = Literal["in", "out", "break_start", "break_end"]


@dataclass(frozen=True)
class Pattern:
    """How a group of people works: weekdays, hours, and what the contract pays."""

    weekdays: tuple[int, ...]
    begins: time
    minutes: int
    break_min: int
    wage_kind: Literal["hourly", "daily", "monthly"]
    wage_won: int

    @property
    def weekly_min(self) -> int:
        return len(self.weekdays) * (self.minutes - self.break_min)


PATTERNS = (
    Pattern((0, 1, 2, 3, 4), time(6), 4 * 60, 0, "hourly", 10_500),
    Pattern((0, 1, 2, 3, 4), time(9), 9 * 60, 60, "monthly", 2_400_000),
    Pattern((6, 0, 1, 2, 3), time(22), 8 * 60, 60, "daily", 95_000),
    Pattern((0, 2, 4), time(13), 4 * 60, 0, "hourly", 10_320),
    Pattern((0, 1, 2, 3, 4, 5), time(7, 30), 7 * 60 + 30, 30, "hourly", 11_000),
    Pattern((1, 3, 5), time(18), 5 * 60 + 30, 30, "hourly", 10_320),
)


@dataclass(frozen=True)
class Shift:
    person: int
    site: int
    starts_at: datetime
    ends_at: datetime
    break_min: int


@dataclass(frozen=True)
class Tap:
    """One punch as a phone sends it, and when it really happened."""

    number: int
    person: int
    site: int
    shift: Shift
    """What the person came for."""
    kind: Kind
    happened_at: datetime
    device_time: datetime
    last_server_time: datetime | None
    arrives_at: datetime
    doubled: bool = False
    """A second tap of the same thing."""


@dataclass
class Stay:
    """Being at work, as it really was; `ended_by` is "out", or what made an end of it, or None."""

    person: int
    site: int
    shift: Shift
    starts_at: datetime
    ends_at: datetime | None = None
    ended_by: str | None = None
    breaks: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class Month:
    people: list[Pattern]
    sites: int
    plan: list[Shift]
    taps: list[Tap]


def generate(people: int, *, sites: int = 12, seed: int = 20261001) -> Month:
    """A firm of so many people, from three weeks before the month to the end of its last week."""
    chance = random.Random(seed)
    month = Month([PATTERNS[number % len(PATTERNS)] for number in range(people)], sites, [], [])
    for person, pattern in enumerate(month.people):
        _live(month, person, pattern, chance)
    month.taps.sort(key=lambda tap: (tap.arrives_at, tap.number))
    return month


def _live(month: Month, person: int, pattern: Pattern, chance: random.Random) -> None:
    site = person % month.sites
    skew = timedelta(minutes=chance.choice((-25, -9, 7, 18))) if chance.random() < 0.1 else timedelta()
    day = BEGINS
    while day <= ENDS:
        if day.weekday() in pattern.weekdays:
            starts_at = datetime.combine(day, pattern.begins, SEOUL).astimezone(UTC)
            shift = Shift(
                person, site, starts_at, starts_at + timedelta(minutes=pattern.minutes), pattern.break_min
            )
            month.plan.append(shift)
            _attend(month, shift, skew, chance)
        day += timedelta(days=1)


def _attend(month: Month, shift: Shift, skew: timedelta, chance: random.Random) -> None:
    if chance.random() < 0.02:
        return  # absent
    late = chance.randint(6, 55) if chance.random() < 0.08 else chance.randint(-8, 3)
    early = chance.randint(5, 40) if chance.random() < 0.03 else -chance.randint(-2, 12)
    # Whole minutes: the slow calculation of pay looks at them one by one.
    came = shift.starts_at + timedelta(minutes=late)
    left = shift.ends_at - timedelta(minutes=early)
    moments: list[tuple[Kind, datetime]] = []
    if chance.random() >= 0.01:
        moments.append(("in", came))
    if shift.break_min and chance.random() < 0.8:
        rest = came + timedelta(minutes=(left - came) // timedelta(minutes=2))
        moments.append(("break_start", rest))
        moments.append(("break_end", rest + timedelta(minutes=shift.break_min + chance.randint(-6, 3))))
    if chance.random() >= 0.02:
        moments.append(("out", left))
    offline = timedelta(hours=chance.uniform(0.5, 40)) if chance.random() < 0.15 else None
    for kind, at in moments:
        _tap(month, shift, kind, at, skew, offline, chance, doubled=False)
        if kind in ("in", "out") and chance.random() < 0.05:
            again = at + timedelta(seconds=chance.randint(20, 200))
            _tap(month, shift, kind, again, skew, offline, chance, doubled=True)


def _tap(
    month: Month,
    shift: Shift,
    kind: Kind,
    at: datetime,
    skew: timedelta,
    offline: timedelta | None,
    chance: random.Random,
    *,
    doubled: bool,
) -> None:
    # What waits is sent in no order of its own. A right clock is believed, a wrong one needs proof.
    delay = offline + timedelta(seconds=chance.uniform(0, 60)) if offline else timedelta(milliseconds=200)
    proof = bool(skew) or chance.random() < 0.9
    month.taps.append(
        Tap(
            number=len(month.taps),
            person=shift.person,
            site=shift.site,
            shift=shift,
            kind=kind,
            happened_at=at,
            device_time=at + skew,
            last_server_time=at - HEARD if proof else None,
            arrives_at=at + delay,
            doubled=doubled,
        )
    )


def truth(month: Month) -> dict[int, list[Stay]]:
    """What everybody's taps mean, read slowly, one person after the other, by when they happened."""
    stays: dict[int, list[Stay]] = {person: [] for person in range(len(month.people))}
    for person, mine in stays.items():
        at_work: Stay | None = None
        resting_since: datetime | None = None
        for tap in sorted((tap for tap in month.taps if tap.person == person), key=_moment):
            if tap.kind == "in":
                if at_work and _only_again(at_work, tap, resting_since):
                    continue
                if at_work:
                    _end(at_work, tap.happened_at, "next_in", resting_since)
                at_work, resting_since = Stay(person, tap.site, tap.shift, tap.happened_at), None
                mine.append(at_work)
            elif at_work is None:
                continue
            elif tap.kind == "out":
                _end(at_work, tap.happened_at, "out", resting_since)
                at_work, resting_since = None, None
            elif tap.kind == "break_start":
                resting_since = resting_since or tap.happened_at
            elif resting_since is not None:
                at_work.breaks.append((resting_since, tap.happened_at))
                resting_since = None
    return stays


def _only_again(stay: Stay, tap: Tap, resting_since: datetime | None) -> bool:
    untouched = resting_since is None and not stay.breaks
    return untouched and stay.site == tap.site and tap.happened_at - stay.starts_at <= AGAIN


def _moment(tap: Tap) -> datetime:
    return tap.happened_at


def _end(stay: Stay, at: datetime, by: str, resting_since: datetime | None) -> None:
    if resting_since is not None:
        stay.breaks.append((resting_since, at))
    stay.ends_at, stay.ended_by = at, by
