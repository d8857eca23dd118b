"""What is wrong with a record, as a person reads it."""

from backend.timesheets.rules.reconciling import Fault

ABOUT = {
    "entry": ("기록", "an entry"),
    "punch": ("출퇴근 기록", "a punch"),
    "correction": ("정정", "a correction"),
    "objection": ("이의", "an objection"),
    "replaced": ("대체된 기록의 목록", "what was replaced"),
    "session": ("근무 시간", "a stretch of work"),
    "sheet": ("근무표 확인", "an approval"),
    "receipt": ("기록 사본", "a receipt"),
}
WORDS = {
    "entry_missing": ("{seq}번 기록이 사라졌어요.", "Entry no. {seq} is gone."),
    "entry_altered": ("{seq}번 기록의 봉인이 맞지 않아요.", "The seal of entry no. {seq} does not fit."),
    "row_unknown": (
        "아무도 적은 적 없는 것이 들어 있어요: {about}.",
        "There is {about} that nobody ever wrote down.",
    ),
    "row_altered": (
        "적어 둔 것과 달라요: {about}의 {field}{entry}.",
        "The record of {about} differs from what was written down ({field}){entry}.",
    ),
    "row_missing": ("적어 두었는데 사라졌어요: {about}{entry}.", "The record of {about} is gone{entry}."),
    "receipt_differs": (
        "서명해 건넨 사본과 {seq}번 기록이 달라요. 기록이 다시 쓰였어요.",
        "Entry no. {seq} differs from a receipt that was signed: the record was rewritten.",
    ),
    "receipt_altered": ("보관한 기록 사본이 바뀌었어요.", "A receipt that is kept was changed."),
    "receipt_missing": ("건네준 기록 사본 하나가 사라졌어요.", "A receipt that was handed out is gone."),
}


def sentence(fault: Fault, language: str) -> str:
    """The fault in words."""
    place = 0 if language == "ko" else 1
    entry = "" if fault.seq is None else (f" ({fault.seq}번)", f" (no. {fault.seq})")[place]
    about = ABOUT[fault.about][place]
    return WORDS[fault.code][place].format(about=about, field=fault.field, seq=fault.seq, entry=entry)
