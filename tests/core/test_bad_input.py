"""Bad input gets a clear error in the reader's language, never a 500."""

import json

import pytest

from backend.core.ids import new_id
from tests.world import ORIGIN

SITE = {
    "name": "역삼",
    "address": "서울",
    "lat": 37.5,
    "lon": 127.03,
    "radius_m": 100,
    "timezone": "Asia/Seoul",
}


def raw(person, body: bytes, content_type: str = "application/json"):
    return person.client.post(
        f"/api/v1/orgs/{person.org_id}/sites",
        content=body,
        headers={"origin": ORIGIN, "content-type": content_type},
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 50_000 + b"]" * 50_000, 400),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
        (b'{"name": "a\\u0000b"}', 400),
        (b'{"name": "a\x00b"}', 400),
        (b'{"name": "\\ud800"}', 400),
        (b"{", 400),
        (b"1{", 400),
        (b'"a" b', 400),
        (b"[\x08\xff", 400),
        (b"null", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"\xff\xfe", 400),
        (b'{"lat": 1e999}', 400),
        (b'{"lat": NaN}', 400),
        (b'{"name": "' + b"x" * 1_100_000 + b'"}', 413),
    ],
)
async def test_hostile_bodies(firm, body, status):
    answer = await raw(firm.owner, body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["status"] == status


async def test_an_escaped_backslash_before_u0000_is_only_text(firm):
    answer = await raw(firm.owner, json.dumps({**SITE, "name": "\\u0000"}).encode())
    assert answer.status_code == 201
    assert answer.json()["name"] == "\\u0000"


async def test_brackets_inside_strings_are_not_nesting(firm):
    answer = await raw(firm.owner, json.dumps({**SITE, "address": "[" * 100 + '"{' * 20}).encode())
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_a_body_that_is_not_json(firm, kind):
    assert (await raw(firm.owner, json.dumps(SITE).encode(), kind)).status_code == 415


async def test_an_unknown_field_is_named(firm):
    answer = await firm.owner.post("~/sites", {**SITE, "colour": "red"})
    assert answer.status_code == 400
    assert "colour" in json.dumps(answer.json()["errors"])


async def test_field_errors_point_at_the_field(firm):
    answer = await firm.owner.post("~/sites", {**SITE, "name": ""})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/name"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b'{"lat": 1e999}', "/lat", "invalid"),
        (b'{"radius_m": ' + b"9" * 400 + b"}", "/radius_m", "invalid"),
        (b"{}", "/name", "missing"),
        (b'{"a/b~c": 1}', "/a~1b~0c", "unknown"),
    ],
)
async def test_a_pointer_says_which_field(firm, body, pointer, code):
    [problem] = (await raw(firm.owner, body)).json()["errors"]
    assert (problem["pointer"], problem["code"]) == (pointer, code)


async def test_a_name_that_the_sender_chose_is_not_guessed(firm):
    [problem] = (await firm.owner.post("/me/snapshot", {"have": {"a": 1}})).json()["errors"]
    assert problem["pointer"] == "/have"


async def test_what_is_wrong_with_a_query_is_named_as_it_was_written(firm):
    [wrong] = (await firm.owner.get("~/punches?from=yesterday")).json()["errors"]
    assert wrong["pointer"] == "/from"
    [missing] = (await firm.owner.get("~/shifts?to=2026-11-24T00:00:00Z")).json()["errors"]
    assert (missing["pointer"], missing["code"]) == ("/from", "missing")


async def test_what_a_problem_says_beyond_its_title_has_json_types(firm):
    site = await firm.site()
    await firm.owner.patch("~", {"settings": {"punch_outside": "block"}})
    body = {"kind": "in", "device_time": "2026-11-24T00:00:00Z", "site_id": site["id"], "lat": 38, "lon": 127}
    answer = await firm.owner.put(f"~/punches/{new_id()}", body)
    assert isinstance(answer.json()["distance_m"], int)


async def test_the_title_is_in_the_readers_language(firm):
    korean = await firm.owner.get("~/sites/nonsense", accept_language="ko-KR,ko;q=0.9,en;q=0.8")
    english = await firm.owner.get("~/sites/nonsense", accept_language="en-US")
    other = await firm.owner.get("~/sites/nonsense", accept_language="vi,en;q=0.5")
    unwanted = await firm.owner.get("~/sites/nonsense", accept_language="en;q=0")
    assert korean.json()["title"] == unwanted.json()["title"] == "찾을 수 없어요"
    assert english.json()["title"] == other.json()["title"] == "Not found"
    assert korean.json()["type"] == english.json()["type"] == "/problems/not-found"


async def test_bad_ids_methods_and_paths(firm):
    owner = firm.owner
    assert (await owner.get("~/sites/00000000-0000-0000-0000-000000000000")).status_code == 404
    assert (await owner.get("/nothing/here")).status_code == 404
    assert (await owner.get("/orgs/not-an-id/sites")).status_code == 404
    assert (await owner.put("~/sites", {})).status_code == 405
    assert (await owner.get("~/punches?from=yesterday")).status_code == 400
    assert (await owner.get("~/sites?x=%00")).status_code == 400


async def test_a_write_from_another_site_or_without_origin_is_refused(firm):
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
        answer = await firm.owner.client.post(f"/api/v1/orgs/{firm.org_id}/sites", json=SITE, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "foreign-origin"


async def test_every_answer_carries_the_security_headers(firm):
    for path in ("/api/v1/me", "/api/v1/nothing", "/health/live", "/nothing.js"):
        headers = (await firm.owner.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "unsafe-inline" not in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["referrer-policy"], path
        assert headers["permissions-policy"], path


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"MessageSid=a%00b", "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(500)), "application/x-www-form-urlencoded", 400),
        (b"\xff=\xfe", "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 415),
        (b"MessageSid=x", "application/x-www-form-urlencoded; charset=utf-8", 403),
    ],
)
async def test_a_form_is_read_only_where_a_route_says_so(firm, body, content_type, status):
    headers = {"content-type": content_type}
    answer = await firm.owner.client.post("/api/v1/public/sms/twilio/status", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert (await raw(firm.owner, b"name=x", "application/x-www-form-urlencoded")).status_code == 415
