"""Who hears of swaps, and swaps that end because the plan changed."""

from uuid import UUID

from backend.core import clock
from backend.core.database import fetch, transaction
from backend.core.events import record
from backend.notifications.service.decide import Audience
from backend.scheduling.claim_events import SwapAnswered, SwapAsked, SwapDone, SwapLapsed, SwapRefused
from backend.scheduling.queries import swaps as queries
from backend.scheduling.queries.shifts import shift_at_site
from backend.scheduling.service.candidates import candidates
from backend.scheduling.service.crew_news import say, tell_office
from backend.scheduling.tables import Swap

MOST_ASKED = 50
"""Of those who could take it, the most suitable."""
SWAPS = "/my/swaps"


async def lapse(shift_id: UUID, member_id: UUID | None = None) -> None:
    """The shift is cancelled, or (`member_id`) somebody is off it: a swap of it cannot be any more."""
    async with transaction():
        for row in await fetch(queries.LAPSE, shift_id, member_id, clock.now()):
            both = [one for one in (row["from_member_id"], row["to_member_id"]) if one is not None]
            await record(SwapLapsed(row["id"]), by=None, to=both)


async def tell_of_asking(event: SwapAsked) -> None:
    """Who is asked hears of it; where anybody may, those who could take the shift."""
    async with transaction():
        swap = await Swap.objects().get(Swap.id == event.swap_id)
        if swap is None or swap.state != "asked":
            return
        asked = [event.to_member_id] if event.to_member_id else await _able(event)
        shift = await shift_at_site(event.shift_id)
        name = (await fetch("SELECT name FROM member WHERE id = $1", event.from_member_id))[0]["name"]
        audience = Audience.of(asked, "swap_asked")
        await say("swap_asked", shift, audience, key=str(event.swap_id), link=SWAPS, name=name)


async def _able(event: SwapAsked) -> list[UUID]:
    found = await candidates([event.shift_id])
    able = [one.member_id for one in found if all(finding.level == "warn" for finding in one.findings)]
    return able[:MOST_ASKED]


async def tell_of_answer(event: SwapAnswered, *, event_id: int) -> None:
    """The other of the two hears of it, and the office when it has the last word."""
    async with transaction():
        swap = await Swap.objects().get(Swap.id == event.swap_id)
        assert swap is not None
        told = [one for one in (swap.from_member_id, swap.to_member_id) if one not in (None, event.member_id)]
        await _tell(swap, told, event.state, event_id)
        if event.state == "accepted":
            await tell_office("swap", swap.shift_id, swap.from_member_id, key=str(event_id))


async def tell_of_end(event: SwapDone | SwapRefused | SwapLapsed, *, event_id: int) -> None:
    """Both hear what came of it."""
    async with transaction():
        swap = await Swap.objects().get(Swap.id == event.swap_id)
        assert swap is not None
        told = [one for one in (swap.from_member_id, swap.to_member_id) if one is not None]
        await _tell(swap, told, swap.state, event_id)


async def _tell(swap: Swap, told: list[UUID], state: str, event_id: int) -> None:
    shift = await shift_at_site(swap.shift_id)
    audience = Audience.of(told, "swaps")
    await say("swap_news", shift, audience, key=str(event_id), link=SWAPS, state=state)
