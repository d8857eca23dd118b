"""Whether the rows of a record are what its chain says: each column of each row, none missing, none more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from backend.attendance.rules.chain import GENESIS, next_hash

Row = Mapping[str, Any]
"""A row as PostgreSQL's `to_jsonb` gives it."""


class Fault(Struct, frozen=True):
    """Something is not as it was written down. `seq` is the entry that shows it."""

    code: str
    seq: int | None = None
    about: str = "entry"
    ref: UUID | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain as it is stored, with its payload read."""

    seq: int
    kind: str
    ref: UUID
    at: datetime
    payload: str
    hash: bytes
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """A table whose rows the chain tells of."""

    about: str
    kinds: frozenset[str]
    """Of the entries. The last one about a row says what it is."""
    key: str = "id"
    """The column that the entries refer to."""
    unsaid: frozenset[str] = frozenset()
    """Columns that the chain does not hold, each for a reason that stands where this is made."""
    at: tuple[str, ...] = ()
    """The first of these columns that is known is the moment that its entries are about."""


TENANT = frozenset({"org_id", "member_id"})

PUNCHES = Watched(
    "punch",
    frozenset({"punch"}),
    # A position is coarsened when its time is over, and could be guessed from the hash of the claim.
    unsaid=frozenset({"lat", "lon", "claim_hash"}),
    at=("believed_at",),
)
CORRECTIONS = Watched(
    "correction",
    frozenset({"correction_asked", "correction_decided", "correction_answered"}),
    at=("at", "asked_at"),
)
OBJECTIONS = Watched("objection", frozenset({"objection"}), key="punch_id")
ACTS = Watched(
    "sheet",
    frozenset(
        f"sheet_{kind}"
        for kind in ("approved", "moved_on", "locked", "reopened", "right", "not_right", "left_out")
    ),
    at=("at",),
)
WATCHED = (PUNCHES, CORRECTIONS, OBJECTIONS, ACTS)


def walk(links: Iterable[Link]) -> Iterator[Fault]:
    """Whether each entry follows from the one before; after the first that does not, nothing is known."""
    before, due = GENESIS, 1
    for link in links:
        if link.seq != due:
            yield Fault("entry_missing", due)
            return
        before, due = next_hash(before, link.kind, link.payload), due + 1
        if before != link.hash:
            yield Fault("entry_altered", link.seq, ref=link.ref)
            return


def reconcile(watched: Watched, rows: Iterable[Row], links: Sequence[Link]) -> Iterator[Fault]:
    """Compare the rows of a table with the entries that tell of them."""
    last: dict[UUID, Link] = {}
    for link in links:
        if link.kind in watched.kinds:
            last[link.ref] = link
    for row in rows:
        ref = UUID(row[watched.key])
        told = last.pop(ref, None)
        if told is None:
            yield Fault("row_unknown", None, watched.about, ref)
            continue
        for name in _differences(watched, row, told):
            yield Fault("row_altered", told.seq, watched.about, ref, name)
    for ref, link in last.items():
        yield Fault("row_missing", link.seq, watched.about, ref)


def _differences(watched: Watched, row: Row, told: Link) -> Iterator[str]:
    for name, value in row.items():
        if name in TENANT or name in watched.unsaid:
            continue
        if not same(value, told.said.get(name)):
            yield name
    at = next((row[name] for name in watched.at if row[name] is not None), None)
    if at is not None and not same(at, told.at.isoformat()):
        yield watched.at[0]


def same(one: Any, other: Any) -> bool:
    """Equal, or the same moment written in two ways."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        moments = _moment(one), _moment(other)
        return None not in moments and moments[0] == moments[1]
    return False


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def replaced_by(links: Sequence[Link]) -> dict[UUID, tuple[UUID, int]]:
    """Which punches no longer count, by what the chain says: each with its correction, and the entry."""
    found = {}
    for link in links:
        if link.kind in CORRECTIONS.kinds and link.said.get("state") == "standing":
            replaced = id_in(link.said, "replaces")
            if replaced:
                found[replaced] = (link.ref, link.seq)
    return found


def id_in(said: Mapping[str, Any], name: str) -> UUID | None:
    """None where there is none, or what is there is none."""
    try:
        return UUID(str(said[name])) if said.get(name) else None
    except ValueError:
        return None


def reconcile_replaced(rows: Iterable[Row], links: Sequence[Link]) -> Iterator[Fault]:
    """Which punches count is decided by the corrections in the chain and by nothing else."""
    due = replaced_by(links)
    decided = {link.ref: link.said.get("decided_at") for link in links if link.kind in CORRECTIONS.kinds}
    for row in rows:
        punch_id = UUID(row["punch_id"])
        told = due.pop(punch_id, None)
        if told is None:
            yield Fault("row_unknown", None, "replaced", punch_id)
        elif UUID(row["correction_id"]) != told[0]:
            yield Fault("row_altered", told[1], "replaced", punch_id, "correction_id")
        elif not same(row["replaced_at"], decided.get(told[0])):
            yield Fault("row_altered", told[1], "replaced", punch_id, "replaced_at")
    for punch_id, (_, seq) in due.items():
        yield Fault("row_missing", seq, "replaced", punch_id)
