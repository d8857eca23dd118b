"""What a phone keeps of the working day: everybody their own, the office the board."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.attendance.queries import punches as queries
from backend.attendance.schemas.corrections import CorrectionView
from backend.attendance.schemas.proposals import ProposalView
from backend.attendance.schemas.punches import Board, PunchView
from backend.attendance.service.board import read_board
from backend.attendance.service.correction_pages import recent
from backend.attendance.service.proposals import open_of
from backend.core import clock
from backend.core.actor import Actor
from backend.core.snapshot import document

SHIFTS_BEFORE = timedelta(days=2)
SHIFTS_AFTER = timedelta(days=14)
PUNCHES_BEFORE = timedelta(days=14)


class Workplace(Struct):
    """A site, as somebody who works there needs it."""

    id: UUID
    name: str
    address: str
    lat: float
    lon: float
    radius_m: int
    timezone: str
    note: str
    photo_reason: str | None
    """Why a photo is asked for when clocking in there; null where none is."""


class MyShift(Struct):
    """`confirm_by`: until when one says whether one comes; null when nobody asked."""

    id: UUID
    site: Workplace
    starts_at: datetime
    ends_at: datetime
    note: str
    colleagues: list[str]
    confirm_by: datetime | None
    confirmed_at: datetime | None


class NowAtWork(Struct):
    id: UUID
    site_id: UUID | None
    shift_id: UUID | None
    started_at: datetime
    on_break: bool
    on_break_since: datetime | None
    break_ms: int
    travel: bool
    """On the way from one site to the next."""


class Asked(Struct):
    """What the organisation asks for. `consent`: to have one's position kept; null while nobody answered.

    `location_days`: after so many it is rounded; `photo_days`: after so many a photo goes. `clock_number`:
    where one texts or calls without the app.
    """

    consent: bool | None
    location_days: int
    photo_days: int
    clock_number: str | None


class Work(Struct):
    """One person's work in one organisation."""

    org: "Firm"
    member_id: UUID
    now_session: NowAtWork | None
    shifts: list[MyShift]
    punches: list[PunchView]
    asked: Asked


class Firm(Struct):
    id: UUID
    name: str
    timezone: str
    language: str


@document("work")
async def work(actor: Actor) -> Work:
    """Today and the next two weeks, and what one clocked in the last two: the punches that count."""
    now = clock.now()
    row = await queries.work_of(actor.member, now - SHIFTS_BEFORE, now + SHIFTS_AFTER)
    punches = await queries.punches_of_range(
        now - PUNCHES_BEFORE, now + timedelta(days=1), actor.member, None, actor.member, None, None, 500
    )
    return Work(
        org=msgspec.json.decode(row["org"], type=Firm),
        member_id=actor.member,
        now_session=msgspec.json.decode(row["now_session"] or "null", type=NowAtWork | None),
        shifts=msgspec.json.decode(row["shifts"], type=list[MyShift]),
        punches=[PunchView.of(punch) for punch in punches if "replaced" not in punch["flags"]],
        asked=msgspec.json.decode(row["asked"], type=Asked),
    )


@document("board", permission="see_board")
async def board(actor: Actor) -> Board:
    """The board as of this minute, so that nobody is sent the same one twice a minute."""
    return await read_board(actor, clock.now().replace(second=0, microsecond=0))


class Fixes(Struct):
    """What was corrected in one's record, or is asked to be, and what seems to be missing."""

    corrections: list[CorrectionView]
    proposals: list[ProposalView]


@document("fixes")
async def fixes(actor: Actor) -> Fixes:
    return Fixes(await recent(actor.member), await open_of(actor.member))
