"""The worker's own copy: what is in it, who may have it, and that no row can be changed behind it."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, timedelta
from uuid import UUID

import asyncpg
import pytest
from pypdf import PdfReader

from backend.core import clock, database, tenancy
from backend.timesheets.rules.receipts import fingerprint_of
from backend.timesheets.rules.verification import compare, verify
from backend.timesheets.service import receipts
from jobs.job import Happened
from jobs.receipts import hand_out
from tests.attendance.day import AT_SITE, tap
from tests.attendance.fixing import answer, correct, put
from tests.races import gather
from tests.timesheets.sheets import clean_day, days_ago, last_week, locked


def days(back: int = 3) -> dict[str, str]:
    today = clock.now().astimezone(UTC).date()
    return {
        "from_on": (today - timedelta(days=back)).isoformat(),
        "until_on": (today + timedelta(days=1)).isoformat(),
    }


async def work(worker, site, hours_ago: float = 8) -> None:
    start = clock.now() - timedelta(hours=hours_ago)
    for kind, later in (("in", 0), ("break_start", 2), ("break_end", 3), ("out", 4)):
        answer = await tap(worker, kind, start + timedelta(hours=later), site_id=site["id"], **AT_SITE)
        assert answer.status_code == 201, answer.text


async def asked(person, member=None, **span):
    answer = await person.post(f"~/members/{(member or person).member_id}/receipts", span or days())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def file_of(person, made) -> bytes:
    answer = await person.get(f"~/receipts/{made['id']}/file.json")
    assert answer.status_code == 200
    return answer.content


async def checked(person, member) -> dict:
    answer = await person.get(f"~/members/{member.member_id}/records/check")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_receipt_holds_everything_and_verifies_with_the_public_key(firm, site, worker):
    await work(worker, site)
    made = await asked(worker)
    file = await file_of(worker, made)
    [key] = (await worker.get(f"/public/organisations/{firm.org_id}/signing-keys")).json()["items"]
    assert made["fingerprint"] == key["fingerprint"] == fingerprint_of(bytes.fromhex(key["public_key"]))

    verdict = verify(file, key["fingerprint"])
    assert verdict.holds
    receipt = verdict.receipt
    assert [json.loads(entry.payload)["kind"] for entry in receipt.entries] == [
        "in",
        "break_start",
        "break_end",
        "out",
    ]
    assert (receipt.chain.first, receipt.chain.last) == (1, 4)
    assert receipt.sheet.totals.worked_min == 180
    assert receipt.sheet.totals.break_min == 60
    assert receipt.names[site["id"]] == site["name"]
    assert (receipt.member.name, receipt.organisation.name) == (worker.name, "푸른손 클린")
    assert b"37.5006" not in file, "positions are forgotten later, and so are in no copy"


async def test_asking_again_gives_the_same_one_until_something_is_new(firm, site, worker):
    await work(worker, site)
    first = await asked(worker)
    assert (await asked(worker))["id"] == first["id"]
    await tap(worker, "in", site_id=site["id"])
    second = await asked(worker)
    assert second["id"] != first["id"]
    items = (await worker.get(f"~/members/{worker.member_id}/receipts")).json()["items"]
    assert [item["id"] for item in items] == [second["id"], first["id"]]

    one, two = verify(await file_of(worker, first)).receipt, verify(await file_of(worker, second)).receipt
    assert (two.previous.id, two.previous.head) == (one.id, one.chain.head)
    assert [f.code for f in compare([("one", one), ("two", two)])] == ["stories_join"]
    assert "previous" in [finding.code for finding in verify(await file_of(worker, second)).findings]


async def test_the_receipt_of_a_period_goes_on_where_the_last_one_ended(firm, site, worker):
    """A punch that arrives late, about days that have a receipt already, is in the next one."""
    today = clock.now().date()
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            periods = [UUID(int=n) for n in (1, 2)]
            for number, period_id in enumerate(periods):
                await database.fetch(
                    "INSERT INTO period VALUES (current_setting('app.org')::uuid, $1, $2, $2)",
                    period_id,
                    date(2020, 1, 1) + timedelta(days=number),
                )

    async def make(from_on: date, until_on: date, period: UUID) -> bytes:
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            async with database.transaction():
                made = await receipts.make(
                    UUID(firm.org_id), UUID(worker.member_id), from_on, until_on, period_id=period
                )
        return await file_of(worker, {"id": made})

    await tap(worker, "in", clock.now() - timedelta(days=20), site_id=site["id"])
    early = await make(today - timedelta(days=30), today - timedelta(days=15), periods[0])
    await tap(worker, "out", clock.now() - timedelta(days=20) + timedelta(hours=4), site_id=site["id"])
    await tap(worker, "in", clock.now() - timedelta(hours=3), site_id=site["id"])
    late = verify(await make(today - timedelta(days=14), today + timedelta(days=1), periods[1]))
    assert late.holds
    assert late.receipt.chain.first == verify(early).receipt.chain.last + 1
    assert len(late.receipt.entries) == 2


async def test_it_is_read_on_paper_in_both_languages(firm, site, worker):
    await work(worker, site)
    made = await asked(worker)
    for language, words in (
        ("ko", ("근무 기록 사본", "출근", "3시간 00분")),
        ("en", ("work record", "In", "3 h 00")),
    ):
        answer = await worker.get(f"~/receipts/{made['id']}/file.pdf?language={language}")
        assert answer.headers["content-type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        for word in (*words, site["name"], worker.name, made["fingerprint"][:4]):
            assert word in text
        again = await worker.get(f"~/receipts/{made['id']}/file.pdf?language={language}")
        assert again.content == answer.content


async def test_days_without_work_have_a_receipt_that_says_so(firm, worker):
    made = await asked(worker)
    assert made["entries"] == 0
    assert verify(await file_of(worker, made)).holds
    assert (await worker.get(f"~/receipts/{made['id']}/file.pdf")).status_code == 200


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ({"from_on": "2026-02-01", "until_on": "2026-01-01"}, "span-backwards"),
        ({"from_on": "2024-01-01", "until_on": "2025-01-01"}, "span-too-long"),
        ({"from_on": "2999-01-01", "until_on": "2999-01-31"}, "span-ahead"),
    ],
)
async def test_days_that_cannot_be_are_refused(worker, span, code):
    answer = await worker.post(f"~/members/{worker.member_id}/receipts", span)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_ones_own_and_for_the_office_everybodys(firm, site, worker, second_worker, manager, outsider):
    await work(worker, site)
    made = await asked(manager, worker)
    for person, status in ((worker, 200), (manager, 200), (second_worker, 404)):
        assert (await person.get(f"~/receipts/{made['id']}/file.json")).status_code == status
        assert (await person.get(f"~/receipts/{made['id']}/file.pdf")).status_code == status
        assert (await person.get(f"~/members/{worker.member_id}/receipts")).status_code == status
        assert (await person.get(f"~/members/{worker.member_id}/records/check")).status_code == status
    assert (await second_worker.post(f"~/members/{worker.member_id}/receipts", days())).status_code == 404
    assert (await outsider.get(f"~/receipts/{made['id']}/file.json")).status_code == 404
    assert (await outsider.get(f"/public/organisations/{outsider.org_id}/signing-keys")).status_code == 404


async def test_a_new_key_signs_from_now_on_and_the_old_one_stays_known(firm, site, worker, manager):
    await work(worker, site)
    before = await asked(worker)
    assert (await manager.post("~/signing-keys")).status_code == 403
    assert (await firm.owner.post("~/signing-keys")).status_code == 201
    after = await asked(worker)
    keys = (await worker.get("~/signing-keys")).json()["items"]
    assert [key["fingerprint"] for key in keys] == [after["fingerprint"], before["fingerprint"]]
    assert [key["until"] is None for key in keys] == [True, False]
    assert verify(await file_of(worker, before), before["fingerprint"]).holds
    assert verify(await file_of(worker, after), after["fingerprint"]).holds
    assert (await checked(worker, worker))["holds"]


async def test_two_who_need_the_first_key_make_one(firm, site, worker, second_worker):
    made = await gather(asked(worker), asked(second_worker))
    assert made[0]["fingerprint"] == made[1]["fingerprint"]


async def test_a_key_that_cannot_be_opened_is_said_and_can_be_replaced(firm, site, worker, servers):
    await work(worker, site)
    await asked(worker)
    await tamper(
        servers, "UPDATE org_signing_key SET sealed = '\\x00' || sealed WHERE org_id = $1", UUID(firm.org_id)
    )
    await tap(worker, "in", site_id=site["id"])
    answer = await worker.post(f"~/members/{worker.member_id}/receipts", days())
    assert (answer.status_code, answer.json()["code"]) == (409, "signing-key-lost")
    await firm.owner.post("~/signing-keys")
    await asked(worker)


async def tamper(servers, sql: str, *values: object) -> None:
    """What only somebody with the whole database in their hands can do."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        status = await connection.execute(sql, *values)
    await connection.close()
    assert not status.endswith(" 0"), f"{sql}: {status}"


