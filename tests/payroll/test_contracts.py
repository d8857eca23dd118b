"""What a contract of employment says for pay: its days, its weekdays, and a wage that the law lets stand."""

from datetime import date

import pytest

from backend.scheduling.rules.terms import shortfall
from backend.scheduling.schemas.terms import TermsInput

HOURLY = {"weekly_min": 2400, "days_per_week": 5, "wage_kind": "hourly", "wage_won": 10_320}
FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("wage", "enough"),
    [
        ({"wage_won": 10_320}, True),
        ({"wage_won": 10_319}, False),
        ({"wage_won": 0}, False),
        # 209 hours a month, exactly (40 + 8) x 365 / 7 / 12.
        ({"wage_kind": "monthly", "wage_won": 2_156_880}, True),
        ({"wage_kind": "monthly", "wage_won": 2_100_000}, False),
        ({"wage_kind": "daily", "wage_won": 82_560}, True),
        ({"wage_kind": "daily", "wage_won": 82_559}, False),
        # R16: nine tenths for three months, of a year's contract or an open one, and no simple labour.
        ({"probation_until": "2026-03-31", "probation_percent": 90, "simple_labour": False}, True),
        ({"probation_until": "2026-03-31", "probation_percent": 89, "simple_labour": False}, False),
        ({"probation_until": "2026-04-01", "probation_percent": 90, "simple_labour": False}, False),
        ({"probation_until": "2026-03-31", "probation_percent": 90}, False),
        ({"probation_until": "2026-03-31", "probation_percent": 90, "wage_won": 11_467}, True),
        (
            {
                "probation_until": "2026-03-31",
                "probation_percent": 90,
                "simple_labour": False,
                "until_on": "2026-12-30",
            },
            False,
        ),
    ],
)
def test_the_wage_is_what_the_law_wants_at_least(wage, enough):
    given = {**HOURLY, **wage}
    for name in ("probation_until", "until_on"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    assert (shortfall(FIRST, TermsInput(**given)) is None) is enough


async def test_a_wage_below_the_minimum_is_explained_with_number_and_article(firm, worker):
    path = f"~/members/{worker.member_id}/terms"
    refused = await firm.owner.put(f"{path}/2026-01-01", {**HOURLY, "wage_won": 9_860})
    body = refused.json()
    assert (refused.status_code, body["code"]) == (422, "wage-below-minimum")
    assert body["title"] == "한 시간에 9,860원이라 최저임금 10,320원보다 적어요 (최저임금법 제6조)"
    assert (body["hourly_won"], body["minimum_won"], body["article"]) == (9_860, 10_320, "최저임금법 제6조")
    english = await firm.owner.put(f"{path}/2026-01-01", {**HOURLY, "wage_won": 9_860}, accept_language="en")
    title = "It comes to ₩9,860 an hour; the legal minimum is ₩10,320 (최저임금법 제6조)"
    assert english.json()["title"] == title
    assert (await firm.owner.get(path)).json()["items"] == []
    # The minimum of its own date: last year's was lower, and this year's is above what was enough then.
    kept = await firm.owner.put(f"{path}/2025-06-01", {**HOURLY, "wage_won": 10_030})
    assert kept.json()["below_minimum_on"] == "2026-01-01"


async def test_contracts_end_leave_gaps_and_say_on_which_days_one_works(firm, worker, second_worker):
    path = f"~/members/{worker.member_id}/terms"
    first = {**HOURLY, "until_on": "2026-06-30", "workdays": [4, 0, 2], "days_per_week": 3, "rest_weekday": 6}
    answer = await firm.owner.put(f"{path}/2026-01-01", first)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["workdays"], answer.json()["rest_weekday"]) == ([0, 2, 4], 6)
    await firm.owner.put(f"{path}/2026-08-01", {**HOURLY, "wage_won": 10_700})

    seen = (await worker.get(path)).json()
    assert [one["from_on"] for one in seen["items"]] == ["2026-08-01", "2026-01-01"]
    assert seen["gaps"] == [{"from_on": "2026-07-01", "until_on": "2026-07-31"}]
    assert [one["below_minimum_on"] for one in seen["items"]] == [None, None]
    await firm.owner.put(f"{path}/2026-07-01", HOURLY)
    assert (await worker.get(path)).json()["gaps"] == []
    assert (await second_worker.get(path)).status_code == 403
    assert (await worker.put(f"{path}/2026-09-01", HOURLY)).status_code == 403

    for wrong in (
        {"until_on": "2025-12-31"},
        {"workdays": [0, 1]},
        {"workdays": [0, 1, 2, 3, 4], "rest_weekday": 4},
        {"probation_percent": 90},
        {"probation_until": "2025-12-31"},
    ):
        refused = await firm.owner.put(f"{path}/2026-01-01", {**HOURLY, **wrong})
        assert refused.status_code == 422, wrong
        assert refused.json()["errors"][0]["pointer"].strip("/") in (
            "rest_weekday",
            "until_on",
            "workdays",
            "probation_until",
        )
