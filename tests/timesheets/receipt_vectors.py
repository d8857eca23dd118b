"""Receipts that hold and receipts that were tampered with, for every verifier: `python -m` this writes them.

`expected.json` says of each file what is found in it, in order: the level, the code, and the entry.
"""

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.attendance.rules.chain import GENESIS, next_hash, payload_of
from backend.timesheets.rules.receipts import FORMAT, canonical, fingerprint_of, seal

FOLDER = Path(__file__).parent / "receipts"
OFFICE_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the office").digest())
FORGER_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a forger").digest())
OFFICE = fingerprint_of(OFFICE_KEY.public_key().public_bytes_raw())
ORG = "019a0000-0000-7000-8000-000000000001"
MEMBER = "019a0000-0000-7000-8000-000000000002"
SITE = "019a0000-0000-7000-8000-000000000003"

Raw = dict[str, Any]
Expected = list[list[Any]]


def entries(days: range, before: bytes = GENESIS, first: int = 1) -> list[Raw]:
    """In at six and out at ten, Korean time, on these days of November."""
    found = []
    for day in days:
        for kind, hour in (("in", 21), ("out", 1)):
            at = f"2026-11-{day - (kind == 'in'):02d}T{hour:02d}:00:00Z"
            payload = payload_of(
                {
                    "id": f"019a0000-0000-7000-9000-{day:06d}{hour:06d}",
                    "kind": kind,
                    "how": "gps",
                    "site_id": SITE,
                    "believed_at": at,
                    "accuracy_m": 12.5,
                    "flags": ["“따옴표” \\ \u2028 🧹"] if day == 3 else [],
                }
            )
            before = next_hash(before, "punch", payload)
            seq = first + len(found)
            found.append({"seq": seq, "kind": "punch", "at": at, "payload": payload, "hash": before.hex()})
    return found


def receipt(chain: list[Raw], before: bytes = GENESIS, first: int = 1, **more: Any) -> Raw:
    text = '{"member_id":"' + MEMBER + '","stretches":[]}'
    head = chain[-1]["hash"] if chain else before.hex()
    return {
        "format": FORMAT,
        "id": "019a0000-0000-7000-a000-000000000001",
        "made_at": "2026-12-01T00:00:00Z",
        "organisation": {"id": ORG, "name": "푸른손 클린"},
        "member": {"id": MEMBER, "name": "이순자"},
        "period": {"from": "2026-11-01", "until": "2026-11-30", "zone": "Asia/Seoul"},
        "chain": {"first": first, "last": first + len(chain) - 1, "before": before.hex(), "head": head},
        "entries": chain,
        "names": {SITE: "역삼 타워"},
        "sheet": {
            "state": "locked",
            "text": text,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "totals": {"worked_min": 720, "break_min": 0, "planned_min": 720, "leave_min": 0, "days": 3},
        },
        **more,
    }


def loosely(data: bytes) -> Raw:
    raw: Raw = json.loads(data)
    return raw


def without_signature(raw: Raw) -> Raw:
    return {name: value for name, value in raw.items() if name not in ("key", "signature")}


def rehashed(raw: Raw) -> Raw:
    """With every hash anew, as a forger would who can count."""
    before = bytes.fromhex(raw["chain"]["before"])
    for place, entry in enumerate(raw["entries"]):
        before = next_hash(before, entry["kind"], entry["payload"])
        entry.update(seq=raw["chain"]["first"] + place, hash=before.hex())
    raw["chain"].update(last=raw["chain"]["first"] + len(raw["entries"]) - 1, head=before.hex())
    return raw


HELD: Expected = [["holds", "signature"], ["holds", "key"], ["holds", "chain"], ["holds", "sheet"]]


def found(**changes: Any) -> Expected:
    """What is found of a receipt that holds, but for these (by the place of the finding)."""
    places = {"signature": 0, "key": 1, "chain": 2, "sheet": 3}
    items: Expected = deepcopy(HELD)
    for name, finding in changes.items():
        items[places[name]] = list(finding)
    return items


BAD = ("fails", "signature_wrong")


