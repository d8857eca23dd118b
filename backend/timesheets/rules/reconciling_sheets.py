"""Whether what is stored as agreed on about sheets is what was done to them, act by act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.timesheets.rules.reconciling import ACTS, Fault, Link, Row, id_in, same
from backend.timesheets.rules.revision import digest_of

OPEN: Mapping[str, Any] = {
    "state": "open",
    "revision": None,
    "approved_by": None,
    "approved_at": None,
    "locked_by": None,
    "locked_at": None,
    "digest": None,
}


def sheets_of(links: Sequence[Link]) -> dict[UUID, tuple[dict[str, Any], int]]:
    """By the period: what the last of its acts left a sheet as, and the entry that says so."""
    found: dict[UUID, tuple[dict[str, Any], int]] = {}
    for link in links:
        period_id = id_in(link.said, "period_id")
        if link.kind not in ACTS.kinds or period_id is None:
            continue
        before = found[period_id][0] if period_id in found else None
        after = _after(link, before)
        if after is not None:
            found[period_id] = (after, link.seq)
    return found


def _after(link: Link, before: dict[str, Any] | None) -> dict[str, Any] | None:
    said = link.said
    match link.kind:
        case "sheet_approved":
            agreed = {"approved_by": said.get("by_member"), "approved_at": said.get("at")}
            return {**OPEN, "state": "approved", "revision": said.get("revision"), **agreed}
        case "sheet_locked":
            locked = {"locked_by": said.get("by_member"), "locked_at": said.get("at")}
            return {**(before or OPEN), "state": "locked", "digest": said.get("digest"), **locked}
        case "sheet_reopened" | "sheet_moved_on":
            return dict(OPEN)
        case _:
            return None


def reconcile_sheets(rows: Iterable[Row], links: Sequence[Link]) -> Iterator[Fault]:
    """Compare the stored sheets with what their acts left them as; the content by its digest."""
    due = sheets_of(links)
    for row in rows:
        period_id = UUID(row["period_id"])
        told = due.pop(period_id, None)
        if told is None:
            yield Fault("row_unknown", None, "sheet", period_id)
            continue
        wanted, seq = told
        content = row["content"]
        stored = {**row, "digest": digest_of(content) if content else None}
        for name, value in wanted.items():
            if not same(stored[name], value):
                field = "content" if name == "digest" else name
                yield Fault("row_altered", seq, "sheet", period_id, field)
    for period_id, (_, seq) in due.items():
        yield Fault("row_missing", seq, "sheet", period_id)
