"""Words for the tests of pay: rules that were decided, contracts, statements and slips."""

from typing import Any

import httpx

from tests.world import Firm, Person

DECIDED = {
    "pack": "kr",
    "weekly_excess": "last_days",
    "holiday_hours_in_week": False,
    "holiday_from_midnight": "start_day",
    "minutes": "exact",
    "won": "nearest",
    "payday": {"day": 31, "months_after": 0, "on_day_off": "same"},
}
HOURLY = {"weekly_min": 600, "days_per_week": 5, "wage_kind": "hourly", "wage_won": 12_000}


async def decide(firm: Firm, **changes: Any) -> None:
    answer = await firm.owner.patch("~/pay-settings", {**DECIDED, **changes})
    assert answer.status_code == 200, answer.text


async def contract(firm: Firm, person: Person, from_on: str = "2025-01-01", **changes: Any) -> None:
    path = f"~/members/{person.member_id}/terms/{from_on}"
    answer = await firm.owner.put(path, {**HOURLY, **changes})
    assert answer.status_code == 200, answer.text


async def statement(firm: Firm, period_id: str, person: Person) -> dict[str, Any]:
    """One person's statement as the office sees it."""
    answer = await firm.owner.get(f"~/pay/{period_id}/members/{person.member_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def release(firm: Firm, period_id: str, *people: Person, reason: str = "") -> httpx.Response:
    """Slips for these people, or for everybody."""
    members = [person.member_id for person in people] or None
    return await firm.owner.post(f"~/pay/{period_id}/slips", {"member_ids": members, "reason": reason})


def won(seen: dict[str, Any]) -> dict[str, int]:
    """The lines of a statement by their code."""
    found: dict[str, int] = {}
    for line in seen["statement"]["lines"]:
        found[line["code"]] = found.get(line["code"], 0) + line["won"]
    return found


def remarks(seen: dict[str, Any]) -> set[str]:
    return {one["code"] for one in seen["statement"].get("remarks", [])}
