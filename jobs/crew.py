"""What follows from what the crew asks of the plan, and from the plan for who waits."""

from backend.scheduling import claim_events as events
from backend.scheduling.events import (
    MemberAssigned,
    MemberUnassigned,
    PlanPublished,
    ShiftChanged,
    ShiftWithdrawn,
)
from backend.scheduling.service import confirmation, crew_news, standby, swap_news
from jobs.job import Happened, job

OPENS = {"seats", "open_by"}
"""The fields of a shift whose change may open seats to the crew."""


@job
async def open_published(event: Happened) -> None:
    """The plan is out: what is open in it, and until when people confirm."""
    published = event.read(PlanPublished)
    await confirmation.watch(published.shift_ids)
    await standby.look(published.publication_id, published.shift_ids)


@job
async def open_changed(event: Happened) -> None:
    """A shift has more seats, or the crew may take them now."""
    changed = event.read(ShiftChanged)
    if OPENS & set(changed.fields):
        await standby.look(changed.shift_id, [changed.shift_id])


@job
async def move_line_up(event: Happened) -> None:
    """A seat is free: the first in the line has it, or the crew hears. Swaps of it are over."""
    left = event.read(MemberUnassigned)
    await swap_news.lapse(left.shift_id, left.member_id)
    await standby.look(left.shift_id, [left.shift_id])


@job
async def follow_seat(event: Happened) -> None:
    """A seat is taken: the crew need not look any more, and who was put on it may have to confirm."""
    taken = event.read(MemberAssigned)
    if taken.why is None:
        await confirmation.ask(taken.shift_id, taken.member_id)
    await standby.note_seat(taken.shift_id, taken.member_id)


@job
async def lapse(event: Happened) -> None:
    """A shift is cancelled: nobody waits for it any more, nobody swaps it."""
    shift_id = event.read(ShiftWithdrawn).shift_id
    await standby.lapse(shift_id)
    await swap_news.lapse(shift_id)


@job
async def free_unconfirmed(event: Happened) -> None:
    """The time to confirm is up."""
    await confirmation.free_unconfirmed(event.read(events.ConfirmationDue).shift_id)


@job
async def tell_of_open_shifts(event: Happened) -> None:
    """Seats are open to the crew."""
    await crew_news.tell_of_open_shifts(event.read(events.SeatsOpened), event_id=event.event_id)


@job
async def tell_of_claim(event: Happened) -> None:
    """Somebody claimed a seat."""
    await crew_news.tell_of_claim(event.read(events.SeatClaimed), event_id=event.event_id)


@job
async def tell_of_decision(event: Happened) -> None:
    """A claim came to something."""
    await crew_news.tell_of_decision(event.read(events.ClaimDecided), event_id=event.event_id)


@job
async def tell_of_refusal(event: Happened) -> None:
    """Somebody does not come."""
    await crew_news.tell_of_refusal(event.read(events.ShiftRefused), event_id=event.event_id)


@job
async def tell_of_unconfirmed(event: Happened) -> None:
    """Nobody heard from somebody in time."""
    await crew_news.tell_of_unconfirmed(event.read(events.SeatUnconfirmed), event_id=event.event_id)


@job
async def tell_of_swap(event: Happened) -> None:
    """Somebody asks for a swap."""
    await swap_news.tell_of_asking(event.read(events.SwapAsked))


@job
async def tell_of_swap_answer(event: Happened) -> None:
    """One of the two said something."""
    await swap_news.tell_of_answer(event.read(events.SwapAnswered), event_id=event.event_id)


@job
async def tell_of_swap_done(event: Happened) -> None:
    """The shifts have changed hands."""
    await swap_news.tell_of_end(event.read(events.SwapDone), event_id=event.event_id)


@job
async def tell_of_swap_refused(event: Happened) -> None:
    """The office said no."""
    await swap_news.tell_of_end(event.read(events.SwapRefused), event_id=event.event_id)


@job
async def tell_of_swap_lapsed(event: Happened) -> None:
    """The plan changed under it."""
    await swap_news.tell_of_end(event.read(events.SwapLapsed), event_id=event.event_id)
