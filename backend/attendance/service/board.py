"""Who is expected, on site, late, or gone: the office's view of now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.attendance.queries import punches as queries
from backend.attendance.schemas.punches import Board, BoardCounts, BoardSite, Presence
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import transaction

LEFT_OPEN = timedelta(hours=16)
"""Nobody works longer than this: the OUT was forgotten."""
LISTS = ("expected", "on_site", "late", "left")


async def board(actor: Actor) -> Board:
    """The sites that the actor answers for, each with its people."""
    async with transaction():
        return await read_board(actor, clock.now())


async def read_board(actor: Actor, now: datetime) -> Board:
    own = actor.scope_filter("see_board")
    rows = await queries.board_rows(now, None if own is None else list(own))
    sites = _sites(rows, now)
    counts = {name: sum(len(getattr(site, name)) for site in sites) for name in LISTS}
    return Board(at=now, sites=sites, counts=BoardCounts(**counts))


def _sites(rows: Sequence[Any], now: datetime) -> list[BoardSite]:
    """First come the sites, then the people; an archived site is shown while somebody is on it."""
    sites: dict[UUID | None, BoardSite] = {}
    archived = set()
    for row in rows:
        site_id = row["site_id"]
        if row["member_id"] is None:
            sites[site_id] = BoardSite(site_id, row["site_name"], row["timezone"])
            if row["archived_at"] is not None:
                archived.add(site_id)
        else:
            site = sites.get(site_id) or sites.setdefault(site_id, BoardSite(None, "", "UTC"))
            getattr(site, row["list"]).append(_presence(row, now))
    return [site for site in sites.values() if site.site_id not in archived or _people(site)]


def _people(site: BoardSite) -> int:
    return sum(len(getattr(site, name)) for name in LISTS)


def _presence(row: Any, now: datetime) -> Presence:
    return Presence(
        member_id=row["member_id"],
        name=row["name"],
        shift_id=row["shift_id"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        in_at=row["in_at"],
        out_at=row["out_at"],
        on_break=row["on_break"],
        on_the_way=row["on_the_way"],
        flags=_flags(row, now),
        minutes_late=_minutes_late(row, now),
    )


def _flags(row: Any, now: datetime) -> list[str]:
    flags = list(dict.fromkeys(row["flags"])) if row["flags"] else []
    if row["list"] == "on_site" and now - row["in_at"] > LEFT_OPEN:
        flags.append("left_open")
    return flags


def _minutes_late(row: Any, now: datetime) -> int:
    """Whole minutes from the start of the shift to the first IN, or to now when nobody came."""
    if row["starts_at"] is None:
        return 0
    return max(0, int(((row["first_in"] or now) - row["starts_at"]).total_seconds() // 60))
