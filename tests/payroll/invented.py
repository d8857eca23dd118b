"""Invented people for Hypothesis: contracts, choices, shifts, punches and leave of all kinds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from backend.payroll.rules.facts import Choices, Contract, PayFacts
from backend.timesheets.rules.sheet import PlannedTime, Rest, Stretch
from tests.payroll.people import SITE, SOMEBODY, at, leave

PERIODS = (
    (date(2026, 11, 1), date(2026, 11, 30)),
    (date(2026, 12, 1), date(2026, 12, 31)),
    (date(2026, 11, 21), date(2026, 12, 20)),
    (date(2026, 11, 23), date(2026, 11, 29)),
    (date(2026, 12, 28), date(2027, 1, 3)),
)
KINDS = ("hourly", "daily", "monthly")
WAGES = {"hourly": (9_000, 10_320, 12_345), "daily": (82_560, 100_001), "monthly": (2_156_880, 3_000_001)}
WORKDAYS = ((), (0, 1, 2, 3, 4), (0, 2, 4), (1, 2, 3, 4, 5, 6))
ZONES = ("Asia/Seoul", "Asia/Seoul", "Asia/Seoul", "Asia/Ho_Chi_Minh", "Europe/Berlin")

all_choices = st.builds(
    Choices,
    weekly_excess=st.sampled_from(("last_days", "proportional")),
    holiday_hours_in_week=st.booleans(),
    holiday_from_midnight=st.sampled_from(("start_day", "split")),
    minutes=st.sampled_from(("exact", "exact", "down_5", "down_10", "nearest_5", "nearest_10", "nearest_15")),
    won=st.sampled_from(("nearest", "up", "down")),
)
exact_choices = all_choices.map(lambda chosen: replace(chosen, minutes="exact"))


@st.composite
def contracts(draw, kinds: tuple[str, ...] = KINDS) -> tuple[Contract, ...]:
    """One or two, sometimes with a gap between them."""
    found = []
    for since in draw(st.sampled_from(((date(2026, 9, 1),), (date(2026, 11, 1), date(2026, 12, 2))))):
        kind = draw(st.sampled_from(kinds))
        found.append(
            Contract(
                from_on=since,
                wage_kind=kind,
                wage_won=draw(st.sampled_from(WAGES[kind])),
                weekly_min=draw(st.sampled_from((0, 600, 899, 900, 1200, 2400, 2400))),
                days_per_week=draw(st.sampled_from((0, 1, 3, 5, 5, 6))),
                until_on=draw(st.sampled_from((None, None, None, date(2026, 11, 26)))),
                workdays=draw(st.sampled_from(WORKDAYS)),
                probation_until=draw(st.sampled_from((None, None, date(2026, 11, 25)))),
                probation_percent=90,
                simple_labour=draw(st.booleans()),
                rest_weekday=draw(st.sampled_from((None, None, 6))),
            )
        )
    return tuple(found)


@st.composite
def shifts(draw, first: date, last: date) -> tuple[Stretch | PlannedTime, ...]:
    """A plan and what was done of it: late, missing, longer, with breaks, at other clocks."""
    found: list[Stretch | PlannedTime] = []
    days = (last - first).days
    for offset in draw(st.lists(st.integers(0, days), max_size=14)):
        day, zone = first + timedelta(days=offset), draw(st.sampled_from(ZONES))
        number = UUID(int=1000 + len(found))
        begins = at(day, f"{draw(st.sampled_from((0, 5, 9, 13, 18, 21, 22, 23))):02}:00", zone)
        hours = draw(st.sampled_from((3, 4, 5, 8, 9, 12)))
        kind = draw(st.sampled_from(("both", "both", "planned", "worked")))
        if kind != "worked":
            found.append(
                PlannedTime(number, day, begins, begins + timedelta(hours=hours), zone, SITE, hours // 8 * 60)
            )
        if kind != "planned":
            late = timedelta(minutes=draw(st.sampled_from((0, 0, -3, 7, 45))))
            more = timedelta(minutes=draw(st.sampled_from((0, 0, 2, 8, 61))))
            own = number if kind == "both" else None
            found.append(_done(draw, day, begins + late, begins + timedelta(hours=hours) + more, zone, own))
    return tuple(found)


def _done(draw, day: date, from_: datetime, to: datetime, zone: str, shift_id: UUID | None) -> Stretch:
    breaks = ()
    if draw(st.booleans()):
        rest = from_ + timedelta(minutes=draw(st.sampled_from((30, 100, 150))))
        breaks = (Rest(rest, rest + timedelta(minutes=draw(st.sampled_from((10, 30, 61))))),)
    return Stretch(UUID(int=1), day, from_, to, zone, breaks, SITE, shift_id)


@st.composite
def people(draw, choices=all_choices, kinds: tuple[str, ...] = KINDS, **always) -> PayFacts:
    """Everything that the rules look at, of one person."""
    from_on, until_on = draw(st.sampled_from(PERIODS))
    first = from_on - timedelta(days=from_on.weekday() + 21)
    last = until_on + timedelta(days=6 - until_on.weekday())
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    one_day = st.sampled_from(days)
    things = draw(shifts(first, last))
    away = st.tuples(one_day, st.sampled_from(("annual", "sick")), st.sampled_from((240, 480)))
    absent = draw(st.lists(away, max_size=2, unique_by=lambda one: one[0]))
    made = PayFacts(
        member_id=SOMEBODY,
        from_on=from_on,
        until_on=until_on,
        contracts=draw(contracts(kinds)),
        choices=draw(choices),
        stretches=tuple(one for one in things if isinstance(one, Stretch)),
        planned=tuple(one for one in things if isinstance(one, PlannedTime)),
        absences=tuple(leave(day.isoformat(), minutes, kind) for day, kind, minutes in absent),
        holidays=frozenset(draw(st.lists(one_day, max_size=3))),
        five_or_more={
            month: draw(st.booleans())
            for month in sorted({day.replace(day=1) for day in (from_on, until_on)})
        },
        hired_on=draw(st.sampled_from((None, None, date(2026, 11, 24)))),
        left_on=draw(st.sampled_from((None, None, date(2026, 12, 9)))),
        full_timer_days=draw(st.sampled_from((5, 5, 6))),
        as_of=draw(st.sampled_from((None, None, until_on - timedelta(days=3)))),
    )
    return replace(made, **always)
