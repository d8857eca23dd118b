"""What tells one content of a sheet from another."""

import hashlib
from datetime import datetime

import msgspec

from backend.timesheets.rules.sheet import Sheet, Stretch


def revision_of(sheet: Sheet) -> str:
    """Hexadecimal SHA-256 over the facts of a sheet: work, plan, leave, and what waits for somebody's word.

    Exceptions that only follow from these are left out: they change with the clock and with what the
    organisation chooses to be told, and nobody has to approve hours anew for that.
    """
    waiting = sorted((one.code, str(one.ref)) for one in sheet.exceptions if one.ref is not None)
    facts = (
        str(sheet.member_id),
        sheet.from_on,
        sheet.until_on,
        sheet.stretches,
        sheet.planned,
        sheet.absences,
    )
    return hashlib.sha256(msgspec.json.encode((*facts, waiting))).hexdigest()


def work_at(sheet: Sheet, from_at: datetime, until_at: datetime) -> list[Stretch]:
    """The work of a sheet that touches some time: what a punch then can have made, ended or changed."""
    return [one for one in sheet.stretches if one.starts_at <= until_at and one.ends_at >= from_at]


def digest_of(content: str) -> str:
    """Hexadecimal SHA-256 over a sheet's JSON as it is kept: what chains and receipts name it by."""
    return hashlib.sha256(content.encode()).hexdigest()
