"""People, contracts and days of work for the tests of the pay rules, in few words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from backend.payroll.rules.facts import Choices, Contract, PayFacts
from backend.payroll.rules.kr import PACK
from backend.payroll.rules.statement import Line, Statement
from backend.timesheets.rules.sheet import Absence, LeaveKind, PlannedTime, Rest, Stretch

SEOUL = "Asia/Seoul"
SOMEBODY = UUID(int=1)
SITE = UUID(int=2)
WEEKDAYS = (0, 1, 2, 3, 4)
CHOSEN = Choices(
    weekly_excess="last_days",
    holiday_hours_in_week=False,
    holiday_from_midnight="start_day",
    minutes="exact",
    won="nearest",
)
NOV = (date(2026, 11, 1), date(2026, 11, 30))
"""The Mondays of November 2026 are 2, 9, 16, 23 and 30; nothing in it is a public holiday."""


def day_of(on: str) -> date:
    """`11-23` is of 2026; a whole date is itself."""
    return date.fromisoformat(on if len(on) > 5 else f"2026-{on}")


def at(day: date, clock: str, zone: str = SEOUL) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def between(on: str, times: str, zone: str = SEOUL) -> tuple[date, datetime, datetime]:
    """`22:00-06:00` ends on the next day."""
    day = day_of(on)
    begins, ends = times.split("-")
    from_, to = at(day, begins, zone), at(day, ends if ends != "24:00" else "00:00", zone)
    if to <= from_:
        to = at(day + timedelta(days=1), ends if ends != "24:00" else "00:00", zone)
    return day, from_, to


def worked(on: str, times: str, *rests: str, zone: str = SEOUL, day: str | None = None, **more) -> Stretch:
    """At work on a day, with breaks."""
    own, from_, to = between(on, times, zone)
    breaks = []
    for rest in rests:
        _, begins, ends = between(on, rest, zone)
        if begins < from_:
            begins, ends = begins + timedelta(days=1), ends + timedelta(days=1)
        breaks.append(Rest(begins, ends))
    session = uuid5(SITE, f"{from_}{to}")
    return Stretch(session, day_of(day) if day else own, from_, to, zone, tuple(breaks), SITE, **more)


def plan(on: str, times: str, break_min: int = 0, zone: str = SEOUL) -> PlannedTime:
    day, from_, to = between(on, times, zone)
    return PlannedTime(uuid5(SITE, f"plan {from_}"), day, from_, to, zone, SITE, break_min)


def leave(on: str, minutes: int = 480, kind: LeaveKind = "annual") -> Absence:
    day = day_of(on)
    return Absence(uuid5(SITE, f"leave {on}"), kind, day, at(day, "00:00"), at(day, "23:59"), minutes)


def eight(*days: str) -> list[Stretch]:
    """Eight hours by day, with the hour of break that they want."""
    return [worked(day, "09:00-18:00", "12:00-13:00") for day in days]


def dates(first: str, count: int, step: int = 1) -> list[str]:
    return [(day_of(first) + timedelta(days=step * number)).isoformat() for number in range(count)]


def hourly(
    won: int = 10_320, hours: float = 40, days: int = 5, since: str = "2026-01-01", **more
) -> Contract:
    return Contract(day_of(since), "hourly", won, int(hours * 60), days, **more)


def monthly(
    won: int = 2_508_000, hours: float = 40, days: int = 5, since: str = "2026-01-01", **more
) -> Contract:
    more.setdefault("workdays", WEEKDAYS)
    return Contract(day_of(since), "monthly", won, int(hours * 60), days, **more)


def facts(
    stretches: Iterable[Stretch] = (),
    contract: Contract | tuple[Contract, ...] | None = None,
    *,
    period: tuple[date, date] = NOV,
    choices: Choices = CHOSEN,
    five: bool = True,
    holidays: Iterable[str] = (),
    **more,
) -> PayFacts:
    contracts = contract if isinstance(contract, tuple) else (contract or hourly(),)
    sizes = {day.replace(day=1): five for day in (*period, period[0] - timedelta(days=31))}
    return PayFacts(
        member_id=SOMEBODY,
        from_on=period[0],
        until_on=period[1],
        contracts=contracts,
        choices=choices,
        stretches=tuple(stretches),
        holidays=frozenset(map(day_of, holidays)),
        five_or_more=sizes,
        **more,
    )


def pay(stretches: Iterable[Stretch] = (), contract=None, **more) -> Statement:
    return PACK.statement(facts(stretches, contract, **more))


def won(statement: Statement, *codes: str) -> int:
    """Of these lines together."""
    return sum(line.won for line in statement.lines if line.code in codes)


def minutes(statement: Statement, code: str) -> str:
    """Of the one line of a kind; "" where there is none."""
    found = [line for line in statement.lines if line.code == code]
    assert len(found) < 2, found
    return found[0].minutes if found else ""


def line(statement: Statement, code: str) -> Line:
    return next(one for one in statement.lines if one.code == code)


def said(statement: Statement, code: str) -> list[dict]:
    """The values of each remark of a kind."""
    return [remark.values for remark in statement.remarks if remark.code == code]


def for_work(statement: Statement) -> int:
    """The hours and their premiums, without what is paid for days off."""
    return statement.total_won - won(statement, "weekly_holiday", "public_holiday", "annual_leave")
