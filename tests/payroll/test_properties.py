"""What holds of everybody's pay, whatever they did: for 80 invented people each."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from backend.payroll.rules import neutral
from backend.payroll.rules.facts import PayFacts
from backend.payroll.rules.kr import PACK
from backend.timesheets.rules.sheet import Rest, Stretch
from tests.payroll.invented import exact_choices, people

EVERYBODY = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
MINUTES = timedelta(minutes=7)
TAKEN_OFF = {"absence", "weekly_holiday_lost"}
"""The only lines that may be below zero."""


@EVERYBODY
@given(people())
def test_lines_add_up_to_the_total_and_no_premium_is_negative(person):
    for pack in (PACK, neutral.PACK):
        found = pack.statement(person)
        assert sum(line.won for line in found.lines) == found.total_won >= 0
        assert [line for line in found.lines if line.won < 0 and line.code not in TAKEN_OFF] == []


@EVERYBODY
@given(people(), st.randoms(use_true_random=False))
def test_neither_the_order_of_what_is_known_nor_doing_it_again_changes_anything(person, chance):
    def mixed(things):
        return tuple(chance.sample(things, len(things)))

    again = replace(
        person,
        stretches=mixed(person.stretches),
        planned=mixed(person.planned),
        absences=mixed(person.absences),
        contracts=mixed(person.contracts),
    )
    found = PACK.statement(person)
    assert PACK.statement(person) == found
    assert PACK.statement(again) == found


@EVERYBODY
@given(people())
def test_no_minute_is_paid_twice(person):
    """The same time recorded once more, as another session that ends a little earlier, is the same time."""
    again = tuple(
        changed(
            one,
            session_id=UUID(int=number),
            ends_at=max(one.starts_at, one.ends_at - MINUTES),
            breaks=one.breaks,
        )
        for number, one in enumerate(person.stretches, start=1000)
        if not one.breaks
    )
    twice = replace(person, stretches=(*person.stretches, *again))
    assert PACK.statement(twice).total_won == PACK.statement(person).total_won


@EVERYBODY
@given(people())
def test_cutting_work_at_midnight_changes_no_total_where_the_day_of_its_start_counts(person):
    person = replace(person, choices=replace(person.choices, day_rule="start"))
    cut = replace(person, stretches=tuple(piece for one in person.stretches for piece in _pieces(one)))
    assert PACK.statement(cut).total_won == PACK.statement(person).total_won


@EVERYBODY
@given(people(choices=exact_choices, kinds=("hourly",)), st.data())
def test_more_work_never_pays_less(person, data):
    if not person.stretches:
        return
    at = data.draw(st.integers(0, len(person.stretches) - 1))
    longer = data.draw(st.sampled_from((10, 60, 240)))
    assert PACK.statement(_longer(person, at, longer)).total_won >= PACK.statement(person).total_won


def _longer(person: PayFacts, at: int, minutes: int) -> PayFacts:
    one = person.stretches[at]
    more = changed(one, ends_at=one.ends_at + timedelta(minutes=minutes))
    return replace(person, stretches=(*person.stretches[:at], more, *person.stretches[at + 1 :]))


def _pieces(one: Stretch) -> list[Stretch]:
    zone = ZoneInfo(one.zone)
    midnight = datetime.combine(one.starts_at.astimezone(zone).date() + timedelta(days=1), time(), zone)
    if not one.starts_at < midnight < one.ends_at:
        return [one]

    def part(day, from_, to):
        rests = ((max(rest.starts_at, from_), min(rest.ends_at, to)) for rest in one.breaks)
        breaks = tuple(Rest(begin, end) for begin, end in rests if begin < end)
        return changed(one, day=day, starts_at=from_, ends_at=to, breaks=breaks)

    return [
        part(one.day, one.starts_at, midnight),
        part(midnight.date(), midnight, one.ends_at),
    ]
