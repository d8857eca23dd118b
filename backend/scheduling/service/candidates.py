"""Who could take a free seat: everybody who works here, the most suitable first."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from backend.core.actor import Actor
from backend.core.database import transaction
from backend.scheduling.rules.guards.rest import nearest_km
from backend.scheduling.service.guards import Finding, Placement, Situation, situation


class Candidate(Struct, frozen=True):
    """Somebody who is not on the shift. `minutes_this_week` with the shift, `distance` in kilometres from
    where they work before or after it on that day, None when nowhere."""

    shift_id: UUID
    member_id: UUID
    name: str
    findings: list[Finding]
    minutes_this_week: int
    distance: float | None


async def candidates(
    shift_ids: Sequence[UUID], *, reader: Actor | None = None, without: Sequence[Placement] = ()
) -> list[Candidate]:
    """Everybody for each of these shifts, by shift, best first.

    Who may without any finding comes first, then who may with a warning, then who may not; among equals who
    has the fewest minutes in that week beyond their contract, then who is near. `without`: placements that
    are thought away, such as of somebody who is ill.
    """
    async with transaction():
        found = await situation(None, shift_ids, without=without)
    gone = {(one.member_id, one.shift_id) for one in without}
    ranked = (
        _candidate(found, member_id, shift_id, reader)
        for shift_id in shift_ids
        if shift_id in found.shifts
        for member_id in found.people
        if (member_id, shift_id) not in gone and not _is_on(found, member_id, shift_id)
    )
    order = {shift_id: place for place, shift_id in enumerate(shift_ids)}
    return sorted(ranked, key=lambda one: (order[one.shift_id], *_rank(one, found)))


def _is_on(found: Situation, member_id: UUID, shift_id: UUID) -> bool:
    return any(work.shift_id == shift_id for work in found.diaries[member_id].entries)


def _candidate(found: Situation, member_id: UUID, shift_id: UUID, reader: Actor | None) -> Candidate:
    work = found.shifts[shift_id].work()
    diary = found.diaries[member_id].with_(work)
    return Candidate(
        shift_id=shift_id,
        member_id=member_id,
        name=found.people[member_id].name,
        findings=found.findings(member_id, shift_id, diary=diary, reader=reader),
        minutes_this_week=diary.week_total(diary.first_day(work)),
        distance=nearest_km(diary, work, found.ground),
    )


def _rank(one: Candidate, found: Situation) -> tuple[int, int, float]:
    refused = sum(finding.level == "refuse" for finding in one.findings)
    day = found.shifts[one.shift_id].starts_at.date()
    terms = found.people[one.member_id].terms_on(day)
    over = one.minutes_this_week - (terms.weekly_min if terms else 0)
    return refused * 100 + len(one.findings), over, one.distance if one.distance is not None else 0.0
