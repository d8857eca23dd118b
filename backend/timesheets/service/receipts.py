"""The worker's own copy: made when a sheet is locked, and for any days that somebody asks for."""

import gzip
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from backend.attendance.rules.chain import GENESIS
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.timesheets.queries import receipts as queries
from backend.timesheets.receipt_errors import SpanAhead, SpanBackwards, SpanTooLong, TooManyReceipts
from backend.timesheets.receipt_events import ReceiptMade
from backend.timesheets.rules.receipts import FORMAT, SheetCopy, fingerprint_of, seal
from backend.timesheets.rules.revision import digest_of
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.rules.totals import totals_of
from backend.timesheets.schemas.receipts import ReceiptPage, ReceiptView, WorkReceiptInput
from backend.timesheets.service.keys import signing_key
from backend.timesheets.service.sheets import read_sheets

LONGEST = timedelta(days=366)
A_DAY = timedelta(days=1)
ASKED_A_DAY = 30
MOST_ENTRIES = 30_000
"""More than a person can punch in three years; the file stays readable."""
QUICK = 3
"""gzip: a third of the time of 6, a tenth larger."""
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


async def ask(actor: Actor, member_id: UUID, wanted: WorkReceiptInput) -> ReceiptView:
    """A receipt for these days as the record is now; asked again, what was made already.

    Raises SpanBackwards, SpanTooLong, SpanAhead, TooManyReceipts, SigningKeyLost, NotFound.
    """
    _must_see(actor, member_id)
    if wanted.until_on < wanted.from_on:
        raise SpanBackwards()
    if wanted.until_on - wanted.from_on >= LONGEST:
        raise SpanTooLong()
    if wanted.from_on > (clock.now() + A_DAY).date():
        raise SpanAhead()
    async with transaction():
        receipt_id = await make(actor.org, member_id, wanted.from_on, wanted.until_on, by=actor)
        return _view(await fetch_row(queries.ONE, receipt_id))


async def make(
    org_id: UUID,
    member_id: UUID,
    from_on: date,
    until_on: date,
    *,
    by: Actor | None = None,
    period_id: UUID | None = None,
) -> UUID:
    """Sign a person's record of some days; in a transaction. Its id, or that of one that says the same.

    It holds every entry about these days and all between them; the receipt of a period also goes back to
    where the one before it ended, so that nothing is in neither.
    """
    who = await fetch_row(queries.HOLD, member_id)
    if who is None:
        raise NotFound()
    previous = await fetch_row(queries.NEWEST, member_id)
    goes_on = None
    if period_id is not None:
        handed_out = (await fetch_row(queries.LAST_OF_PERIODS, member_id))["seq"]
        goes_on = handed_out + 1 if handed_out else None
    span = await queries.span(member_id, from_on, until_on, ZoneInfo(who["timezone"]))
    chain, entries = await _chain(member_id, span["first"], span["last"], goes_on)
    sheet = await _sheet(member_id, from_on, until_on)
    key = await signing_key(org_id)
    said = (chain["first"], chain["last"], sheet.digest, key.id)
    same = await fetch_row(queries.SAME, member_id, from_on, until_on, *said)
    if same is not None:
        found: UUID = same["id"]
        return found
    if by is not None:
        await _refuse_many(member_id)
    receipt_id, now = new_id(), clock.now()
    receipt = {
        "format": FORMAT,
        "id": str(receipt_id),
        "made_at": _moment(now),
        "organisation": {"id": str(org_id), "name": who["org_name"]},
        "member": {"id": str(member_id), "name": who["name"]},
        "period": {"from": from_on.isoformat(), "until": until_on.isoformat(), "zone": who["timezone"]},
        "chain": chain,
        "entries": entries,
        "sheet": msgspec.to_builtins(sheet),
        "names": await _names(entries, sheet.text),
    }
    if previous is not None:
        receipt["previous"] = {
            "id": str(previous["id"]),
            "seq": previous["last_seq"],
            "head": previous["head"].hex(),
        }
    file = seal(receipt, key.private)
    await fetch(
        queries.KEEP,
        receipt_id,
        member_id,
        period_id,
        from_on,
        until_on,
        now,
        by.member_id if by else None,
        key.id,
        chain["first"],
        chain["last"],
        bytes.fromhex(str(chain["head"])),
        sheet.digest,
        len(file),
        gzip.compress(file, QUICK, mtime=0),
    )
    made = ReceiptMade(receipt_id, member_id, from_on, until_on, int(chain["last"]))
    await record(made, by=by, to=[member_id])
    return receipt_id


