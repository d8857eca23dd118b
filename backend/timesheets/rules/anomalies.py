"""What on a sheet somebody should look at. Each is a fact about the record, never a judgement of a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.attendance.rules.matching import LATEST
from backend.scheduling.rules.law import break_owed
from backend.timesheets.rules.scene import Ground, Leave, LoneOut, Scene, Seat
from backend.timesheets.rules.sheet import Anomaly, Stretch
from backend.timesheets.rules.works import MINUTE, Work, net_of, planned_of, rest_of

LEFT_OPEN = timedelta(hours=16)
"""Nobody works longer than this: the OUT was forgotten."""
FLAGS = {"outside_radius": "outside", "clock_skew": "skew", "clock_unverified": "skew"}
"""What attendance says of a punch that is an exception here."""


def anomalies_of(scene: Scene, works: Sequence[Work], ground: Ground) -> list[Anomaly]:
    """Every exception, in order of time."""
    found = [
        *_of_seats(scene, works, ground),
        *_of_works(scene, works, ground),
        *_of_days(works),
        *_lone_outs(scene, works, ground),
        *_matters(scene, works, ground),
    ]
    return sorted(found, key=lambda one: (one.day, one.at, one.code, one.minutes or 0))


def _of_seats(scene: Scene, works: Sequence[Work], ground: Ground) -> Iterator[Anomaly]:
    grace = timedelta(minutes=ground.choices.grace_min)
    by_shift: dict[UUID, list[Stretch]] = defaultdict(list)
    for work in works:
        for stretch in work.stretches:
            if stretch.shift_id:
                by_shift[stretch.shift_id].append(stretch)
    for seat in scene.seats:
        day = planned_of(seat, ground)[0].day
        starts_at, ends_at = _expected(seat, scene.leaves)
        done = by_shift[seat.shift_id]
        if starts_at >= ends_at:
            continue
        if not done:
            if ends_at <= ground.now and not _was_there(seat, works, scene.lone_outs):
                minutes = (ends_at - starts_at) // MINUTE
                yield Anomaly("absent", day, starts_at, minutes, shift_id=seat.shift_id)
            continue
        first, last = done[0], max(done, key=lambda stretch: stretch.ends_at)
        if first.starts_at > starts_at + grace:
            minutes = (first.starts_at - starts_at) // MINUTE
            yield Anomaly("late", day, first.starts_at, minutes, first.session_id, seat.shift_id)
        if not last.open and last.ends_at < ends_at - grace:
            minutes = (ends_at - last.ends_at) // MINUTE
            yield Anomaly("left_early", day, last.ends_at, minutes, last.session_id, seat.shift_id)


def _expected(seat: Seat, leaves: Iterable[Leave]) -> tuple[datetime, datetime]:
    """From when to when somebody is to be there: not during leave. Nothing is left where it covers it all."""
    starts_at, ends_at = seat.starts_at, seat.ends_at
    for leave in leaves:
        if leave.starts_at <= starts_at < leave.ends_at:
            starts_at = leave.ends_at
        if leave.starts_at < ends_at <= leave.ends_at:
            ends_at = leave.starts_at
    return starts_at, ends_at


def _was_there(seat: Seat, works: Sequence[Work], outs: Iterable[LoneOut]) -> bool:
    """Whether anything says that somebody was at the place then, though not for this shift."""
    return any(
        stretch.site_id in (None, seat.site_id)
        and stretch.starts_at < seat.ends_at
        and stretch.ends_at > seat.starts_at
        for work in works
        for stretch in work.stretches
        if not stretch.travel
    ) or any(
        out.shift_id == seat.shift_id
        or (out.site_id in (None, seat.site_id) and seat.starts_at < out.at <= seat.ends_at + LATEST)
        for out in outs
    )


def _of_works(scene: Scene, works: Sequence[Work], ground: Ground) -> Iterator[Anomaly]:
    longest = timedelta(minutes=ground.choices.over_long_min)
    for work in works:
        for stretch in work.stretches:
            yield from _of_stretch(stretch, work.day, ground)
        first = work.stretches[0]
        if work.net > longest:
            yield Anomaly("over_long", work.day, work.starts_at, work.net // MINUTE, first.session_id)
        # Where nothing is planned for anybody, work without a shift is how they work.
        if scene.seats and not any(stretch.shift_id for stretch in work.stretches):
            yield Anomaly("unplanned", work.day, work.starts_at, work.net // MINUTE, first.session_id)


def _of_stretch(stretch: Stretch, day: date, ground: Ground) -> Iterator[Anomaly]:
    for code in dict.fromkeys(FLAGS[flag] for flag in stretch.flags if flag in FLAGS):
        yield Anomaly(code, day, stretch.starts_at, None, stretch.session_id, stretch.shift_id)
    if "missing_out" in stretch.flags or (stretch.open and _is_over(stretch, ground.now)):
        yield Anomaly("missing_out", day, stretch.ends_at, None, stretch.session_id, stretch.shift_id)


def _is_over(stretch: Stretch, now: datetime) -> bool:
    if stretch.shift_id:
        return now > stretch.ends_at + LATEST
    return now > stretch.starts_at + LEFT_OPEN


def _of_days(works: Sequence[Work]) -> Iterator[Anomaly]:
    """Breaks that the law wants and nobody had (근로기준법 제54조). Time between two works is time off."""
    by_day: dict[date, list[Stretch]] = defaultdict(list)
    for work in works:
        by_day[work.day].extend(work.stretches)
    for day, stretches in by_day.items():
        if any(stretch.open for stretch in stretches):
            continue
        net = sum((net_of(stretch) for stretch in stretches), timedelta())
        owed = break_owed(net // MINUTE)
        if owed == 0:
            continue
        rest = sum((rest_of(stretch) for stretch in stretches), timedelta())
        at = stretches[0].ends_at
        for stretch in stretches[1:]:
            rest += max(stretch.starts_at - at, timedelta())
            at = max(at, stretch.ends_at)
        missing = owed - rest // MINUTE
        if missing > 0:
            last = stretches[-1]
            yield Anomaly("break_owed", day, last.ends_at, missing, last.session_id, last.shift_id)


def _lone_outs(scene: Scene, works: Sequence[Work], ground: Ground) -> Iterator[Anomaly]:
    for out in scene.lone_outs:
        day = _day_at(out.at, works, ground)
        yield Anomaly("missing_in", day, out.at, shift_id=out.shift_id, ref=out.punch_id)


def _matters(scene: Scene, works: Sequence[Work], ground: Ground) -> Iterator[Anomaly]:
    for matter in scene.matters:
        yield Anomaly(matter.code, _day_at(matter.at, works, ground), matter.at, ref=matter.ref)


def _day_at(at: datetime, works: Sequence[Work], ground: Ground) -> date:
    """The day of the work that a moment lies in, or what the organisation's calendar shows."""
    found = next((work.day for work in works if work.starts_at <= at <= work.ends_at), None)
    return found or at.astimezone(ZoneInfo(ground.zone)).date()
