"""Whether a receipt holds, from the file alone: no database, no network, nobody to believe but the key.

pwa/src/sheets/verify.ts says the same of the same file; tests/timesheets/receipts/ holds both to it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import UNSET, Struct

from backend.attendance.rules.chain import GENESIS, next_hash
from backend.timesheets.rules.receipts import NotAReceipt, Receipt, fingerprint_of, is_signed, read
from backend.timesheets.rules.revision import digest_of

Level = Literal["holds", "note", "fails"]


class Finding(Struct, frozen=True, omit_defaults=True):
    """One thing that was looked at. `seq` is the entry that it is about; `words` fills the sentence."""

    level: Level
    code: str
    seq: int | None = None
    words: dict[str, str] = {}


class Verdict(Struct, frozen=True):
    """What was found, in the order of looking. `receipt` is None where the file is none."""

    findings: list[Finding]
    receipt: Receipt | None = None

    @property
    def holds(self) -> bool:
        return all(finding.level != "fails" for finding in self.findings)


def verify(data: bytes, expected: str | None = None) -> Verdict:
    """Look at a file. `expected` is the fingerprint of the key that the reader knows, spaces or not."""
    try:
        receipt, raw = read(data)
    except NotAReceipt as fault:
        return Verdict([Finding("fails", fault.code, words={"where": fault.where} if fault.where else {})])
    findings = [
        _signature(is_signed(raw)),
        _key(raw["key"], expected),
        _chain(receipt),
        _sheet(receipt),
        *_previous(receipt),
    ]
    return Verdict(findings, receipt)


def _signature(signed: bool) -> Finding:
    return Finding("holds", "signature") if signed else Finding("fails", "signature_wrong")


def _key(key: str, expected: str | None) -> Finding:
    found = fingerprint_of(bytes.fromhex(key))
    words = {"fingerprint": found}
    if expected is None:
        return Finding("note", "key_unknown", words=words)
    wanted = "".join(expected.split()).lower()
    if wanted == found:
        return Finding("holds", "key", words=words)
    return Finding("fails", "key_other", words={**words, "expected": wanted[:64]})


def _chain(receipt: Receipt) -> Finding:
    """The first entry that does not follow from the one before it, or that all do."""
    chain, before = receipt.chain, bytes.fromhex(receipt.chain.before)
    if chain.first == 1 and before != GENESIS:
        return Finding("fails", "beginning_wrong", 1)
    for place, entry in enumerate(receipt.entries):
        due = chain.first + place
        if entry.seq != due:
            return Finding("fails", "entry_missing" if entry.seq > due else "entry_misplaced", due)
        before = next_hash(before, entry.kind, entry.payload)
        if before.hex() != entry.hash:
            return Finding("fails", "entry_altered", entry.seq)
    if chain.last != chain.first + len(receipt.entries) - 1:
        return Finding("fails", "entry_missing", chain.first + len(receipt.entries))
    if before.hex() != chain.head:
        return Finding("fails", "head_wrong", chain.last)
    return Finding("holds", "chain", words={"count": str(len(receipt.entries))})


def _sheet(receipt: Receipt) -> Finding:
    digest = digest_of(receipt.sheet.text)
    return Finding("holds", "sheet") if digest == receipt.sheet.digest else Finding("fails", "sheet_altered")


def _previous(receipt: Receipt) -> Iterator[Finding]:
    """Whether it goes on where the receipt before it ended."""
    previous, chain = receipt.previous, receipt.chain
    if previous is UNSET:
        return
    if previous.seq + 1 < chain.first or previous.seq > chain.last:
        yield Finding("note", "previous_apart", previous.seq)
        return
    at = previous.seq - chain.first
    there = receipt.entries[at].hash if 0 <= at < len(receipt.entries) else chain.before
    yield (
        Finding("holds", "previous", previous.seq)
        if there == previous.head
        else Finding("fails", "previous_breaks", previous.seq)
    )


def compare(receipts: Sequence[tuple[str, Receipt]]) -> Iterator[Finding]:
    """Whether receipts of one person, each with a name for the reader, tell the same story without a gap."""
    if len({(receipt.organisation.id, receipt.member.id) for _, receipt in receipts}) > 1:
        yield Finding("note", "other_people")
        return
    in_order = sorted(receipts, key=lambda item: (item[1].chain.first, item[1].chain.last))
    for (name, earlier), (later_name, later) in pairwise(in_order):
        words = {"one": name, "two": later_name}
        reached = _hashes(earlier)
        differs = min((seq for seq, at in _hashes(later).items() if reached.get(seq, at) != at), default=None)
        if differs is not None:
            yield Finding("fails", "stories_differ", differs, words)
        elif later.chain.first > earlier.chain.last + 1:
            yield Finding("note", "gap_between", earlier.chain.last + 1, words)
        else:
            yield Finding("holds", "stories_join", words=words)


def _hashes(receipt: Receipt) -> dict[int, str]:
    return {receipt.chain.first - 1: receipt.chain.before, **{e.seq: e.hash for e in receipt.entries}}
