"""Bad settings of pushes stop the start, with one line."""

import pytest

from backend.settings import BadSetting, load

HTTPS = {"PUMASI_BASE_URL": "https://office.example", "PUMASI_SECRET_KEY": "x" * 32}
KEY = {"PUMASI_VAPID_PRIVATE_KEY": "y" * 43}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (HTTPS, "PUMASI_VAPID_PRIVATE_KEY"),
        (HTTPS | KEY | {"PUMASI_PUSH_LOOPBACK": "on"}, "PUMASI_PUSH_LOOPBACK"),
        (HTTPS | {"PUMASI_VAPID_PRIVATE_KEY": "short"}, "PUMASI_VAPID_PRIVATE_KEY"),
        (KEY | {"PUMASI_VAPID_SUBJECT": "somebody"}, "PUMASI_VAPID_SUBJECT"),
    ],
)
def test_it_does_not_start(environment, named):
    with pytest.raises(BadSetting, match=named):
        load(environment)


def test_with_a_key_it_starts():
    assert load(HTTPS | KEY).secure
