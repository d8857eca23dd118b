"""Sheets with what people agreed on about them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.core.database import fetch, transaction
from backend.timesheets.queries import kept as queries
from backend.timesheets.rules.revision import revision_of
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.schemas.sheets import SheetState
from backend.timesheets.service.periods import Period
from backend.timesheets.service.sheets import read_sheets


class KeptSheet(Struct, frozen=True):
    """A sheet of a period: as it was locked, or as it is.

    `moved_on`: somebody approved it, and the record has changed since, so it is open again.
    """

    sheet: Sheet
    state: SheetState
    revision: str
    moved_on: bool = False
    approved_at: datetime | None = None
    locked_at: datetime | None = None


async def kept_sheets(period: Period, member_ids: Sequence[UUID] | None = None) -> list[KeptSheet]:
    """The sheets of a period, by the members' ids: frozen where they are locked, else as they are now."""
    some = None if member_ids is None else list(member_ids)
    async with transaction():
        rows = {row["member_id"]: row for row in await fetch(queries.STATES, period.id, some)}
        locked = {member_id: row for member_id, row in rows.items() if row["state"] == "locked"}
        wanted = None if some is None else [one for one in some if one not in locked]
        open_ones = [] if wanted == [] else await read_sheets(period.from_on, period.until_on, wanted)
    frozen = [msgspec.json.decode(row["content"], type=Sheet) for row in locked.values()]
    alive = [one for one in open_ones if one.member_id not in locked]
    sheets = sorted([*frozen, *alive], key=lambda sheet: sheet.member_id)
    return [_kept(sheet, rows.get(sheet.member_id)) for sheet in sheets]


def _kept(sheet: Sheet, row: queries.Row | None) -> KeptSheet:
    if row is None or row["state"] == "open":
        return KeptSheet(sheet, "open", revision_of(sheet))
    agreed = {name: row[name] for name in ("approved_at", "locked_at")}
    if row["state"] == "locked":
        return KeptSheet(sheet, "locked", row["revision"], **agreed)
    revision = revision_of(sheet)
    if revision != row["revision"]:
        return KeptSheet(sheet, "open", revision, moved_on=True)
    return KeptSheet(sheet, "approved", revision, **agreed)
