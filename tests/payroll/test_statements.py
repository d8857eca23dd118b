"""What everybody's period comes to: from the record as it is, frozen with the sheet that was locked."""

import random
from uuid import UUID

from backend.core import tenancy
from backend.core.database import transaction
from backend.payroll.service.statements import statements
from backend.scheduling.rules import law
from backend.timesheets.service.periods import period
from tests.payroll.pay import contract, decide, remarks, statement, won
from tests.timesheets.sheets import clean_day, day_ago, days_ago, last_week, locked, work


async def test_every_line_says_rule_article_minutes_and_won(firm, site, worker, decided):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    seen = await statement(firm, await last_week(firm), worker)

    base = seen["statement"]["lines"][0]
    assert (base["code"], base["minutes"], base["won"]) == ("base", "180", 36_000)
    assert base["rule"] == "R1"
    assert base["article"].startswith("근로기준법")
    assert seen["statement"]["total_won"] == sum(line["won"] for line in seen["statement"]["lines"])
    assert (seen["worked_days"], seen["state"], seen["final"]) == (1, "open", False)
    assert seen["statement"]["pack"] == "kr"


async def test_the_period_lists_everybody_and_who_has_an_error_first(
    firm, site, worker, second_worker, decided, manager
):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    await clean_day(firm, site["id"], second_worker, 2)  # without any contract
    period_id = await last_week(firm)

    seen = (await manager.get(f"~/pay/{period_id}")).json()

    first, second = seen["people"][:2]
    assert (first["name"], first["worst"]["code"]) == ("최명희", "contract_gap")
    assert (second["name"], second["total_won"], second["worst"]) == ("이순자", 36_000, None)
    assert seen["total_won"] == sum(one["total_won"] for one in seen["people"])
    assert seen["months"][0]["operating_days"] >= 1
    assert not seen["months"][0]["five_or_more"], "two people were at work on a day at most"
    current = (await manager.get("~/pay")).json()
    assert current["earlier"]["id"] == period_id


async def test_a_wage_that_has_fallen_below_the_minimum_is_explained(firm, site, worker, decided):
    await contract(firm, worker, "2025-01-01", wage_won=10_030)  # enough then, not in 2026
    await clean_day(firm, site["id"], worker, 2)
    seen = await statement(firm, await last_week(firm), worker)

    remark = next(one for one in seen["statement"]["remarks"] if one["code"] == "below_minimum")
    assert remark["level"] == "error"
    assert remark["article"].startswith("최저임금법 제6조")
    minimum = law.MINIMUM_WAGE_WON.on(day_ago(2))
    assert (remark["values"]["shown_won"], remark["values"]["minimum_won"]) == (10_030, minimum)


async def test_work_in_a_gap_between_contracts_is_said(firm, site, worker, decided):
    await contract(firm, worker, until_on=day_ago(4).isoformat())
    await contract(firm, worker, day_ago(2).isoformat())
    for days in (5, 3, 1):
        await clean_day(firm, site["id"], worker, days)
    seen = await statement(firm, await last_week(firm), worker)

    gap = next(one for one in seen["statement"]["remarks"] if one["code"] == "contract_gap")
    assert (gap["on"], gap["values"]["days"]) == (day_ago(3).isoformat(), 1)


async def test_who_has_left_still_gets_the_last_statement(firm, site, worker, decided):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    period_id = await last_week(firm)
    assert (await firm.owner.delete(f"~/members/{worker.member_id}")).status_code == 204

    assert won(await statement(firm, period_id, worker))["base"] == 36_000
    listed = (await firm.owner.get(f"~/pay/{period_id}")).json()["people"]
    assert worker.member_id in [one["member_id"] for one in listed]


async def test_a_locked_sheet_freezes_its_statement(firm, site, worker, decided):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    period_id = await last_week(firm)
    await locked(firm, period_id, worker)
    before = await statement(firm, period_id, worker)
    assert (before["state"], before["final"]) == ("locked", True)

    # A late punch, another wage and other rules change nothing of it.
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "12:00")))
    await contract(firm, worker, wage_won=20_000)
    await decide(firm, minutes="down_10")
    assert (await statement(firm, period_id, worker))["statement"] == before["statement"]

    path = f"~/periods/{period_id}/sheets/{worker.member_id}/reopenings"
    reopened = await firm.owner.post(path, {"reason": "늦게 온 기록"})
    assert reopened.status_code < 300, reopened.text
    assert won(await statement(firm, period_id, worker))["base"] == 160_000, "eight hours at 20,000 won"


async def test_what_comes_between_the_lock_and_the_first_look_is_left_out(firm, site, worker, decided):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    period_id = await last_week(firm)
    await locked(firm, period_id, worker)
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "12:00")))

    seen = await statement(firm, period_id, worker)
    assert won(seen)["base"] == 36_000
    assert seen["worked_days"] == 1


async def test_the_same_history_is_the_same_statement_in_any_order_and_at_once(
    firm, site, worker, second_worker, decided
):
    """One phone sends every tap as it happens, and pay is asked for in between; the other sends all at the
    end, in no order."""
    taps = [
        (kind, days_ago(day, clock_time))
        for day in (6, 5, 4, 3, 2, 1)
        for kind, clock_time in (("in", "07:00"), ("out", f"1{day}:{day - 1}3"))
    ]
    for person in (worker, second_worker):
        await contract(firm, person, weekly_min=2400)
    await work(worker, site["id"], taps[0])
    period_id = await last_week(firm)
    for tap in taps[1:]:
        await work(worker, site["id"], tap)
        await statement(firm, period_id, worker)
    shuffled = list(taps)
    random.Random(7).shuffle(shuffled)
    for tap in shuffled:
        await work(second_worker, site["id"], tap)

    step_by_step = (await statement(firm, period_id, worker))["statement"]
    from_scratch = (await statement(firm, period_id, second_worker))["statement"]
    assert without_member(step_by_step) == without_member(from_scratch)
    together = await read(firm, period_id)
    assert {one.total_won for one in together if one.lines} == {step_by_step["total_won"]}
    alone = await read(firm, period_id, worker)
    assert alone[0] == next(one for one in together if one.member_id == alone[0].member_id)


async def test_pay_is_for_the_office(firm, site, worker, outsider, decided):
    await clean_day(firm, site["id"], worker, 3)
    period_id = await last_week(firm)
    for path in ("~/pay", f"~/pay/{period_id}", f"~/pay/{period_id}/members/{worker.member_id}"):
        assert (await worker.get(path)).status_code == 403
    assert (await firm.owner.get(f"~/pay/{worker.member_id}")).status_code == 404
    assert (await firm.owner.get(f"~/pay/{period_id}/members/{period_id}")).status_code == 404
    assert (await outsider.get(f"/orgs/{firm.org_id}/pay")).status_code == 404


async def test_the_neutral_pack_counts_hours_only(firm, site, worker):
    await decide(firm, pack="neutral")
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    seen = await statement(firm, await last_week(firm), worker)
    assert (seen["statement"]["pack"], won(seen), remarks(seen)) == ("neutral", {"base": 36_000}, set())


async def read(firm, period_id, *people):
    members = [UUID(person.member_id) for person in people] or None
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with transaction():
            return await statements(await period(UUID(period_id)), members)


def without_member(said):
    return {name: value for name, value in said.items() if name != "member_id"}
