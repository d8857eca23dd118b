"""What an organisation decides about its pay: asked for, never assumed, and kept with who decided it."""

from datetime import date

import pytest

from backend.payroll.rules.payday import payday_of
from backend.payroll.schemas.settings import Payday
from tests.races import at_once

R26 = {
    "weekly_excess": "last_days",
    "holiday_hours_in_week": False,
    "holiday_from_midnight": "start_day",
    "minutes": "exact",
    "won": "nearest",
}
TENTH = {"day": 10, "months_after": 1, "on_day_off": "before"}


async def test_nothing_is_assumed_and_what_is_missing_is_named(firm, manager):
    seen = (await manager.get("~/pay-settings")).json()
    assert seen["missing"] == ["pack"]
    assert (seen["version"], seen["history"]) == (0, [])
    assert {seen["settings"][name] for name in R26} == {None}

    seen = (await manager.patch("~/pay-settings", {"pack": "kr"})).json()
    assert seen["missing"] == list(R26)
    for name, answer in R26.items():
        refused = await firm.owner.get("~/pay")
        assert (refused.status_code, refused.json()["code"]) == (422, "choice-needed")
        assert refused.json()["choices"] == seen["missing"]
        seen = (await manager.patch("~/pay-settings", {name: answer})).json()
        assert name not in seen["missing"]
    assert (await firm.owner.get("~/pay")).status_code == 200


async def test_who_decided_what_is_kept(firm, manager):
    await firm.owner.patch("~/pay-settings", {"pack": "kr", **R26})
    await manager.patch("~/pay-settings", {"won": "down", "payday": TENTH})
    same = (await manager.patch("~/pay-settings", {"won": "down"})).json()

    assert same["version"] == 2, "saying the same again decides nothing"
    assert [(one["version"], one["name"], one["fields"]) for one in same["history"]] == [
        (2, "박정호", ["won", "payday"]),
        (1, "김영숙", ["pack", *R26]),
    ]
    assert [one["settings"]["won"] for one in same["history"]] == ["down", "nearest"]
    assert len(await firm.events("PaySettingsChanged")) == 2


async def test_two_decisions_at_once_both_hold(firm, manager):
    await at_once(
        firm.owner.patch("~/pay-settings", {"pack": "kr", "won": "up"}),
        manager.patch("~/pay-settings", {"minutes": "down_5"}),
    )
    settings = (await manager.get("~/pay-settings")).json()["settings"]
    assert (settings["pack"], settings["won"], settings["minutes"]) == ("kr", "up", "down_5")


async def test_only_the_office_sees_and_decides(firm, worker, outsider):
    assert (await worker.get("~/pay-settings")).status_code == 403
    assert (await worker.patch("~/pay-settings", {"pack": "kr"})).status_code == 403
    assert (await worker.get("~/pay")).status_code == 403
    assert (await outsider.get(f"/orgs/{firm.org_id}/pay-settings")).status_code == 404
    for wrong in ({"pack": "us"}, {"minutes": "down_7"}, {"won": None}, {"payday": {"day": 32}}, {"x": 1}):
        assert (await firm.owner.patch("~/pay-settings", wrong)).status_code == 400, wrong


@pytest.mark.parametrize(
    ("until_on", "rule", "payday"),
    [
        (date(2026, 10, 31), Payday(10, 1), date(2026, 11, 10)),
        (date(2026, 9, 30), Payday(10, 1), date(2026, 10, 8)),  # the 9th is 한글날, the 10th a Saturday
        (date(2026, 9, 30), Payday(10, 1, "after"), date(2026, 10, 12)),
        (date(2026, 9, 30), Payday(10, 1, "same"), date(2026, 10, 10)),
        (date(2026, 1, 31), Payday(31, 1, "same"), date(2026, 2, 28)),
        (date(2026, 11, 30), Payday(31, 0), date(2026, 11, 30)),
        (date(2026, 11, 14), Payday(10, 0), date(2026, 12, 10)),
        (date(2026, 12, 31), Payday(10, 2, "same"), date(2027, 2, 10)),
    ],
)
def test_payday_is_a_day_of_the_month_and_moves_off_days_off(until_on, rule, payday):
    assert payday_of(until_on, rule, {date(2026, 10, 9)}) == payday
