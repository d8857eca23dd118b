"""Is somebody's record as it was written down? Each row against the chain, the chain against receipts."""

import asyncio
import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from backend.attendance.rules.chain import GENESIS
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.timesheets.queries import checking as queries
from backend.timesheets.queries.receipts import HOLD
from backend.timesheets.rules.check_words import sentence
from backend.timesheets.rules.receipts import fingerprint_of
from backend.timesheets.rules.reconciling import (
    WATCHED,
    Fault,
    Link,
    Row,
    Watched,
    reconcile,
    reconcile_replaced,
    replaced_by,
    same,
    walk,
)
from backend.timesheets.rules.reconciling_sheets import reconcile_sheets
from backend.timesheets.rules.rereading import reconcile_sessions, sessions_of
from backend.timesheets.rules.verification import verify
from backend.timesheets.schemas.receipts import CheckView, FaultView

SHOWN = 50


async def check(actor: Actor, member_id: UUID) -> CheckView:
    """Compare everything that is stored of a person's record with what was chained and signed.

    The person is held meanwhile, so that nothing arrives in between. Raises NotFound.
    """
    if member_id != actor.member and not actor.may("see_receipts"):
        raise NotFound()
    async with transaction():
        if await fetch_row(HOLD, member_id) is None:
            raise NotFound()
        links = [_link(row) for row in await fetch(queries.CHAIN, member_id)]
        receipts = await fetch(queries.RECEIPTS, member_id)
        rows = {watched.about: await _rows(watched, member_id) for watched in WATCHED}
        replaced = _read(await fetch(queries.REPLACED, member_id))
        sessions = _read(await fetch(queries.SESSIONS, member_id))
        sheets = _read(await fetch(queries.SHEETS, member_id))
    # Beside the loop, which others wait for: every receipt is unpacked and read.
    stored = _Stored(links, receipts, rows, replaced, sessions, sheets)
    faults = await asyncio.to_thread(_faults, stored)
    return CheckView(
        member_id=member_id,
        holds=not faults,
        entries=len(links),
        rows=sum(map(len, rows.values())) + len(replaced) + len(sessions) + len(sheets),
        receipts=len(receipts),
        head=(links[-1].hash if links else GENESIS).hex(),
        faults=[_view(fault) for fault in faults[:SHOWN]],
        more_faults=max(0, len(faults) - SHOWN),
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    """Everything that is kept of one person's record."""

    links: list[Link]
    receipts: Sequence[Any]
    rows: Mapping[str, list[Row]]
    replaced: list[Row]
    sessions: list[Row]
    sheets: list[Row]


def _faults(stored: _Stored) -> list[Fault]:
    links = stored.links
    faults = list(walk(links))
    for watched in WATCHED:
        faults += reconcile(watched, stored.rows[watched.about], links)
    faults += reconcile_replaced(stored.replaced, links)
    faults += reconcile_sessions(stored.sessions, sessions_of(links, replaced_by(links)))
    faults += reconcile_sheets(stored.sheets, links)
    faults += _against_receipts(links, stored.receipts)
    return faults


def _link(row: Any) -> Link:
    return Link(
        **{name: row[name] for name in ("seq", "kind", "ref", "at", "payload", "hash")},
        said=_said(row["payload"]),
    )


def _said(payload: str) -> dict[str, Any]:
    """What an entry says; nothing where somebody made it unreadable, which its hash shows."""
    try:
        return msgspec.json.decode(payload, type=dict[str, Any])
    except msgspec.MsgspecError:
        return {}


async def _rows(watched: Watched, member_id: UUID) -> list[Row]:
    return _read(await fetch(queries.ROWS[watched.about], member_id))


def _read(rows: Sequence[Any]) -> list[Row]:
    return [msgspec.json.decode(row["row"]) for row in rows]


def _against_receipts(links: Sequence[Link], receipts: Sequence[Any]) -> Iterator[Fault]:
    """What was handed out and signed is what the chain still says, and is all there."""
    hashes = {0: GENESIS, **{link.seq: link.hash for link in links}}
    ids = {row["id"] for row in receipts}
    for row in receipts:
        if hashes.get(row["last_seq"]) != row["head"]:
            yield Fault("receipt_differs", row["last_seq"], "receipt", row["id"])
        yield from _of_file(row, ids)


def _of_file(row: Any, ids: set[UUID]) -> Iterator[Fault]:
    try:
        file = gzip.decompress(row["file"])
    except (OSError, EOFError, zlib.error):
        yield Fault("receipt_altered", None, "receipt", row["id"])
        return
    verdict = verify(file, fingerprint_of(row["public_key"] or b""))
    receipt = verdict.receipt
    if receipt is None or not verdict.holds:
        yield Fault("receipt_altered", None, "receipt", row["id"])
        return
    said = {
        "made_at": receipt.made_at,
        "bytes": str(len(file)),
        "id": receipt.id,
        "member_id": receipt.member.id,
        "from_on": receipt.period.from_on,
        "until_on": receipt.period.until_on,
        "first_seq": receipt.chain.first,
        "last_seq": receipt.chain.last,
        "head": receipt.chain.head,
        "sheet_digest": receipt.sheet.digest,
    }
    for name, value in said.items():
        stored = row[name].hex() if isinstance(row[name], bytes) else str(row[name])
        if not same(stored, str(value)):
            yield Fault("row_altered", None, "receipt", row["id"], name)
    if isinstance(receipt.previous, msgspec.Struct) and UUID(receipt.previous.id) not in ids:
        yield Fault("receipt_missing", None, "receipt", UUID(receipt.previous.id))


def _view(fault: Fault) -> FaultView:
    return FaultView(
        code=fault.code,
        ko=sentence(fault, "ko"),
        en=sentence(fault, "en"),
        seq=fault.seq,
        about=fault.about,
        ref=fault.ref,
        field=fault.field,
    )
