"""Exports over HTTP: the period as it is, final once it is locked, and the same bytes again."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec
import openpyxl
import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.payroll.schemas.exports import ExportDocument
from tests.insight.world import World, monday, world
from tests.payroll.periods import last_period, lock
from tests.payroll.test_settings import R26
from tests.processes import ROOT
from tests.world import Firm, Person

KINDS = ("people", "lines", "days")


async def export(person: Person, period_id: str, **query: str) -> Any:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return await person.get(f"~/exports/{period_id}?{text}")


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
async def here(firm: Firm) -> World:
    """A week that was worked, and an organisation that decided about its pay."""
    made = await world(firm)
    await firm.owner.patch("~/pay-settings", {"pack": "kr", **R26})
    return made


async def test_a_person_has_a_row_with_hours_and_pay(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    await firm.owner.patch(f"~/members/{here.lee.member_id}", {"number": "0007"})
    found = rows(await export(firm.owner, period_id, file="csv"))
    (lee,) = (row for row in found if row["이름"] == "이순자")
    assert (lee["직원 번호"], lee["근무 시간"], lee["계획 시간"], lee["상태"]) == (
        "0007",
        "7:50",
        "8:00",
        "추정",
    )
    assert lee["기본급"] == str(470 * 200)
    assert sum(int(lee[name]) for name in lee if name.endswith(("급", "당"))) == int(lee["합계"])
    assert "김영숙" not in {row["이름"] for row in found}, "who neither works nor earns has no row"


async def test_hours_may_be_exported_before_pay_is_decided(firm: Firm) -> None:
    await world(firm)
    period_id = await last_period(firm)
    days = rows(await export(firm.owner, period_id, file="csv", kind="days"))
    assert [(row["이름"], row["근무 시간"], row["확인할 점"]) for row in days if row["이름"] == "이순자"] == [
        ("이순자", "5:00", "휴게 부족"),
        ("이순자", "2:50", "지각"),
    ]
    refused = await export(firm.owner, period_id)
    assert (refused.status_code, refused.json()["code"]) == (422, "choice-needed")


async def test_a_locked_period_is_final_and_the_same_bytes_whatever_happens_elsewhere(
    firm: Firm, here: World
) -> None:
    period_id = await last_period(firm)
    assert quote("추정") in (await export(firm.owner, period_id)).headers["content-disposition"]
    await lock(firm, period_id)
    queries = [{"kind": kind, "file": file} for kind in KINDS for file in ("csv", "xlsx")] + [
        {"file": "json"}
    ]
    first = [await export(firm.owner, period_id, **query) for query in queries]
    assert {answer.status_code for answer in first} == {200}

    await firm.hire("새사람")
    await firm.site(name="새 현장")
    await firm.owner.put(
        f"~/members/{here.lee.member_id}/terms/{monday(1)}",
        {"weekly_min": 0, "days_per_week": 0, "wage_kind": "hourly", "wage_won": 15_000},
    )
    await firm.owner.patch("~/pay-settings", {"won": "down"})
    manager = await firm.hire("박정호", "manager")
    with clock.stopped_at(datetime.now(UTC).replace(microsecond=0)):
        again = [await export(manager, period_id, **query) for query in queries]
    assert [answer.content for answer in again] == [answer.content for answer in first]
    assert {row["상태"] for row in rows(again[0])} == {"확정"}
    assert quote("추정") not in again[0].headers["content-disposition"]
    assert quote("사람별") in again[0].headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(again[1].content))
    assert book.sheetnames == ["사람별"]


async def test_one_open_sheet_makes_it_an_estimate(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    await lock(firm, period_id, but=here.choi.member_id)
    answer = await export(firm.owner, period_id, file="csv")
    assert {row["이름"]: row["상태"] for row in rows(answer)} == {"이순자": "확정", "최명희": "추정"}
    assert quote("추정") in answer.headers["content-disposition"]
    assert not (await export(firm.owner, period_id, file="json")).json()["final"]


async def test_a_mapping_lays_the_file_out_and_wants_numbers(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    columns = [
        {"source": "number", "heading": "사번", "required": True},
        {"source": "worked", "heading": "근로시간"},
        {"source": "fixed", "heading": "사업장코드", "value": "001"},
    ]
    layout = {"kind": "people", "columns": columns, "hours_as": "decimal"}
    mapping_id = str(new_id())
    await firm.owner.put(f"~/export-mappings/{mapping_id}", {"name": "더존", "layout": layout})
    refused = await export(firm.owner, period_id, mapping_id=mapping_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "values-missing")
    assert {one["name"]: one["heading"] for one in refused.json()["people"]} == {
        "이순자": "사번",
        "최명희": "사번",
    }
    for number, person in ((12, here.lee), (3, here.choi)):
        await firm.owner.patch(f"~/members/{person.member_id}", {"number": str(number)})
    await lock(firm, period_id)
    answer = await export(firm.owner, period_id, file="csv", encoding="cp949", mapping_id=mapping_id)
    assert answer.content.decode("cp949") == ("사번,근로시간,사업장코드\r\n3,3.75,001\r\n12,7.83,001\r\n")
    assert answer.headers["content-type"] == "text/csv; charset=cp949"
    other = await export(firm.owner, period_id, kind="days", mapping_id=mapping_id)
    assert (other.status_code, other.json()["code"], other.json()["kind"]) == (422, "mapping-kind", "people")


async def test_a_preview_shows_the_first_rows_and_who_lacks_a_number(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    wanted = {
        "period_id": period_id,
        "kind": "people",
        "layout": {
            "kind": "people",
            "columns": [{"source": "number", "required": True}, {"source": "worked"}],
        },
    }
    seen = (await firm.owner.post("~/export-previews", wanted)).json()
    assert (seen["headings"], seen["rows"]) == (
        ["직원 번호", "근무 시간", "상태"],
        [["", "7:50", "추정"], ["", "3:45", "추정"]],
    )
    assert (
        [one["name"] for one in seen["missing"]]
        == ["이순자", "최명희"]
        == [one["name"] for one in seen["without_number"]]
    )
    plain = (await firm.owner.post("~/export-previews", {"period_id": period_id, "kind": "days"})).json()
    assert (plain["total_rows"], len(plain["rows"]), plain["missing"]) == (4, 4, [])
    assert len(plain["columns"]) == len(plain["headings"])


async def test_the_json_follows_its_schema(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    answer = await export(firm.owner, period_id, file="json")
    document = msgspec.json.decode(answer.content, type=ExportDocument)
    people = {one.name: one for one in document.people}
    assert (document.format, set(people)) == ("pumasi-period-1", {"이순자", "최명희"})
    assert people["이순자"].total_won == sum(line.won for line in people["이순자"].lines)
    kept = json.loads((ROOT / "docs" / "export.schema.json").read_text())
    assert kept == schema(), "docs/export.schema.json: python -m tests.payroll.test_exports writes it"


def schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(ExportDocument),
    }


async def test_it_is_kept_who_took_what_out(firm: Firm, here: World) -> None:
    period_id = await last_period(firm)
    await export(firm.owner, period_id, kind="lines", file="csv")
    (event,) = await firm.events("PeriodExported")
    assert json.loads(event["data"]) == {
        "period_id": period_id,
        "kind": "lines",
        "file": "csv",
        "final": False,
    }


async def test_only_who_may_export_does(firm: Firm, worker: Person, outsider: Person) -> None:
    period_id = (await firm.owner.get("~/periods")).json()["items"][0]["id"]
    assert (await export(worker, period_id)).status_code == 403
    assert (await outsider.get(f"/orgs/{firm.org_id}/exports/{period_id}")).status_code == 404
    assert (await export(firm.owner, str(new_id()))).status_code == 404
    assert (await export(firm.owner, str(new_id()), file="pdf")).status_code == 400


if __name__ == "__main__":
    (ROOT / "docs" / "export.schema.json").write_text(
        json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    )
