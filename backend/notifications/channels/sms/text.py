"""What a text message may say, how long it is, and what it costs.

Korean carriers carry EUC-KR (KS X 1001): a Hangul syllable is two bytes. Up to 90 bytes is an SMS, up to
2,000 an LMS; Twilio counts a segment for every 90 bytes instead. Other countries count characters of
GSM 03.38 or UTF-16 (160 and 70, or 153 and 67 for each part of a longer one).
"""

import math
import unicodedata
from typing import Literal

import msgspec

SMS_BYTES = 90
LMS_BYTES = 2_000
SEGMENT_BYTES = 90
TWO_BYTES = 2
UNKNOWN = "?"

Kind = Literal["SMS", "LMS", "too_long"]

# What people type and EUC-KR lacks, as it would be written without it.
SPELT = {
    "\u20a9": "￦", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\u2022": "·", "\u2027": "·", "\u30fb": "·",
    "\u2713": "V", "\u2714": "V", "\u2705": "V", "\u2715": "X", "\u274c": "X", "\u00a9": "(c)",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "\u0131": "i", "\r": "",
}  # fmt: skip
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""These take two places in GSM 03.38."""


class Size(msgspec.Struct, frozen=True):
    """A text as it would leave: rewritten for its alphabet, and how long that is."""

    text: str
    encoding: Literal["EUC-KR", "GSM-7", "UCS-2"]
    bytes: int
    kind: Kind
    segments: int
    refused: tuple[str, ...] = ()
    """Characters that the alphabet lacks and nothing stands for; they are sent as a question mark."""

    @property
    def says_enough(self) -> bool:
        """Whether at least half of what was written is left."""
        return sum(char == UNKNOWN for char in self.text) * 2 <= len(self.text)


def measure(text: str, *, korean: bool = True) -> Size:
    """The size of a text to a Korean number, or to another one."""
    return _in_korea(text) if korean else _elsewhere(text)


def fitted(before: str, link: str, *, korean: bool = True) -> Size:
    """The text with its link below. One that is longer than any message is cut; its link has the rest."""
    below = f"\n{link}" if link else ""
    size = measure(before + below, korean=korean)
    while size.kind == "too_long":
        before = f"{before[: len(before) * 9 // 10].rstrip('…')}…"
        size = measure(before + below, korean=korean)
    return size


def _in_korea(text: str) -> Size:
    spelt, refused = in_euc_kr(text)
    length = len(spelt.encode("euc_kr"))
    kind: Kind = "SMS" if length <= SMS_BYTES else "LMS" if length <= LMS_BYTES else "too_long"
    return Size(spelt, "EUC-KR", length, kind, max(1, math.ceil(length / SEGMENT_BYTES)), refused)


def _elsewhere(text: str) -> Size:
    if all(char in GSM or char in GSM_TWICE for char in text):
        places = len(text) + sum(char in GSM_TWICE for char in text)
        segments, length, alone = math.ceil(places / 153), math.ceil(places * 7 / 8), places <= 160
        return _size_elsewhere(text, "GSM-7", length, 1 if alone else segments)
    units = len(text.encode("utf-16-be")) // 2
    return _size_elsewhere(text, "UCS-2", units * 2, 1 if units <= 70 else math.ceil(units / 67))


def _size_elsewhere(text: str, encoding: Literal["GSM-7", "UCS-2"], length: int, segments: int) -> Size:
    kind: Kind = "SMS" if segments == 1 else "LMS" if length <= LMS_BYTES else "too_long"
    return Size(text, encoding, length, kind, segments)


def in_euc_kr(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in KS X 1001's characters, and those that had to become a question mark."""
    refused: dict[str, None] = {}
    spelt = []
    for char in unicodedata.normalize("NFC", text):
        written = _spell(char)
        if written is None:
            refused[char] = None
            written = UNKNOWN
        spelt.append(written)
    return "".join(spelt), tuple(refused)


def _spell(char: str) -> str | None:
    if char in SPELT:
        return SPELT[char]
    if _is_ks_x_1001(char):
        return char
    if "가" <= char <= "힣":
        return _in_letters(char)
    if _is_ornament(char):
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return plain if plain and all(map(_is_ks_x_1001, plain)) else None


def _is_ks_x_1001(char: str) -> bool:
    """Python spells the syllables that KS X 1001 lacks in eight bytes, which no phone reads."""
    try:
        return len(char.encode("euc_kr")) <= TWO_BYTES
    except UnicodeEncodeError:
        return False


def _in_letters(syllable: str) -> str:
    """`뷁` as `ㅂㅞㄺ`: the letters are there although the syllable is not."""
    place = ord(syllable) - ord("가")
    initial, vowel, final = INITIALS[place // 588], VOWELS[place % 588 // 28], FINALS[place % 28]
    return f"{initial}{vowel}{final}"


def _is_ornament(char: str) -> bool:
    """Emoji, their joiners and skins, and what is not to be seen at all."""
    kind = unicodedata.category(char)
    return kind in ("So", "Sk", "Cf", "Cc", "Mn", "Me", "Co", "Cs", "Cn")
