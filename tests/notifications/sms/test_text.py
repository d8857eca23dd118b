"""What a text says on a Korean phone, how long it is, and what it costs."""

import pytest

from backend.notifications.channels.sms.prices import dearest_won, price_won
from backend.notifications.channels.sms.text import fitted, measure


@pytest.mark.parametrize(
    ("written", "sent", "bytes_"),
    [
        ("안녕하세요", "안녕하세요", 10),
        ("A동 3층", "A동 3층", 7),
        ("출근했어요 😀👍🏽❤️", "출근했어요 ", 11),
        ("뷁 똠방각하", "ㅂㅞㄺ ㄸㅗㅁ방각하", 19),
        ("₩3,000 \u2013 점심", "￦3,000 - 점심", 14),
        ("café Nguyễn Đức", "cafe Nguyen Duc", 15),
        ("“따옴표” ① ㎡ €", "“따옴표” ① ㎡ €", 19),
        ("e\u0301 한", "e 한", 4),
        ("줄\r\n바꿈", "줄\n바꿈", 7),
    ],
)
def test_what_euc_kr_lacks_is_written_without_it(written, sent, bytes_):
    size = measure(written)
    assert (size.text, size.bytes, size.refused) == (sent, bytes_, ())
    assert len(size.text.encode("euc_kr")) == bytes_


def test_what_nothing_stands_for_is_named():
    size = measure("현장 ก简 앞")
    assert (size.text, size.refused) == ("현장 ?? 앞", ("ก", "简"))
    assert size.says_enough
    assert not measure("สวัสดี").says_enough


@pytest.mark.parametrize(
    ("text", "kind", "segments"),
    [
        ("가" * 45, "SMS", 1),
        ("가" * 45 + "a", "LMS", 2),
        ("가" * 1000, "LMS", 23),
        ("가" * 1000 + "a", "too_long", 23),
        ("", "SMS", 1),
    ],
)
def test_ninety_bytes_are_an_sms_and_two_thousand_an_lms(text, kind, segments):
    size = measure(text)
    assert (size.kind, size.segments) == (kind, segments)


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("€" * 80, "GSM-7", 1),
        ("가" * 70, "UCS-2", 1),
        ("가" * 71, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
    ],
)
def test_elsewhere_twilio_counts_characters(text, encoding, segments):
    size = measure(text, korean=False)
    assert (size.encoding, size.segments) == (encoding, segments)


def test_a_text_that_is_too_long_is_cut_and_keeps_its_link():
    size = fitted("가" * 3000, "https://pumasi.example/n/abcdefghijk")
    assert size.kind == "LMS"
    assert size.text.endswith("…\nhttps://pumasi.example/n/abcdefghijk")


def test_prices_are_by_provider_and_kind_or_by_segment(environment):
    short, long = measure("가" * 45), measure("가" * 46)
    assert [price_won(name, short) for name in ("solapi", "twilio", "nobody")] == [18, 70, 0]
    assert [price_won(name, long) for name in ("solapi", "twilio", "nobody")] == [45, 140, 0]
    assert price_won("twilio", long, segments=3) == 210
    assert dearest_won(["solapi", "twilio"], long) == 140
