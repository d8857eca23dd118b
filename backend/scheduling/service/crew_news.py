"""Who hears of open shifts, claims and confirmations, and when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.database import fetch, fetch_row, transaction
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.claim_events import (
    ClaimDecided,
    SeatClaimed,
    SeatsOpened,
    SeatUnconfirmed,
    ShiftRefused,
)
from backend.scheduling.queries import claims as queries
from backend.scheduling.queries.shifts import shift_at_site
from backend.scheduling.service.candidates import candidates
from backend.scheduling.service.reminders import NEXT_NIGHT

MOST_LOOKED_AT = 20
"""Of many shifts that open at once, the first: whoever could take one of them looks at the list anyway."""
OPEN_SHIFTS, REQUESTS, WEEK = "/my/open-shifts", "/office/requests", "/week"


async def tell_of_open_shifts(event: SeatsOpened, *, event_id: int) -> None:
    """Everybody who could take one hears how many there are, and the first; who refused one does not."""
    async with transaction():
        rows = await fetch(queries.OPEN_OF, event.shift_ids, clock.now())
        shift_ids = [row["id"] for row in rows if row["has_room"]][:MOST_LOOKED_AT]
        if not shift_ids:
            return
        refused = {tuple(row) for row in await fetch(queries.REFUSED, shift_ids)}
        able = [
            one
            for one in await candidates(shift_ids)
            if (one.member_id, one.shift_id) not in refused
            and all(finding.level == "warn" for finding in one.findings)
        ]
        pairs = [one.member_id for one in able], [one.shift_id for one in able]
        first = await fetch_row(
            "SELECT min(starts_at) AS starts_at FROM shift WHERE id = ANY ($1)", shift_ids
        )
        message = Message(
            topic="shift_open",
            key=f"shift_open/{event_id}",
            subject=event.cause_id,
            link=OPEN_SHIFTS,
            urgency="high" if first["starts_at"] - clock.now() < NEXT_NIGHT else None,
        )
        await notify(message, Audience(queries.MAY_TAKE, pairs), by=None)


async def tell_of_claim(event: SeatClaimed, *, event_id: int) -> None:
    """Who plans the site hears that somebody asks for a seat."""
    if event.state == "requested":
        await tell_office("claim", event.shift_id, event.member_id, key=str(event_id))


async def tell_of_decision(event: ClaimDecided, *, event_id: int) -> None:
    """Who claimed hears what came of it, unless the shift has begun."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        if shift["starts_at"] > clock.now():
            audience = Audience.of([event.member_id], "claimed")
            await say("claim_news", shift, audience, key=str(event_id), outcome=event.outcome)


async def tell_of_refusal(event: ShiftRefused, *, event_id: int) -> None:
    """Who plans the site hears that somebody does not come."""
    await tell_office("refused", event.shift_id, event.member_id, key=str(event_id))


async def tell_of_unconfirmed(event: SeatUnconfirmed, *, event_id: int) -> None:
    """Both sides hear it: who is off, and who plans the site."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        audience = Audience.of([event.member_id], "was_on_shift")
        await say("seat_unconfirmed", shift, audience, key=str(event_id))
    await tell_office("unconfirmed", event.shift_id, event.member_id, key=str(event_id))


async def tell_office(kind: str, shift_id: UUID, member_id: UUID, *, key: str) -> None:
    """Whoever plans the site hears what the crew asks: claim, swap, refused, unconfirmed."""
    async with transaction():
        shift = await shift_at_site(shift_id)
        name = (await fetch_row("SELECT name FROM member WHERE id = $1", member_id))["name"]
        audience = Audience(queries.WHO_PLANS, (shift["site_id"],))
        await say("crew_asks", shift, audience, key=f"{kind}/{key}", link=REQUESTS, kind=kind, name=name)


async def say(topic: str, shift: Any, audience: Audience, *, key: str, link: str = WEEK, **more: str) -> None:
    """One notification about a shift; what is about the next hours passes quiet hours."""
    message = Message(
        topic=topic,
        key=f"{topic}/{shift['id']}/{key}",
        subject=shift["id"],
        variables={
            "site": shift["site_name"],
            "starts_at": _moment(shift["starts_at"], shift["timezone"]),
            "ends_at": _moment(shift["ends_at"], shift["timezone"]),
            **more,
        },
        link=link,
        urgency="urgent" if shift["starts_at"] - clock.now() < NEXT_NIGHT else None,
    )
    await notify(message, audience, by=None)


def _moment(at: datetime, zone: str) -> dict[str, str]:
    return {"at": at.isoformat(), "zone": zone}
