"""What somebody means who texts a word or presses a key."""

import re
import unicodedata
from typing import Literal

Meaning = Literal["in", "out", "break", "break_start", "break_end", "move", "help"]

WORDS: dict[str, Meaning] = {
    **dict.fromkeys(("출근", "시작", "왔어요", "도착", "in", "start", "clockin"), "in"),
    **dict.fromkeys(("퇴근", "끝", "종료", "갑니다", "out", "stop", "end", "finish", "clockout"), "out"),
    **dict.fromkeys(("휴식", "쉼", "쉬는시간", "break", "rest", "pause"), "break"),
    **dict.fromkeys(("휴식시작", "쉬어요", "breakstart", "startbreak"), "break_start"),
    **dict.fromkeys(("휴식끝", "휴식종료", "복귀", "breakend", "endbreak", "back"), "break_end"),
    **dict.fromkeys(("이동", "이동시작", "move", "travel"), "move"),
    **dict.fromkeys(("도움", "도움말", "help", "?"), "help"),
}
KEYS: dict[str, Meaning] = {"1": "in", "2": "out", "3": "break"}
"""What the keys of a phone mean in a call."""

_SILENT = re.compile(r"[\s.,!~\-_'\"·:;()\u200b\ufeff]+")
_NUMBER = re.compile(r"[1-9][0-9]?")


def meaning_of(text: str) -> Meaning | None:
    """The meaning of one word, however it is spaced, cased, or composed (Hangul as NFC or NFD)."""
    return WORDS.get(_plain(text))


def number_of(text: str) -> int | None:
    """The number that somebody chose from a list, also in full-width digits."""
    plain = _plain(text)
    return int(plain) if _NUMBER.fullmatch(plain) else None


def word_and_number(text: str) -> tuple[Meaning | None, int | None]:
    """`출근 2` as what is meant and where: for who knows the list by heart."""
    plain = _plain(text)
    found = re.fullmatch(r"(\D+)([1-9][0-9]?)", plain)
    if found:
        return WORDS.get(found[1]), int(found[2])
    return WORDS.get(plain), None


def _plain(text: str) -> str:
    # NFKC composes what an iPhone or an old gateway decomposed, and makes full-width letters plain.
    plain: str = _SILENT.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return plain
