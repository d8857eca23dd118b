"""Tables from elsewhere: looked at row by row, then brought in; the same file again changes nothing."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from litestar import Litestar

from backend.core import clock
from tests.world import Firm, Person, browser, new_phone

TOMORROW = (clock.now() + timedelta(days=2)).date().isoformat()


async def look(person: Person, kind: str, file: bytes | str) -> Any:
    body = file.encode() if isinstance(file, str) else file
    return await person.client.post(
        f"/api/v1/orgs/{person.org_id}/imports/previews?kind={kind}",
        content=body,
        headers={"origin": "http://testserver", "content-type": "text/csv"},
    )


async def bring(person: Person, kind: str, file: bytes | str) -> Any:
    """Look, and apply what was seen."""
    seen = await look(person, kind, file)
    assert seen.status_code == 200, seen.text
    answer = await person.put(f"~/imports/{seen.json()['id']}/application")
    assert answer.status_code == 200, answer.text
    return seen.json()


def actions(preview: Any) -> list[str]:
    return [row["action"] for row in preview["rows"]]


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_sites_come_in_once_and_the_same_file_again_changes_nothing(firm: Firm) -> None:
    file = (
        "현장,주소,위도,경도,메모\n한강빌딩,서울 강남구,37.5,127.03,열쇠는 경비실\n망원시장,,37.55,126.9,\n"
    )
    first = await bring(firm.owner, "sites", file.encode("cp949"))
    again = await bring(firm.owner, "sites", file)
    assert (actions(first), actions(again)) == (["add", "add"], ["same", "same"])
    changed = await bring(firm.owner, "sites", file.replace("경비실", "관리실"))
    assert actions(changed) == ["change", "same"]
    notes = {site["name"]: site["note"] for site in (await firm.owner.get("~/sites")).json()["items"]}
    assert notes == {"한강빌딩": "열쇠는 관리실", "망원시장": ""}


async def test_looking_changes_nothing(firm: Firm) -> None:
    before = len(await firm.events())
    await look(firm.owner, "sites", "현장,위도,경도\n한강빌딩,37.5,127.03\n")
    assert (await firm.owner.get("~/sites")).json()["items"] == []
    assert len(await firm.events()) == before


async def test_people_are_invited_by_their_number_and_members_stay_who_they_are(firm: Firm) -> None:
    worker, newcomer = await firm.hire("이순자"), new_phone()
    file = workbook(["Name", "Phone", "Role"], ["이순자", worker.phone, None], ["박새로", newcomer, "관리자"])
    assert actions(await bring(firm.owner, "people", file)) == ["same", "add"]
    assert actions(await look_again(firm, file)) == ["same", "same"]
    invited = (await firm.owner.get("~/invitations")).json()["items"]
    assert [one["role"] for one in invited if one["phone"]] == ["manager"]


async def look_again(firm: Firm, file: bytes) -> Any:
    return (await look(firm.owner, "people", file)).json()


async def test_shifts_come_with_their_crew_and_cross_midnight(firm: Firm) -> None:
    site = await firm.site(name="한강빌딩")
    worker = await firm.hire("이순자")
    file = f"현장\t날짜\t시작\t끝\t사람\n한강빌딩\t{TOMORROW}\t22:00\t06:00\t이순자\n"
    assert actions(await bring(firm.owner, "shifts", file)) == ["add"]
    assert actions((await look(firm.owner, "shifts", file)).json()) == ["same"]
    moment = clock.now().isoformat().replace("+", "%2B")
    later = (clock.now() + timedelta(days=5)).isoformat().replace("+", "%2B")
    (planned,) = (await firm.owner.get(f"~/shifts?from={moment}&to={later}")).json()["items"]
    assert (planned["site_id"], planned["assigned"][0]["member_id"]) == (site["id"], worker.member_id)


async def test_every_row_says_what_is_wrong_with_it(firm: Firm) -> None:
    await firm.site(name="한강빌딩")
    await firm.hire("이순자")
    rows = [
        ("없는곳", TOMORROW, "06:00", "09:00", "", "site"),
        ("한강빌딩", "내일", "06:00", "09:00", "", "day"),
        ("한강빌딩", TOMORROW, "25:00", "09:00", "", "begins"),
        ("한강빌딩", "2099-01-01", "06:00", "09:00", "", "day"),
        ("한강빌딩", TOMORROW, "06:00", "06:02", "", "ends"),
        ("한강빌딩", TOMORROW, "06:00", "09:00", "없는사람", "crew"),
        ("한강빌딩", TOMORROW, "06:00", "10:00", "이순자", None),
        ("한강빌딩", TOMORROW, "08:00", "11:00", "이순자", ""),
    ]
    file = "현장,날짜,시작,끝,사람\n" + "\n".join(",".join(row[:5]) for row in rows)
    seen = (await look(firm.owner, "shifts", file)).json()
    assert [row["problems"][0]["column"] if row["problems"] else None for row in seen["rows"]] == [
        row[5] for row in rows
    ]
    assert "다른 근무" in seen["rows"][-1]["problems"][0]["ko"], "two rows that contradict are seen before"
    assert seen["sums"] == {"refused": 7, "add": 1}


async def test_two_people_with_one_number_and_a_wrong_number_are_refused(firm: Firm) -> None:
    phone = new_phone()
    file = f"이름,휴대폰,역할\n이하나,{phone},\n이둘,{phone},\n이셋,02-555-1234,\n이넷,{new_phone()},사장\n"
    seen = (await look(firm.owner, "people", file)).json()
    assert actions(seen) == ["refused"] * 4
    assert [row["problems"][0]["column"] for row in seen["rows"]] == ["phone", "phone", "phone", "role"]


async def test_what_moved_since_the_preview_is_looked_at_again(firm: Firm) -> None:
    file = "현장,위도,경도\n한강빌딩,37.5,127.03\n"
    seen = (await look(firm.owner, "sites", file)).json()
    await firm.site(name="한강빌딩")
    refused = await firm.owner.put(f"~/imports/{seen['id']}/application")
    assert (refused.status_code, refused.json()["code"]) == (409, "data-moved")


async def test_a_preview_is_its_makers_and_lasts_a_day(firm: Firm, manager: Person) -> None:
    seen = (await look(firm.owner, "sites", "현장,위도,경도\n한강빌딩,37.5,127.03\n")).json()
    assert (await manager.put(f"~/imports/{seen['id']}/application")).status_code == 404
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert (await firm.owner.put(f"~/imports/{seen['id']}/application")).status_code == 404


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return out.getvalue()


def swollen() -> bytes:
    """20 KB that openpyxl would chew for a minute."""
    out = io.BytesIO(workbook(["현장", "위도", "경도"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "xl/more.xml", "<styleSheet><cellXfs>" + "<xf/>" * 2_000_000 + "</cellXfs></styleSheet>"
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (swollen(), "too-many-rows"),
        ("현장,위도,경도\n" + "\n" * 30_000 + "가,37.5,127\n", "too-many-rows"),
        (b"", "no-table"),
        (b"PK\x03\x04 this is no workbook", "no-table"),
        (bomb(), "too-many-rows"),
        ("현장,위도,경도\n" + "가,37.5,127\n" * 1_001, "too-many-rows"),
        ("이름,나이\n이순자,60\n", "columns-missing"),
        (b"\x00" * 100, "no-table"),
        (b"x" * 5_000_001, "too-large"),
    ],
    ids=[
        "too many marks",
        "a row far below",
        "nothing",
        "a torn workbook",
        "a bomb",
        "too many rows",
        "other columns",
        "zeros",
        "too many bytes",
    ],
)
async def test_what_is_no_table_is_refused(firm: Firm, file: bytes | str, code: str) -> None:
    refused = await look(firm.owner, "sites", file)
    assert refused.json()["code"] == code


@pytest.mark.parametrize("as_text", [False, True])
async def test_a_formula_is_not_taken_for_a_value(firm: Firm, as_text: bool) -> None:
    rows = [["현장", "위도", "경도"], ['=HYPERLINK("http://x")', 37.5, 127.01], ["가", "37.5", "127.02"]]
    file = "\n".join(",".join(map(str, row)) for row in rows) if as_text else workbook(*rows)
    seen = (await look(firm.owner, "sites", file)).json()
    assert actions(seen) == ["refused", "add"]
    assert seen["rows"][0]["problems"][0]["column"] == "name"


async def test_a_number_that_excel_took_the_zero_from_is_the_same_number(firm: Firm) -> None:
    phone = new_phone().removeprefix("+82")
    file = workbook(["이름", "휴대폰"], ["이순자", int(phone)])
    assert actions(await bring(firm.owner, "people", file)) == ["add"]
    assert (await firm.owner.get("~/invitations")).json()["items"][0]["phone"] == f"+82{phone}"


async def test_a_template_is_what_can_be_brought_in(firm: Firm) -> None:
    answer = await firm.owner.get("~/imports/templates/sites")
    seen = await look(firm.owner, "sites", answer.content)
    assert actions(seen.json()) == ["add"]


async def test_only_the_office_imports(firm: Firm, worker: Person) -> None:
    assert (await look(worker, "sites", "현장,위도,경도\n가,37.5,127\n")).status_code == 403
    assert (await worker.get("~/imports/templates/sites")).status_code == 403
    assert (await look(firm.owner, "cats", "a\n")).status_code == 400


async def test_employee_numbers_come_with_the_people(firm: Firm) -> None:
    worker, newcomer = await firm.hire("이순자"), await signed_in(firm.app, "박새로")
    file = f"이름,휴대폰,사번\n이순자,{worker.phone},0012\n박새로,{newcomer.phone},0013\n"
    assert actions(await bring(firm.owner, "people", file)) == ["change", "add"]
    assert actions((await look(firm.owner, "people", file)).json()) == ["same", "same"]
    token = (await firm.owner.get("~/invitations")).json()["items"][0]["token"]
    assert (await newcomer.put(f"/invitations/{token}/acceptance", {"name": "박새로"})).status_code == 200
    numbers = {one["name"]: one["number"] for one in (await firm.owner.get("~/members")).json()["items"]}
    assert numbers == {"김영숙": None, "이순자": "0012", "박새로": "0013"}


async def test_two_people_with_one_employee_number_are_refused_in_words(firm: Firm) -> None:
    holder, worker = await firm.hire("이순자"), await firm.hire("최명희")
    assert (await firm.owner.patch(f"~/members/{holder.member_id}", {"number": "7"})).status_code == 200
    rows = [
        (new_phone(), "12"),
        (new_phone(), "12"),
        (worker.phone, "7"),
        (new_phone(), "7"),
        (new_phone(), "-1"),
    ]
    file = "휴대폰,직원 번호\n" + "\n".join(",".join(row) for row in rows)
    seen = (await look(firm.owner, "people", file)).json()
    assert actions(seen) == ["refused"] * 5
    assert [row["problems"][0]["ko"] for row in seen["rows"]] == [
        "두 사람의 직원 번호가 같아요: 12",
        "두 사람의 직원 번호가 같아요: 12",
        "두 사람의 직원 번호가 같아요: 7",
        "두 사람의 직원 번호가 같아요: 7",
        "글자와 숫자로 써 주세요",
    ]
    seen = (await look(firm.owner, "people", f"휴대폰,직원 번호\n{worker.phone},7\n")).json()
    assert seen["rows"][0]["problems"][0]["ko"] == "다른 사람이 쓰는 직원 번호예요"
    refused = await firm.owner.patch(f"~/members/{worker.member_id}", {"number": "7"})
    assert (refused.status_code, refused.json()["code"], refused.json()["name"]) == (
        409,
        "number-taken",
        "이순자",
    )
    await bring(firm.owner, "people", f"휴대폰,직원 번호\n{new_phone()},8\n")
    seen = (await look(firm.owner, "people", f"휴대폰,직원 번호\n{new_phone()},8\n")).json()
    assert actions(seen) == ["refused"], "somebody is invited with it"


async def signed_in(app: Litestar, name: str) -> Person:
    """Somebody who belongs to no organisation yet."""
    person = Person(browser(app), new_phone(), name)
    await person.sign_in()
    return person
