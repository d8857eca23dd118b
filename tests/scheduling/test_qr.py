"""Signed codes: only ours, only for this organisation, and on a screen only for a moment."""

from datetime import timedelta

import pytest

from backend.core.ids import new_id
from backend.scheduling import qr
from tests.scheduling.plan import utc

NOW = utc("2026-11-24T09:00:10")


@pytest.fixture(autouse=True)
def settings(environment):
    """The key is derived from the settings."""


def test_a_poster_says_its_site_and_version():
    org, site = new_id(), new_id()
    code = qr.read(org, qr.printed(org, site, 3))
    assert code == qr.SiteCode("printed", site, 3)


def test_a_link_that_ends_in_the_code_is_read():
    org, site = new_id(), new_id()
    assert qr.read(org, "https://pumasi.example/q/" + qr.printed(org, site, 1)) is not None


def test_a_code_of_another_organisation_is_not_ours():
    org, site = new_id(), new_id()
    assert qr.read(new_id(), qr.printed(org, site, 1)) is None


def test_a_changed_code_is_not_ours():
    org = new_id()
    code = qr.printed(org, new_id(), 1)
    for place in range(len(code)):
        other = "A" if code[place] != "A" else "B"
        assert qr.read(org, code[:place] + other + code[place + 1 :]) is None, place


@pytest.mark.parametrize("text", ["", "AAAA", "출근", "=" * 44, "A" * 44, "A" * 300])
def test_anything_else_is_not_ours(text):
    assert qr.read(new_id(), text) is None


def test_a_screen_shows_its_code_for_a_moment():
    org = new_id()
    text, expires_at = qr.on_screen(org, new_id(), NOW)
    code = qr.read(org, text)

    assert code is not None
    assert expires_at == utc("2026-11-24T09:00:30")
    assert code.shown_at(NOW)
    assert code.shown_at(expires_at + timedelta(seconds=29)), "one window back still counts"
    assert not code.shown_at(expires_at + timedelta(seconds=40))
    assert not code.shown_at(NOW - timedelta(seconds=20)), "nobody can have seen it yet"