async def columns_of(servers, table: str) -> list[tuple[str, str]]:
    connection = await asyncpg.connect(servers.dsns.superuser)
    rows = await connection.fetch(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1"
        " AND table_schema = 'public' ORDER BY ordinal_position",
        table,
    )
    await connection.close()
    return [(row["column_name"], row["data_type"]) for row in rows]


OTHER = {
    "uuid": "'019a0000-0000-7000-8000-00000000dead'",
    "text": "coalesce({0}, '') || 'x'",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 second'",
    "bigint": "coalesce({0}, 0) + 1",
    "integer": "coalesce({0}, 0) + 1",
    "smallint": "{0} + 1",
    "double precision": "coalesce({0}, 0) + 1",
    "ARRAY": "array_append({0}, 'x')",
    "boolean": "NOT {0}",
    "bytea": "'\\x00'::bytea || {0}",
    "date": "{0} + 1",
    "jsonb": "'[[1, 2]]'::jsonb",
}


@asynccontextmanager
async def unchecked(servers, table: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that may write anything into a table; its checks are there again afterwards."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    await connection.execute("SET session_replication_role = replica")
    checks = await connection.fetch(
        "SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint"
        " WHERE conrelid = $1::regclass AND contype = 'c'",
        table,
    )
    for check in checks:
        await connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{check["conname"]}"')
    try:
        yield connection
    finally:
        for check in checks:
            said = check["said"].removesuffix(" NOT VALID")
            await connection.execute(
                f'ALTER TABLE {table} ADD CONSTRAINT "{check["conname"]}" {said} NOT VALID'
            )
        await connection.close()


async def alter_each(servers, worker, table: str, where: str, spared: set[str]) -> dict[str, list]:
    """Change one column after another, see what the check says, and put it back."""
    async with unchecked(servers, table) as connection:
        return await _alter_each(servers, connection, worker, table, where, spared)


async def _alter_each(servers, connection, worker, table, where, spared) -> dict[str, list]:
    found = {}
    for name, kind in await columns_of(servers, table):
        if name in spared | {"org_id", "member_id"}:
            continue
        row = await connection.fetchrow(f"SELECT ctid::text, {name} FROM {table} WHERE {where} LIMIT 1")
        change = f"UPDATE {table} SET {name} = {OTHER[kind].format(name)}"
        changed = await connection.fetchrow(
            f"{change} WHERE ctid = $1::text::tid RETURNING ctid::text", row["ctid"]
        )
        found[name] = (await checked(worker, worker))["faults"]
        await connection.execute(
            f"UPDATE {table} SET {name} = $1 WHERE ctid = $2::text::tid", row[name], changed["ctid"]
        )
        assert (await checked(worker, worker))["holds"], f"{table}.{name} was put back"
    return found


async def test_altering_any_column_of_a_punch_is_seen(firm, site, worker, servers):
    await work(worker, site)
    await asked(worker)
    assert (await checked(worker, worker)) | {"head": ""} == {
        "member_id": worker.member_id,
        "holds": True,
        "entries": 4,
        "rows": 5,
        "receipts": 1,
        "head": "",
        "faults": [],
        "more_faults": 0,
    }
    where = f"member_id = '{worker.member_id}' AND kind = 'out'"
    found = await alter_each(servers, worker, "punch", where, {"lat", "lon", "claim_hash"})
    assert len(found) > 12
    for name, faults in found.items():
        assert faults, f"punch.{name} was altered unseen"
        if name != "id":
            assert {(fault["seq"], fault["field"]) for fault in faults if fault["about"] == "punch"} == {
                (4, name)
            }


async def test_altering_the_chain_sessions_or_receipts_is_seen(firm, site, worker, servers):
    await work(worker, site)
    await asked(worker)
    mine = f"member_id = '{worker.member_id}'"
    for table, where, spared in (
        ("record_entry", f"{mine} AND seq = 4", set()),
        ("work_session", mine, set()),
        # Who asked for it, and for which period, is in no file.
        ("receipt", mine, {"period_id", "made_by"}),
    ):
        found = await alter_each(servers, worker, table, where, spared)
        assert [name for name, faults in found.items() if not faults] == [], table


async def test_deleting_or_inserting_a_row_is_seen(firm, site, worker, servers):
    await work(worker, site)
    await asked(worker)
    member = UUID(worker.member_id)
    copy = (
        "INSERT INTO punch SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*"
        " FROM punch p WHERE member_id = $1 AND kind = 'out'"
    )
    await tamper(servers, copy, member)
    faults = (await checked(worker, worker))["faults"]
    assert {(fault["code"], fault["about"]) for fault in faults} == {("row_unknown", "punch")}
    await tamper(servers, "DELETE FROM punch WHERE member_id = $1 AND kind = 'out'", member)
    faults = (await checked(worker, worker))["faults"]
    assert [(fault["code"], fault["about"], fault["seq"]) for fault in faults] == [
        ("row_missing", "punch", 4)
    ]
    assert "4" in faults[0]["ko"]


async def test_cutting_off_the_end_of_everything_is_seen_by_what_was_signed(firm, site, worker, servers):
    await work(worker, site)
    await asked(worker)
    member = UUID(worker.member_id)
    await tamper(servers, "DELETE FROM punch WHERE member_id = $1 AND kind = 'out'", member)
    await tamper(servers, "DELETE FROM record_entry WHERE member_id = $1 AND seq = 4", member)
    codes = {fault["code"] for fault in (await checked(worker, worker))["faults"]}
    assert "receipt_differs" in codes


async def test_a_receipt_holds_after_positions_are_coarsened(firm, site, worker, servers):
    await work(worker, site)
    file = await file_of(worker, await asked(worker))
    await tamper(
        servers,
        "UPDATE punch SET lat = round(lat), lon = round(lon) WHERE member_id = $1",
        UUID(worker.member_id),
    )
    assert (await checked(worker, worker))["holds"]
    assert verify(file).holds


async def test_punches_from_before_the_chain_are_put_into_one(firm, site, worker, servers):
    """What the migration does for who upgrades."""
    from backend.timesheets.piccolo_migrations import timesheets_2026_11_24t22_15_00_000000 as migration

    await work(worker, site)
    member = UUID(worker.member_id)
    await tamper(servers, "DELETE FROM record_entry WHERE member_id = $1", member)
    connection = await asyncpg.connect(servers.dsns.owner)
    async with connection.transaction():
        await connection.execute(migration.OLDER_PUNCHES)
    await connection.close()
    answer = await checked(worker, worker)
    assert (answer["holds"], answer["entries"]) == (True, 4), answer["faults"]


async def test_who_changes_corrections_or_approvals_is_seen(firm, site, worker, servers):
    """A day that was corrected by the office, answered by the worker, remarked on, approved and locked."""
    await clean_day(firm, site["id"], worker, 3)
    [_, left] = await clean_day(firm, site["id"], worker, 2)
    made = await correct(
        firm.owner, put("out", days_ago(2, "09:00"), replaces=left), member_id=worker.member_id
    )
    assert made.status_code == 201, made.text
    assert (await answer(worker, made, "objected", reason="10시까지 했어요")).status_code == 200
    period = await last_week(firm)
    said = await worker.put(f"~/my-sheets/{period}/remark", {"right": False, "text": "한 시간 모자라요"})
    assert said.status_code == 200, said.text
    await locked(firm, period, worker)
    assert (await checked(worker, worker))["faults"] == []

    mine = f"member_id = '{worker.member_id}'"
    for table, where in (
        ("correction", mine),
        ("sheet", mine),
        ("sheet_act", f"{mine} AND kind = 'approved'"),
        ("sheet_act", f"{mine} AND kind = 'not_right'"),
        ("punch_replaced", f"punch_id = '{left}'"),
    ):
        found = await alter_each(servers, worker, table, where, set())
        assert [name for name, faults in found.items() if not faults] == [], table
    await tamper(servers, f"DELETE FROM sheet_act WHERE {mine} AND kind = 'not_right'")
    faults = (await checked(worker, worker))["faults"]
    assert [(fault["code"], fault["about"]) for fault in faults] == [("row_missing", "sheet")]


async def test_a_locked_sheet_is_handed_out_once_with_its_approval_in_it(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    await locked(firm, period, worker)
    for _ in range(2):
        for event in await firm.events("SheetsLocked"):
            fields = (1, event["kind"], event["subject"], None, clock.now(), event["data"].encode())
            with tenancy.acting_for(org_id=UUID(firm.org_id)):
                await hand_out.work(Happened(UUID(firm.org_id), *fields))

    [made] = (await worker.get(f"~/members/{worker.member_id}/receipts")).json()["items"]
    verdict = verify(await file_of(worker, made), made["fingerprint"])
    assert (made["period_id"], verdict.holds) == (period, True)
    kinds = [entry.kind for entry in verdict.receipt.entries]
    assert kinds == ["punch", "punch", "sheet_approved", "sheet_locked"]
    assert json.loads(verdict.receipt.entries[-1].payload)["digest"] == verdict.receipt.sheet.digest
    assert verdict.receipt.sheet.state == "locked"
    topics = [item["topic"] for item in (await worker.get("~/inbox")).json()["items"]]
    assert topics.count("receipt_ready") == 1
    assert (await checked(worker, worker))["holds"]
