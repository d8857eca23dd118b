"""From sessions to stretches of work that each belong to a day.

Work is one as long as it goes on: from site to site on the way that was ordered, and within one shift, even
when somebody clocks out for a while. By law it belongs to the day on which it starts (근기 01254-20752), so
what is one decides about days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from backend.scheduling.rules.days import days_of, midnight_after, split_at_midnight, without_break
from backend.timesheets.rules.scene import Ground, Seat, Session
from backend.timesheets.rules.sheet import PlannedTime, Rest, Stretch

MINUTE = timedelta(minutes=1)
GOES_ON = ("move", "arrival")
"""What closes a session without ending the work."""


@dataclass(slots=True)
class Work:
    """What was done in one go, and the day that it belongs to."""

    day: date
    zone: str
    stretches: list[Stretch]
    seat: Seat | None = None

    @property
    def starts_at(self) -> datetime:
        return self.stretches[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.stretches[-1].ends_at

    @property
    def net(self) -> timedelta:
        """Time worked, breaks not counted."""
        return sum((net_of(stretch) for stretch in self.stretches), timedelta())


def net_of(stretch: Stretch) -> timedelta:
    """What was worked, breaks not counted."""
    return stretch.ends_at - stretch.starts_at - rest_of(stretch)


def rest_of(stretch: Stretch) -> timedelta:
    return sum((rest.ends_at - rest.starts_at for rest in stretch.breaks), timedelta())


def end_of(session: Session) -> datetime:
    """When it ended, as far as anybody knows.

    Where no OUT was recorded it ends with its shift, or with the next IN if that came before. Without a shift
    nothing is known: it is then a minute as long as it is open.
    """
    if session.ended_at is not None and session.closed_by != "next_in":
        return session.ended_at
    planned = session.shift_ends_at and max(session.shift_ends_at, session.starts_at + MINUTE)
    if session.ended_at is None:
        return planned or session.starts_at + MINUTE
    return min(planned, session.ended_at) if planned else session.ended_at


def works_of(sessions: Sequence[Session], seats: Sequence[Seat], ground: Ground) -> list[Work]:
    """Everything that was done, each in one piece. Sessions come in order of time."""
    seat_of = {seat.shift_id: seat for seat in seats}
    return [_work(group, seat_of, ground) for group in _in_one_go(sessions)]


def _in_one_go(sessions: Sequence[Session]) -> list[list[Session]]:
    groups: list[list[Session]] = []
    for session in sessions:
        before = groups[-1][-1] if groups else None
        if before is not None and (
            before.closed_by in GOES_ON
            or (session.shift_id is not None and session.shift_id == before.shift_id)
        ):
            groups[-1].append(session)
        else:
            groups.append([session])
    return groups


def _work(group: Sequence[Session], seat_of: dict[UUID, Seat], ground: Ground) -> Work:
    site_id = next((one.site_id for one in group if one.site_id), None)
    zone = ground.zones.get(site_id, ground.zone) if site_id else ground.zone
    ends = [end_of(one) for one in group]
    day = _day_of(group[0].starts_at, ends[-1], zone, ground)
    stretches = []
    for session, ends_at in zip(group, ends, strict=True):
        zone = ground.zones.get(session.site_id, zone) if session.site_id else zone
        stretches.append(_stretch(session, ends_at, day, zone))
    shift_id = next((one.shift_id for one in group if one.shift_id), None)
    work = Work(day, stretches[0].zone, stretches, seat_of.get(shift_id) if shift_id else None)
    if ground.choices.unpunched_break == "planned":
        _rest_as_planned(work, seat_of)
    return work


def _day_of(starts_at: datetime, ends_at: datetime, zone: str, ground: Ground) -> date:
    if ground.day_rule in ("start", "split") or ends_at <= starts_at:
        return starts_at.astimezone(ZoneInfo(zone)).date()
    return days_of(starts_at, ends_at, zone, ground.day_rule)[0][0]


def _stretch(session: Session, ends_at: datetime, day: date, zone: str) -> Stretch:
    breaks = list(session.breaks)
    if session.on_break_since is not None:
        breaks.append((session.on_break_since, ends_at))
    return Stretch(
        session_id=session.id,
        day=day,
        starts_at=session.starts_at,
        ends_at=ends_at,
        zone=zone,
        breaks=_within(breaks, session.starts_at, ends_at),
        site_id=session.site_id,
        shift_id=session.shift_id,
        travel=session.travel,
        open=session.ended_at is None,
        flags=session.flags,
    )


def _within(
    breaks: Sequence[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime
) -> tuple[Rest, ...]:
    cut = ((max(from_, starts_at), min(to, ends_at)) for from_, to in breaks)
    return tuple(Rest(from_, to) for from_, to in cut if from_ < to)


def _rest_as_planned(work: Work, seat_of: dict[UUID, Seat]) -> None:
    """The organisation's choice: a break that nobody recorded was taken in the middle of the shift.

    Only where somebody was at work all through it, and recorded no other break of that shift.
    """
    rested = {stretch.shift_id for stretch in work.stretches if stretch.breaks}
    for place, stretch in enumerate(work.stretches):
        seat = seat_of.get(stretch.shift_id) if stretch.shift_id else None
        if seat is None or not seat.break_min or stretch.shift_id in rested or stretch.travel:
            continue
        middle = seat.starts_at + (seat.ends_at - seat.starts_at) / 2
        from_ = middle - timedelta(minutes=seat.break_min) / 2
        to = from_ + timedelta(minutes=seat.break_min)
        if stretch.starts_at <= from_ and to <= stretch.ends_at:
            work.stretches[place] = replace(stretch, breaks=(Rest(from_, to),))


def pieces_of(works: Sequence[Work], ground: Ground) -> list[Stretch]:
    """The stretches of the sheet: as they are, or cut at midnight where days are split."""
    whole = [stretch for work in works for stretch in work.stretches]
    if ground.day_rule != "split":
        return whole
    return [piece for stretch in whole for piece in _split(stretch)]


def _split(stretch: Stretch) -> list[Stretch]:
    pieces, at, place = [], stretch.starts_at, ZoneInfo(stretch.zone)
    while at < stretch.ends_at:
        day = at.astimezone(place).date()
        until = min(midnight_after(day, place), stretch.ends_at)
        breaks = [(rest.starts_at, rest.ends_at) for rest in stretch.breaks]
        pieces.append(
            replace(stretch, day=day, starts_at=at, ends_at=until, breaks=_within(breaks, at, until))
        )
        at = until
    return pieces or [stretch]


def planned_of(seat: Seat, ground: Ground) -> list[PlannedTime]:
    """The shift on its day, or in its parts where days are split; a planned break is shared by length."""
    zone = ground.zones.get(seat.site_id, ground.zone)
    if ground.day_rule != "split":
        day = _day_of(seat.starts_at, seat.ends_at, zone, ground)
        times = [(day, seat.starts_at, seat.ends_at, seat.break_min)]
    else:
        times, at, place = [], seat.starts_at, ZoneInfo(zone)
        minutes = split_at_midnight(seat.starts_at, seat.ends_at, zone)
        for (day, net), (_, gross) in zip(without_break(minutes, seat.break_min), minutes, strict=True):
            until = min(midnight_after(day, place), seat.ends_at)
            times.append((day, at, until, gross - net))
            at = until
    return [
        PlannedTime(seat.shift_id, day, from_, to, zone, seat.site_id, break_min)
        for day, from_, to, break_min in times
    ]
