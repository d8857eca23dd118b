"""Decisions without a database."""

import pytest

from backend.core.ids import new_id
from backend.identity import rules
from backend.identity.errors import CountryNotServed, PhoneNotValid
from backend.identity.tokens import invitation_token, org_of_invitation


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("010-5000-0001", "+821050000001"),
        ("01050000001", "+821050000001"),
        ("+82 10 5000 0001", "+821050000001"),
        ("+82-010-5000-0001", "+821050000001"),
        ("".join(chr(ord(c) + 0xFEE0) for c in "010-5000-0001"), "+821050000001"),
        ("+44 7400 123456", "+447400123456"),
        ("011-234-5678", "+82112345678"),
    ],
)
def test_numbers_as_people_write_them(written: str, number: str):
    assert rules.mobile_number(written, ("KR", "GB")) == number


@pytest.mark.parametrize(
    "written", ["", "abc", "02-312-3456", "112", "010-1", "+82", "1" * 40, "080-123-4567"]
)
def test_what_cannot_be_texted(written: str):
    with pytest.raises(PhoneNotValid):
        rules.mobile_number(written, ("KR",))


def test_a_country_that_is_not_served():
    with pytest.raises(CountryNotServed):
        rules.mobile_number("+447400123456", ("KR",))


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155N) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "SM-A155N · Chrome",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "Android · Chrome",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-S908N Build/TP1A; wv) Chrome/118 Mobile KAKAOTALK 10.4",
            "SM-S908N · KakaoTalk",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "iPhone · Safari",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Windows · Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Linux · Firefox"),
        ("", "?"),
        ("<script>", "?"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent: str, device: str):
    assert rules.device_of(user_agent) == device


@pytest.mark.parametrize(
    ("address", "asker"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::"),
        ("testclient", "0.0.0.0"),
        ("", "0.0.0.0"),
    ],
)
def test_who_counts_as_one_asker(address: str, asker: str):
    assert rules.network_of(address) == asker


def test_an_invitations_token_names_its_organisation_and_can_be_made_again(environment):
    org_id, invitation_id = new_id(), new_id()
    token = invitation_token(org_id, invitation_id)
    assert token == invitation_token(org_id, invitation_id)
    assert token != invitation_token(org_id, new_id())
    assert org_of_invitation(token) == org_id
    for nonsense in ("", "x", token[:-1], token + "A", "é" * 43, "!" * 43):
        assert org_of_invitation(nonsense) != org_id or nonsense == token
