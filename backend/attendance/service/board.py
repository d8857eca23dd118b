"""Who is expected, on site, late, or gone: the office's view of now."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from backend.attendance import queries
from backend.attendance.schemas import Board, BoardCounts, BoardSite, Presence
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
    sites = [_site(list(group), now) for _, group in groupby(rows, key=lambda row: row["site_id"])]
    shown = [site for site, archived in sites if not archived or _people(site)]
    counts = {name: sum(len(getattr(site, name)) for site in shown) for name in LISTS}
    return Board(at=now, sites=shown, counts=BoardCounts(**counts))


def _people(site: BoardSite) -> int:
    return sum(len(getattr(site, name)) for name in LISTS)


def _site(rows: list[Any], now: datetime) -> tuple[BoardSite, bool]:
    """A site with its people, and whether it is archived."""
    first = rows[0]
    people: dict[str, list[Presence]] = {name: [] for name in LISTS}
    for row in rows:
        if row["member_id"] is not None:
            people[row["list"]].append(_presence(row, now))
    site = BoardSite(
        site_id=first["site_id"],
        name=first["site_name"] or "",
        timezone=first["timezone"] or "UTC",
        **people,
    )
    return site, first["archived_at"] is not None


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
        flags=_flags(row, now),
        minutes_late=_minutes_late(row, now),
    )


def _flags(row: Any, now: datetime) -> list[str]:
    flags = list(dict.fromkeys(row["flags"]))
    if row["list"] == "on_site" and now - row["in_at"] > LEFT_OPEN:
        flags.append("left_open")
    return flags


def _minutes_late(row: Any, now: datetime) -> int:
    """Whole minutes from the start of the shift to the first IN, or to now when nobody came."""
    if row["starts_at"] is None:
        return 0
    return max(0, int(((row["first_in"] or now) - row["starts_at"]).total_seconds() // 60))
