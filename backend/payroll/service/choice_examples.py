"""What each answer to a question of the law comes to: a small piece of work, paid by the rules themselves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.payroll.rules import kr
from backend.payroll.rules.facts import Choices, Contract, PayFacts
from backend.payroll.schemas.settings import Example, Option
from backend.timesheets.rules.sheet import Stretch

ZONE = "Asia/Seoul"
SOMEBODY = UUID(int=1)
HOURLY_WON = 12_000
HANGEUL_DAY = date(2026, 10, 9)
"""A Friday."""
ANSWERED = Choices(
    weekly_excess="last_days",
    holiday_hours_in_week=False,
    holiday_from_midnight="start_day",
    minutes="exact",
    won="nearest",
)
"""The other questions, while one is shown."""

OPTIONS: dict[str, tuple[object, ...]] = {
    "weekly_excess": ("last_days", "proportional"),
    "holiday_hours_in_week": (False, True),
    "holiday_from_midnight": ("start_day", "split"),
    "minutes": ("exact", "down_5", "down_10", "nearest_5", "nearest_10", "nearest_15"),
    "won": ("nearest", "up", "down"),
}


@cache
def examples() -> list[Example]:
    """For each question the same person's pay by each answer."""
    return [
        Example(
            choice,
            [Option(_said(answer), _paid(facts, **{choice: answer})) for answer in OPTIONS[choice]],
        )
        for choice, facts in _work().items()
    ]


def _work() -> dict[str, PayFacts]:
    """For each question a piece of work whose pay depends on the answer."""
    return {
        # Six days of eight hours in the week in which June ends on a Tuesday: what June pays of them.
        "weekly_excess": _facts(
            date(2026, 6, 29), date(2026, 6, 30), [_day(date(2026, 6, 29) + timedelta(n)) for n in range(6)]
        ),
        # Monday to Saturday, the Friday a holiday.
        "holiday_hours_in_week": _facts(
            date(2026, 10, 5), date(2026, 10, 11), [_day(date(2026, 10, 5) + timedelta(n)) for n in range(6)]
        ),
        # From ten in the evening before a holiday to six in its morning.
        "holiday_from_midnight": _facts(
            date(2026, 10, 8), date(2026, 10, 9), [_stretch(date(2026, 10, 8), "22:00", 8 * 60)]
        ),
        # A day of seven hours and 53 minutes.
        "minutes": _facts(date(2026, 6, 29), date(2026, 6, 29), [_stretch(date(2026, 6, 29), "09:00", 473)]),
        # An hour and eight minutes at 10,330 won: 11,707 and a third.
        "won": replace(
            _facts(date(2026, 6, 29), date(2026, 6, 29), [_stretch(date(2026, 6, 29), "09:00", 68)]),
            contracts=(_contract(10_330),),
        ),
    }


def _facts(from_on: date, until_on: date, stretches: Iterable[Stretch]) -> PayFacts:
    return PayFacts(
        member_id=SOMEBODY,
        from_on=from_on,
        until_on=until_on,
        contracts=(_contract(HOURLY_WON),),
        choices=ANSWERED,
        stretches=tuple(stretches),
        holidays=frozenset({HANGEUL_DAY}),
        five_or_more={day.replace(day=1): True for day in (from_on, until_on)},
        hired_on=date(2025, 1, 1),
        # The weekly holiday is the same by every answer: the example is about the days.
        as_of=from_on,
    )


def _contract(won: int) -> Contract:
    return Contract(date(2025, 1, 1), "hourly", won, weekly_min=40 * 60, days_per_week=5)


def _day(day: date) -> Stretch:
    return _stretch(day, "09:00", 8 * 60)


def _stretch(day: date, begins: str, minutes: int) -> Stretch:
    starts_at = datetime.fromisoformat(f"{day}T{begins}").replace(tzinfo=ZoneInfo(ZONE))
    return Stretch(
        session_id=SOMEBODY,
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        zone=ZONE,
    )


def _paid(facts: PayFacts, **answer: object) -> int:
    choices = replace(facts.choices, **answer)  # type: ignore[arg-type]
    return kr.PACK.statement(replace(facts, choices=choices)).total_won


def _said(answer: object) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
