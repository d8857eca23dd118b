"""What everybody's period comes to: live for open sheets, frozen for locked ones.

A statement is frozen when it is first asked for after its sheet was locked: from the sheet as it was locked,
by the rules and the decisions of that moment. A sheet that is reopened and locked again gets another one.
Nothing is cached for open sheets: the same facts make the same statement, however often and in which order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.database import fetch, transaction
from backend.payroll.errors import ChoiceNeeded
from backend.payroll.queries import facts as queries
from backend.payroll.rules import errors, kr, neutral
from backend.payroll.rules.facts import PayFacts
from backend.payroll.rules.pack import Pack
from backend.payroll.rules.statement import Statement
from backend.payroll.schemas.pay import SheetState
from backend.payroll.service.facts import person_facts, whole, with_locked
from backend.payroll.service.headcount import Headcount, headcounts, keep, months_of
from backend.payroll.service.settings import Decided, decided
from backend.timesheets.queries.sheets import people
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.service.periods import Period

PACKS: Mapping[str, Pack] = {"kr": kr.PACK, "neutral": neutral.PACK}
ABROAD = timedelta(days=2)
"""How far the days of every zone reach beyond a period's."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One person's statement, on how many days they worked, and what holds of their sheet."""

    statement: Statement
    worked_days: int
    state: SheetState = "open"
    locked_at: datetime | None = None

    @property
    def final(self) -> bool:
        """Nothing moves it any more, unless the sheet is reopened."""
        return self.locked_at is not None


@dataclass(frozen=True, slots=True)
class Pay:
    """A period's statements by member, with what they stand on."""

    people: dict[UUID, Stated]
    sizes: dict[date, Headcount]
    settings: Decided


async def statements(period: Period, member_ids: Sequence[UUID] | None = None) -> list[Statement]:
    """Everybody's statements of a period, or these people's, by their ids.

    Raises ChoiceNeeded while the organisation has not decided what the rules ask for.
    """
    people = (await read_pay(period, member_ids)).people
    return [people[member_id].statement for member_id in sorted(people)]


async def read_pay(period: Period, member_ids: Sequence[UUID] | None = None) -> Pay:
    """The same with the state of each sheet and how the months were judged. Raises ChoiceNeeded."""
    async with transaction():
        settings = await decided()
        if settings.missing:
            raise ChoiceNeeded(choices=settings.missing)
        wanted = await _everybody(period) if member_ids is None else list(dict.fromkeys(member_ids))
        sheets = {row["member_id"]: row for row in await fetch(queries.SHEETS, period.id, wanted)}
        locked = {member_id: row["locked_at"] for member_id, row in sheets.items() if row["locked_at"]}
        found = await _frozen(period, list(locked)) if locked else {}
        sizes = await headcounts(months_of(period)) if settings.settings.pack == "kr" else {}
        live = [member_id for member_id in wanted if member_id not in found]
        if live:
            found |= await _compute(period, live, locked, settings, sizes)
            fresh = {member_id: found[member_id] for member_id in live if member_id in locked}
            if fresh:
                await _freeze(period, fresh, locked, settings)
                await keep(sizes, clock.now().date())
    people = {
        member_id: replace(
            stated,
            state=sheets[member_id]["state"] if member_id in sheets else "open",
            locked_at=locked.get(member_id),
        )
        for member_id, stated in found.items()
    }
    return Pay(people, sizes, settings)


async def _everybody(period: Period) -> list[UUID]:
    since, until = (datetime.combine(day, time(), UTC) for day in (period.from_on, period.until_on))
    return await people(period.from_on, period.until_on, since - ABROAD, until + ABROAD)


async def _frozen(period: Period, member_ids: list[UUID]) -> dict[UUID, Stated]:
    rows = await fetch(queries.FROZEN, period.id, member_ids)
    return {
        row["member_id"]: Stated(
            msgspec.json.decode(row["statement"], type=Statement), worked_days=row["worked_days"]
        )
        for row in rows
    }


async def _compute(
    period: Period,
    member_ids: list[UUID],
    locked: Mapping[UUID, datetime],
    settings: Decided,
    sizes: Mapping[date, Headcount],
) -> dict[UUID, Stated]:
    chosen = settings.settings
    five_or_more = {month: size.five_or_more for month, size in sizes.items()}
    common = await whole(period, settings.choices, five_or_more, chosen.full_timer_days)
    contents = await _contents(period, [member_id for member_id in member_ids if member_id in locked])
    pack = PACKS[chosen.pack or "neutral"]
    made = {}
    for member_id, facts in (await person_facts(period, member_ids, common)).items():
        if member_id in contents:
            # It was locked: all of it is over, also for who left before the period did.
            facts = replace(with_locked(facts, contents[member_id]), as_of=None)
        made[member_id] = Stated(_statement(pack, facts), _worked_days(facts))
    return made


def _statement(pack: Pack, facts: PayFacts) -> Statement:
    try:
        return pack.statement(facts)
    except errors.ChoiceNeeded as needed:
        raise ChoiceNeeded(choices=list(needed.names)) from None


def _worked_days(facts: PayFacts) -> int:
    return len({one.day for one in facts.stretches if facts.from_on <= one.day <= facts.until_on})


async def _contents(period: Period, member_ids: list[UUID]) -> dict[UUID, Sheet]:
    """Sheets as they were locked."""
    if not member_ids:
        return {}
    rows = await fetch(queries.CONTENTS, period.id, member_ids)
    return {
        row["member_id"]: msgspec.json.decode(row["content"], type=Sheet) for row in rows if row["content"]
    }


async def _freeze(
    period: Period, made: Mapping[UUID, Stated], locked: Mapping[UUID, datetime], settings: Decided
) -> None:
    said = [one.statement for one in made.values()]
    await fetch(
        queries.FREEZE,
        period.id,
        clock.now(),
        list(made),
        [locked[member_id] for member_id in made],
        [one.pack for one in said],
        [one.pack_version for one in said],
        [settings.version] * len(made),
        [msgspec.json.encode(one).decode() for one in said],
        [one.worked_days for one in made.values()],
    )
