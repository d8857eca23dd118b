"""The worker's own copy as a file, `pumasi-receipt/1`: what is in it, and the bytes that are signed.

docs/receipts.md describes it well enough to write another verifier.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import UNSET, Meta, Struct, UnsetType

FORMAT = "pumasi-receipt/1"
FAMILY = "pumasi-receipt/"
MAX_BYTES = 20_000_000
"""Ten years of one person's record are a fifth of it."""
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
FINGERPRINT_BYTES = 16

Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Key = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Signature = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
Id = Annotated[str, Meta(pattern=r"^[0-9a-f-]{36}\Z")]
Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]


class Strict(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Nothing may be in a receipt that its reader does not know of."""


class Party(Strict):
    """An organisation or a person."""

    id: str
    name: str


class Span(Strict, rename={"from_on": "from", "until_on": "until"}):
    """The days that it is about, both in it, by the calendar of `zone`."""

    from_on: Day
    until_on: Day
    zone: str


class Chain(Strict):
    """Where its entries lie in the person's chain. Of none, `last` is `first - 1` and `head` is `before`."""

    first: Annotated[int, Meta(ge=1, le=MAX_INTEGER)]
    last: Count
    before: Hash
    head: Hash


class Entry(Strict):
    """One entry of the chain. `hash` seals the hash before it, `kind` and `payload`."""

    seq: Annotated[int, Meta(ge=1, le=MAX_INTEGER)]
    kind: str
    at: str
    payload: str
    hash: Hash


class Totals(Strict):
    """Minutes, whole ones."""

    worked_min: Count
    break_min: Count
    planned_min: Count
    leave_min: Count
    days: Count


class SheetCopy(Strict):
    """The hours as they were when the receipt was made. `digest` is the SHA-256 of `text`."""

    state: str
    text: str
    digest: Hash
    totals: Totals


class Previous(Strict):
    """The receipt before this one: how far the chain went then, and its hash there."""

    id: str
    seq: Count
    head: Hash


class Receipt(Strict):
    """A whole receipt; `signature` is over everything else."""

    format: str
    id: str
    made_at: str
    organisation: Party
    member: Party
    period: Span
    chain: Chain
    entries: list[Entry]
    sheet: SheetCopy
    names: dict[Id, str]
    """Of the people and sites that its entries name, by id."""
    key: Key
    signature: Signature
    previous: Previous | UnsetType = UNSET


class NotAReceipt(Exception):
    """The file is not one. `code` says why, `where` at what place."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way to write it: RFC 8785 for objects, arrays, strings, integers and booleans."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed_bytes(receipt: Mapping[str, Any]) -> bytes:
    """What the signature is over: everything but itself."""
    return canonical({name: value for name, value in receipt.items() if name != "signature"})


def fingerprint_of(key: bytes) -> str:
    """What people compare: the first half of the public key's SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256(key).hexdigest()[: 2 * FINGERPRINT_BYTES]


def spaced(fingerprint: str) -> str:
    """In groups of four, as it is read out."""
    return " ".join(re.findall("....", fingerprint))


def seal(receipt: dict[str, Any], private: Ed25519PrivateKey) -> bytes:
    """The file: `receipt` (as plain data, with neither key nor signature) signed, in its canonical form."""
    whole = {**receipt, "key": private.public_key().public_bytes_raw().hex()}
    return canonical({**whole, "signature": private.sign(signed_bytes(whole)).hex()})


def is_signed(raw: Mapping[str, Any]) -> bool:
    """Whether the signature fits the key that the file itself names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw["key"]))
        key.verify(bytes.fromhex(raw["signature"]), signed_bytes(raw))
    except (InvalidSignature, ValueError):
        return False
    return True


def read(data: bytes) -> tuple[Receipt, dict[str, Any]]:
    """The receipt of a file, and the same as plain data. Raises NotAReceipt."""
    raw = _parse(data)
    if not isinstance(raw, dict) or not str(raw.get("format", "")).startswith(FAMILY):
        raise NotAReceipt("not_receipt")
    if raw["format"] != FORMAT:
        raise NotAReceipt("other_format", str(raw["format"])[:40])
    try:
        return msgspec.convert(raw, Receipt), raw
    except msgspec.ValidationError as error:
        what, _, where = str(error).rpartition(" - at `$.")
        raise NotAReceipt("wrong_shape", where.rstrip("`") if what else "") from None


def _parse(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise NotAReceipt("too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAReceipt("not_utf8") from None
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_no_number,
            parse_constant=_no_json,
            parse_int=_integer,
        )
        canonical({"": value})  # half of a surrogate pair is no text
    except (json.JSONDecodeError, RecursionError, UnicodeEncodeError):
        raise NotAReceipt("not_json") from None
    return value


_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        if token.group() in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise NotAReceipt("too_deep")
        elif token.group() in ("]", "}"):
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise NotAReceipt("duplicate_key", next(name for name in names if names.count(name) > 1)[:40])
    return found


def _integer(digits: str) -> int:
    if len(digits) > 16 or abs(int(digits)) > MAX_INTEGER:
        _no_number(digits)
    return int(digits)


def _no_json(constant: str) -> Any:  # noqa: ARG001 - NaN and Infinity, which only Python writes
    raise NotAReceipt("not_json")


def _no_number(digits: str) -> Any:
    raise NotAReceipt("wrong_number", digits[:40])
