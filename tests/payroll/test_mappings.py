"""Layouts that an organisation keeps for its payroll programs."""

from typing import Any

import pytest

from backend.core.ids import new_id
from tests.races import at_once
from tests.world import Firm, Person

COLUMNS: list[dict[str, Any]] = [
    {"source": "number", "heading": "사번", "required": True},
    {"source": "name"},
    {"source": "won.base", "heading": "기본급"},
    {"source": "fixed", "heading": "사업장", "value": "본사"},
]


def layout(*columns: dict[str, Any], kind: str = "people", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "columns": list(columns or COLUMNS), **more}


async def keep(person: Person, name: str = "더존", mapping_id: str = "", **more: Any) -> Any:
    body = {"name": name, "layout": more.pop("layout", None) or layout(**more)}
    return await person.put(f"~/export-mappings/{mapping_id or new_id()}", body)


async def test_several_are_kept_changed_and_dropped(firm: Firm, manager: Person) -> None:
    mapping_id = str(new_id())
    first = await keep(manager, mapping_id=mapping_id, hours_as="decimal")
    assert first.status_code == 200, first.text
    await keep(manager, "세무사", kind="days", layout=layout({"source": "day"}, kind="days"))
    kept = (await firm.owner.get("~/export-mappings")).json()["items"]
    assert [(one["name"], one["layout"]["kind"]) for one in kept] == [("더존", "people"), ("세무사", "days")]
    assert kept[0]["layout"]["hours_as"] == "decimal"
    assert [one["source"] for one in kept[0]["layout"]["columns"]] == [one["source"] for one in COLUMNS]
    assert (await keep(firm.owner, "더존 2027", mapping_id)).json()["name"] == "더존 2027"
    await keep(firm.owner, "더존 2027", mapping_id)
    assert len(await firm.events("MappingSaved")) == 3, "the same again changes nothing"
    for _ in range(2):
        assert (await manager.delete(f"~/export-mappings/{mapping_id}")).status_code == 204
    assert len((await manager.get("~/export-mappings")).json()["items"]) == 1
    assert len(await firm.events("MappingDropped")) == 1


async def test_a_name_stands_for_one_layout(firm: Firm) -> None:
    answers = await at_once(keep(firm.owner), keep(firm.owner))
    assert sorted(one.status_code for one in answers) == [200, 409]
    taken = next(one for one in answers if one.status_code == 409)
    assert taken.json()["code"] == "mapping-name-taken"


@pytest.mark.parametrize(
    ("columns", "pointer", "code"),
    [
        ([{"source": "shoe_size"}], "/columns/0/source", "unknown"),
        ([{"source": "day"}], "/columns/0/source", "unknown"),
        ([{"source": "won.base.more"}], None, "invalid-fields"),
        ([{"source": "fixed", "value": "x"}], "/columns/0/heading", "missing"),
        (
            [{"source": "name"}, {"source": "number", "heading": "이름 "}, {"source": "name"}],
            "/columns/2/heading",
            "twice",
        ),
        (
            [{"source": "name", "heading": "A"}, {"source": "number", "heading": "A"}],
            "/columns/1/heading",
            "twice",
        ),
        ([], None, "invalid-fields"),
        ([{"source": "name"}] * 61, None, "invalid-fields"),
        ([{"source": "name", "size": 3}], None, "invalid-fields"),
    ],
)
async def test_what_is_no_layout_is_refused(
    firm: Firm, columns: list[dict[str, Any]], pointer: str | None, code: str
) -> None:
    refused = await keep(firm.owner, layout={"kind": "people", "columns": columns})
    said = refused.json()
    if pointer is None:
        assert (refused.status_code, said["code"]) == (400, code)
    else:
        assert refused.status_code == 422
        assert (said["errors"][0]["pointer"], said["errors"][0]["code"]) == (pointer, code)


async def test_fifty_are_enough(firm: Firm) -> None:
    for number in range(50):
        assert (await keep(firm.owner, f"양식 {number}")).status_code == 200
    refused = await keep(firm.owner, "하나 더")
    assert (refused.status_code, refused.json()["code"], refused.json()["most"]) == (
        *(409, "too-many-mappings", 50),
    )


async def test_everything_that_can_stand_in_a_column_is_named_in_both_languages(firm: Firm) -> None:
    fields = (await firm.owner.get("~/export-fields")).json()
    for kind, items in fields.items():
        keys = [one["key"] for one in items]
        assert len(keys) == len(set(keys))
        assert {"number", "name", "state"} <= set(keys)
        assert all(one["ko"] and one["en"] for one in items)
        answer = await keep(firm.owner, kind, layout=layout(*({"source": key} for key in keys), kind=kind))
        assert answer.status_code == 200, answer.text


async def test_only_who_may_export_keeps_layouts(firm: Firm, worker: Person, outsider: Person) -> None:
    mapping_id = (await keep(firm.owner)).json()["id"]
    assert (await keep(worker)).status_code == 403
    assert (await worker.get("~/export-mappings")).status_code == 403
    path = f"/orgs/{firm.org_id}/export-mappings"
    assert (await outsider.get(path)).status_code == 404
    assert (await outsider.delete(f"{path}/{mapping_id}")).status_code == 404
