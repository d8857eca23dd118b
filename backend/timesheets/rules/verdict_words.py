"""What was found in a receipt, as a person reads it: one sentence for each code, in Korean and English."""

from backend.timesheets.rules.receipts import spaced
from backend.timesheets.rules.verification import Finding, Verdict

WORDS: dict[str, tuple[str, str]] = {
    "too_large": (
        "파일이 너무 커요. 기록 사본은 20 MB를 넘지 않아요.",
        "The file is too large: no receipt is over 20 MB.",
    ),
    "not_utf8": ("글자를 읽을 수 없는 파일이에요(UTF-8이 아니에요).", "The file is no text in UTF-8."),
    "not_json": (
        "파일이 잘렸거나 깨졌어요. JSON으로 읽을 수 없어요.",
        "The file is cut off or broken: it cannot be read as JSON.",
    ),
    "too_deep": (
        "기록 사본일 수 없는 모양이에요(너무 깊어요).",
        "This cannot be a receipt: it is nested too deep.",
    ),
    "duplicate_key": (
        "같은 항목이 두 번 적혀 있어요: {where}. 무엇을 믿을지 알 수 없어 받아들이지 않아요.",
        "Something is said twice in it: {where}. Which one counts cannot be known, so it is refused.",
    ),
    "wrong_number": ("기록 사본에 있을 수 없는 수예요: {where}", "A receipt has no such number: {where}"),
    "not_receipt": ("품앗이 기록 사본이 아니에요.", "This is no receipt of Pumasi."),
    "other_format": (
        "모르는 형식이에요: {where}. 앱이나 프로그램을 새로 고쳐 주세요.",
        "The format is not known here: {where}. A newer program may read it.",
    ),
    "wrong_shape": ("정해진 모양과 달라요: {where}", "It does not have the shape of a receipt: {where}"),
    "signature": (
        "서명이 맞아요. 한 글자도 바뀌지 않았어요.",
        "The signature holds: not a letter was changed.",
    ),
    "signature_wrong": (
        "서명이 맞지 않아요. 만든 뒤에 바뀌었거나 다른 사람이 만든 파일이에요.",
        "The signature does not hold: it was changed afterwards, or made by somebody else.",
    ),
    "key": (
        "알고 있는 열쇠로 서명했어요: {fingerprint}",
        "It is signed with the key that you know: {fingerprint}",
    ),
    "key_unknown": (
        "서명한 열쇠의 지문: {fingerprint}. 회사가 알려 준 지문과 같은지 맞춰 보세요.",
        "Fingerprint of the key: {fingerprint}. Compare it with the one that the organisation told you.",
    ),
    "key_other": (
        "다른 열쇠로 서명했어요. 기대한 지문 {expected}, 파일의 지문 {fingerprint}",
        "It is signed with another key. Expected {expected}, in the file {fingerprint}",
    ),
    "chain": (
        "기록 {count}건이 빠짐없이 이어져요.",
        "All {count} entries follow from each other, none is missing.",
    ),
    "beginning_wrong": (
        "첫 기록 앞에 다른 것이 있었어요: {seq}번.",
        "Something else stood before the first entry: no. {seq}.",
    ),
    "entry_altered": (
        "{seq}번 기록이 바뀌었어요. 여기서부터 맞지 않아요.",
        "Entry no. {seq} was changed: from here on it does not hold.",
    ),
    "entry_missing": ("{seq}번 기록이 빠졌어요.", "Entry no. {seq} is missing."),
    "entry_misplaced": (
        "{seq}번 기록이 있을 자리에 다른 기록이 있어요.",
        "Another entry stands in the place of no. {seq}.",
    ),
    "head_wrong": (
        "마지막 {seq}번 기록의 봉인이 적힌 것과 달라요.",
        "The seal after the last entry, no. {seq}, is another than the one named.",
    ),
    "sheet": ("근무 시간표가 봉인과 맞아요.", "The hours fit their seal."),
    "sheet_altered": ("근무 시간표가 바뀌었어요.", "The hours were changed."),
    "previous": (
        "앞선 사본이 끝난 {seq}번 기록에 이어져요.",
        "It goes on where the receipt before it ended: no. {seq}.",
    ),
    "previous_breaks": (
        "앞선 사본과 {seq}번 기록에서 어긋나요. 그사이에 기록이 다시 쓰였어요.",
        "At entry no. {seq} it differs from the receipt before it: the record was rewritten.",
    ),
    "previous_apart": (
        "앞선 사본은 {seq}번 기록에서 끝나요. 이 파일에 없는 자리라 이어 볼 수 없어요.",
        "The receipt before it ended at entry no. {seq}, which is not in this file: they cannot be compared.",
    ),
    "other_people": (
        "서로 다른 사람의 사본이라 이어 보지 않았어요.",
        "The receipts are of different people and were not compared.",
    ),
    "stories_differ": (
        "{one}와 {two}의 {seq}번 기록이 서로 달라요. 기록이 다시 쓰였어요.",
        "{one} and {two} differ at entry no. {seq}: the record was rewritten.",
    ),
    "gap_between": (
        "{one}와 {two} 사이에 {seq}번부터의 기록이 어느 파일에도 없어요.",
        "Between {one} and {two}, the entries from no. {seq} on are in neither.",
    ),
    "stories_join": ("{one}와 {two}가 서로 맞아요.", "{one} and {two} tell the same story."),
}


def sentence(finding: Finding, language: str) -> str:
    """The finding in words."""
    words = {name: spaced(word) if name == "fingerprint" else word for name, word in finding.words.items()}
    text = WORDS[finding.code][0 if language == "ko" else 1]
    return text.format_map({"where": "?", **words, "seq": finding.seq}).removesuffix(": ?")


def summary(verdict: Verdict, language: str) -> str:
    """The first line: whether it holds."""
    ko = language == "ko"
    if verdict.holds:
        return "이 기록 사본은 맞아요." if ko else "This receipt holds."
    return "이 기록 사본은 믿을 수 없어요." if ko else "This receipt does not hold."
