"""What the crew asked of the plan, and what became of it."""

from typing import Literal
from uuid import UUID

from backend.core.events import Event
from backend.scheduling.events import PLAN

OPEN = ("open_shifts",)
SWAPS = ("swaps",)


class SeatClaimed(Event, frozen=True):
    """Somebody took a free seat, asked for one, or waits for one."""

    documents = OPEN
    shift_id: UUID
    member_id: UUID
    state: Literal["assigned", "requested", "standby"]


class ClaimWithdrawn(Event, frozen=True):
    documents = OPEN
    shift_id: UUID
    member_id: UUID


class ClaimDecided(Event, frozen=True):
    """The office answered, a seat fell to the first in the line, or the shift is cancelled."""

    documents = OPEN
    shift_id: UUID
    member_id: UUID
    outcome: Literal["granted", "refused", "lapsed"]
    by: Literal["office", "standby", "cancelled"]


class SeatsOpened(Event, frozen=True):
    """The crew may take seats of these shifts; `cause_id` is what made them free."""

    documents = OPEN
    cause_id: UUID
    shift_ids: list[UUID]


class ShiftFilled(Event, frozen=True):
    """An open shift has no free seat any more."""

    documents = OPEN
    shift_id: UUID


class ShiftConfirmed(Event, frozen=True):
    documents = PLAN
    shift_id: UUID
    member_id: UUID


class ShiftRefused(Event, frozen=True):
    """Somebody does not come; their seat is free. Why stands in the table alone."""

    documents = PLAN
    shift_id: UUID
    member_id: UUID


class ConfirmationDue(Event, frozen=True):
    """The time is up until which people confirm a shift. Made by a timer."""

    shift_id: UUID


class SeatUnconfirmed(Event, frozen=True):
    """Nobody heard from them in time, so their seat is open to the crew."""

    documents = PLAN
    shift_id: UUID
    member_id: UUID


class SwapAsked(Event, frozen=True):
    """To one member, or (`to_member_id` None) to anybody who is suitable."""

    documents = SWAPS
    swap_id: UUID
    shift_id: UUID
    from_member_id: UUID
    to_member_id: UUID | None
    in_return_shift_id: UUID | None


class SwapAnswered(Event, frozen=True):
    """Somebody of the two did something: `state` is what the swap is now, `member_id` who did it."""

    documents = SWAPS
    swap_id: UUID
    state: Literal["countered", "accepted", "declined", "withdrawn", "asked"]
    member_id: UUID


class SwapDone(Event, frozen=True):
    """The shifts have changed hands; `by_office` says who had the last word."""

    documents = (*SWAPS, *PLAN, *OPEN)
    swap_id: UUID
    shift_id: UUID
    from_member_id: UUID
    to_member_id: UUID
    in_return_shift_id: UUID | None
    by_office: bool


class SwapRefused(Event, frozen=True):
    """The office said no."""

    documents = SWAPS
    swap_id: UUID


class SwapLapsed(Event, frozen=True):
    """A shift of it was cancelled, or one of the two is not on it any more."""

    documents = SWAPS
    swap_id: UUID