def vectors() -> dict[str, tuple[bytes, Expected]]:
    """By name: the file, and what is found with the office's fingerprint in hand."""
    first = receipt(entries(range(2, 5)))
    good = seal(first, OFFICE_KEY)
    before = bytes.fromhex(first["chain"]["head"])
    later = entries(range(5, 7), before, 7)
    link = {"id": first["id"], "seq": 6, "head": before.hex()}
    joined = receipt(later, before, 7, previous=link)
    rewritten = receipt(entries(range(2, 6)), previous={**link, "head": "ab" * 32})
    apart = receipt(entries(range(20, 21), b"\1" * 32, 40), b"\1" * 32, 40, previous=link)

    def changed(change: Callable[[Raw], Any]) -> bytes:
        raw = loosely(good)
        change(raw)
        return canonical(raw)

    def later_in(raw: Raw) -> None:
        entry = raw["entries"][2]
        entry["payload"] = entry["payload"].replace("T21:00", "T21:30")

    def swap(raw: Raw) -> None:
        raw["entries"][1], raw["entries"][2] = raw["entries"][2], raw["entries"][1]

    def swap_renumbered(raw: Raw) -> None:
        swap(raw)
        raw["entries"][1]["seq"], raw["entries"][2]["seq"] = 2, 3

    def forged(raw: Raw) -> bytes:
        later_in(raw)
        return seal(rehashed(without_signature(raw)), FORGER_KEY)

    twice = good.decode().replace('"format":', '"format":"pumasi-receipt/1","format":', 1)
    pretty = json.dumps(dict(reversed(loosely(good).items())), indent=2, ensure_ascii=True)
    nothing = seal(receipt([], before, 7), OFFICE_KEY)
    alone = lambda code: [["fails", code]]  # noqa: E731

    return {
        "holds": (good, HELD),
        "holds-pretty-printed": (pretty.encode("utf-8-sig"), HELD),
        "holds-goes-on": (seal(joined, OFFICE_KEY), [*HELD, ["holds", "previous", 6]]),
        "holds-empty": (nothing, HELD),
        "holds-apart": (seal(apart, OFFICE_KEY), [*HELD, ["note", "previous_apart", 6]]),
        "rewritten": (seal(rewritten, OFFICE_KEY), [*HELD, ["fails", "previous_breaks", 6]]),
        "payload-changed": (changed(later_in), found(signature=BAD, chain=("fails", "entry_altered", 3))),
        "entries-swapped": (changed(swap), found(signature=BAD, chain=("fails", "entry_missing", 2))),
        "entries-renumbered": (
            changed(swap_renumbered),
            found(signature=BAD, chain=("fails", "entry_altered", 2)),
        ),
        "entry-dropped": (
            changed(lambda raw: raw["entries"].pop(3)),
            found(signature=BAD, chain=("fails", "entry_missing", 4)),
        ),
        "last-dropped": (
            changed(lambda raw: raw["entries"].pop()),
            found(signature=BAD, chain=("fails", "entry_missing", 6)),
        ),
        "entry-twice": (
            changed(lambda raw: raw["entries"].insert(1, raw["entries"][0])),
            found(signature=BAD, chain=("fails", "entry_misplaced", 2)),
        ),
        "all-hashes-anew": (
            canonical({**rehashed_of(good, later_in)}),
            found(signature=BAD),
        ),
        "beginning-changed": (
            changed(lambda raw: raw["chain"].update(before="11" * 32)),
            found(signature=BAD, chain=("fails", "beginning_wrong", 1)),
        ),
        "head-changed": (
            changed(lambda raw: raw["chain"].update(head="11" * 32)),
            found(signature=BAD, chain=("fails", "head_wrong", 6)),
        ),
        "hours-changed": (
            changed(lambda raw: raw["sheet"].update(text="{}")),
            found(signature=BAD, sheet=("fails", "sheet_altered")),
        ),
        "name-changed": (changed(lambda raw: raw["member"].update(name="박순자")), found(signature=BAD)),
        "other-key": (forged(loosely(good)), found(key=("fails", "key_other"))),
        "not-a-key": (
            changed(lambda raw: raw.update(key="ff" * 32)),
            found(signature=BAD, key=("fails", "key_other")),
        ),
        "cut-off": (good[: len(good) // 2], alone("not_json")),
        "empty-file": (b"", alone("not_json")),
        "not-utf8": (good.decode().encode("euc-kr", "replace"), alone("not_utf8")),
        "half-a-surrogate": (good.replace("이순자".encode(), b"\\ud83e", 1), alone("not_json")),
        "too-deep": (b"[" * 50_000, alone("too_deep")),
        "said-twice": (twice.encode(), alone("duplicate_key")),
        "fraction": (good.replace(b'"seq":2', b'"seq":2.0', 1), alone("wrong_number")),
        "huge-number": (good.replace(b'"seq":2', b'"seq":2e9', 1), alone("wrong_number")),
        "number-too-long": (good.replace(b'"seq":2', b'"seq":2' + b"0" * 40, 1), alone("wrong_number")),
        "not-a-number": (good.replace(b'"seq":2', b'"seq":NaN', 1), alone("not_json")),
        "wrong-type": (changed(lambda raw: raw["entries"][0].update(seq="1")), alone("wrong_shape")),
        "null": (changed(lambda raw: raw.update(previous=None)), alone("wrong_shape")),
        "field-missing": (changed(lambda raw: raw.pop("chain")), alone("wrong_shape")),
        "field-unknown": (changed(lambda raw: raw.update(extra="x")), alone("wrong_shape")),
        "below-zero": (changed(lambda raw: raw["chain"].update(last=-1)), alone("wrong_shape")),
        "capital-hash": (
            changed(lambda raw: raw["chain"].update(head=raw["chain"]["head"].upper())),
            alone("wrong_shape"),
        ),
        "newer-format": (changed(lambda raw: raw.update(format="pumasi-receipt/2")), alone("other_format")),
        "another-file": (b'{"hello": "world"}', alone("not_receipt")),
        "a-list": (b"[1, 2, 3]", alone("not_receipt")),
    }


def rehashed_of(data: bytes, change: Callable[[Raw], Any]) -> Raw:
    raw = loosely(data)
    change(raw)
    return rehashed(raw)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    expected = {}
    for name, (data, findings) in vectors().items():
        (FOLDER / f"{name}.json").write_bytes(data)
        expected[name] = findings
    about = {"key": OFFICE, "findings": expected}
    (FOLDER / "expected.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
