"""A receipt as people read it: a line for each entry, in Korean and English."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.timesheets.rules.receipts import Entry, Receipt

WHAT = {
    "in": ("출근", "In"),
    "out": ("퇴근", "Out"),
    "break_start": ("쉬기 시작", "Break begins"),
    "break_end": ("쉬기 끝", "Break ends"),
    "move": ("이동 시작", "Sets out for the next site"),
}
HOW = {
    "gps": ("위치", "position"),
    "qr": ("QR", "QR"),
    "nfc": ("NFC", "NFC"),
    "tablet": ("공용 태블릿", "shared tablet"),
    "crew": ("반장이 대신", "by the crew's leader"),
    "sms": ("문자", "text message"),
    "call": ("전화", "call"),
    "manual": ("대신 입력", "stated by another"),
    "correction": ("정정", "correction"),
}
DONE = {
    "correction_asked": ("정정 요청", "Correction asked for"),
    "correction_decided": ("정정 처리", "Correction decided"),
    "correction_answered": ("정정에 대한 답", "Answer to a correction"),
    "objection": ("이의", "Objection"),
    "sheet_approved": ("근무 시간표 확인", "Hours approved"),
    "sheet_locked": ("근무 시간표 확정", "Hours locked"),
    "sheet_reopened": ("확정 취소", "Hours reopened"),
    "sheet_moved_on": ("기록이 바뀌어 확인이 풀림", "Hours open again: the record changed"),
    "sheet_left_out": ("이번 정산에서 제외", "Left out of the hours"),
    "sheet_right": ("근무 시간표가 맞아요", "The person says: the hours are right"),
    "sheet_not_right": ("근무 시간표가 달라요", "The person says: the hours are not right"),
}
SAID = {
    "standing": ("반영", "in force"),
    "refused": ("거절", "refused"),
    "withdrawn": ("철회", "withdrawn"),
    "asked": ("요청", "asked"),
    "agreed": ("동의", "agreed"),
    "objected": ("이의 있음", "objected"),
    "silent": ("답 없음", "no answer"),
}

Line = tuple[str, str, str, str, str]


def lines_of(receipt: Receipt, language: str) -> list[Line]:
    """Number, moment, what, where, and what else there is to say; moments by the organisation's clocks."""
    zone, place = ZoneInfo(receipt.period.zone), 0 if language == "ko" else 1
    return [_line(entry, receipt.names, zone, place) for entry in receipt.entries]


def _line(entry: Entry, names: Mapping[str, str], zone: ZoneInfo, place: int) -> Line:
    said = _said(entry.payload)
    what = DONE.get(entry.kind, (entry.kind, entry.kind))[place]
    kind = WHAT.get(said.get("kind", ""))
    if entry.kind == "punch" and kind:
        what = kind[place]
    elif kind:
        what = f"{what} · {kind[place]}"
    where = names.get(said.get("site_id", ""), "")
    return (
        str(entry.seq),
        moment(entry.at, zone),
        what,
        where,
        " · ".join(_remarks(entry, said, names, place)),
    )


def _remarks(entry: Entry, said: Mapping[str, Any], names: Mapping[str, str], place: int) -> list[str]:
    found = []
    if said.get("how") in HOW:
        found.append(HOW[said["how"]][place])
    if entry.kind != "punch":
        found += [SAID[said[name]][place] for name in ("state", "answer") if said.get(name) in SAID]
    by = said.get("recorded_by") or said.get("by") or said.get("by_member")
    if isinstance(by, str) and by in names:
        found.append(names[by])
    reason = said.get("decision_reason") or said.get("answer_reason") or said.get("reason")
    if reason:
        found.append(str(reason))
    return found


def _said(payload: str) -> dict[str, Any]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def moment(at: str, zone: ZoneInfo) -> str:
    """As it reads on the wall there; as it stands in the file where it is no moment."""
    try:
        return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def hours(minutes: int, language: str) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole}시간 {rest:02d}분" if language == "ko" else f"{whole} h {rest:02d} min"