async def receipts(actor: Actor, member_id: UUID, cursor: str | None, limit: int) -> ReceiptPage:
    """What was made for a person, the newest first. Raises NotFound."""
    _must_see(actor, member_id)
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    async with transaction():
        if await fetch_row("SELECT FROM member WHERE id = $1", member_id) is None:
            raise NotFound()
        rows = await fetch(queries.PAGE, member_id, *after, limit + 1)
    items = [_view(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ReceiptPage(items, cursor_after(items[-1].made_at, items[-1].id) if more else None)


async def file_of(actor: Actor, receipt_id: UUID) -> tuple[str, bytes]:
    """The file as it was signed, and what to call it (without its ending). Raises NotFound."""
    async with transaction():
        row = await fetch_row(queries.FILE, receipt_id)
    if row is None:
        raise NotFound()
    _must_see(actor, row["member_id"])
    return f"pumasi-{row['from_on']}-{row['until_on']}", gzip.decompress(row["file"])


def _must_see(actor: Actor, member_id: UUID) -> None:
    """One's own, or everybody's for the office; else there is no such thing."""
    if member_id != actor.member and not actor.may("see_receipts"):
        raise NotFound()


async def _refuse_many(member_id: UUID) -> None:
    row = await fetch_row(queries.ASKED, member_id, clock.now() - A_DAY)
    if row["n"] >= ASKED_A_DAY:
        raise TooManyReceipts()


async def _chain(
    member_id: UUID, first: int | None, last: int, goes_on: int | None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The entries from `first` to `last`, and where they lie. `goes_on`: where it begins at the latest."""
    if first is None:
        # Nothing is about these days: the receipt says up to where that is known.
        end = await queries.last_before(member_id, 2**62)
        first, last = (end["seq"] + 1, end["seq"]) if end else (1, 0)
    else:
        first = min(first, goes_on or first)
    count = last - first + 1
    if count > MOST_ENTRIES:
        raise SpanTooLong()
    before = await queries.last_before(member_id, first - 1)
    rows = await queries.entries(member_id, first, count) if count else []
    sealed = before["hash"] if before else GENESIS
    entries = [
        {
            "seq": row["seq"],
            "kind": row["kind"],
            "at": _moment(row["at"]),
            "payload": row["payload"],
            "hash": row["hash"].hex(),
        }
        for row in rows
    ]
    head = rows[-1]["hash"] if rows else sealed
    return {"first": first, "last": last, "before": sealed.hex(), "head": head.hex()}, entries


async def _sheet(member_id: UUID, from_on: date, until_on: date) -> SheetCopy:
    """The sheet as it was locked, or as it is."""
    row = await fetch_row(queries.LOCKED, member_id, from_on, until_on)
    if row is not None and row["content"] is not None:
        text, sheet = row["content"], msgspec.json.decode(row["content"], type=Sheet)
    else:
        [sheet] = await read_sheets(from_on, until_on, [member_id])
        text = msgspec.json.encode(sheet).decode()
    digest = digest_of(text)
    return SheetCopy(row["state"] if row else "open", text, digest, totals_of(sheet))


async def _names(entries: Sequence[dict[str, Any]], sheet: str) -> dict[str, str]:
    """What the people and sites are called that it speaks of."""
    texts: Iterable[str] = (*(entry["payload"] for entry in entries), sheet)
    ids = sorted({found for text in texts for found in IDS.findall(text)})
    return {str(row["id"]): row["name"] for row in await fetch(queries.NAMES, [UUID(one) for one in ids])}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _view(row: Any) -> ReceiptView:
    names = ("id", "member_id", "from_on", "until_on", "made_at", "period_id", "entries", "bytes")
    return ReceiptView(**{name: row[name] for name in names}, fingerprint=fingerprint_of(row["public_key"]))
