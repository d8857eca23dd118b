"""A photo at a punch: only where the organisation asks and says why, and never for long."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.attendance.service import forgetting
from backend.core import clock, tenancy
from tests.attendance.day import duty, tap
from tests.attendance.test_consent import work_of
from tests.visits.visit import picture, send

REASON = "건물주가 도착 사진을 요청해요"


@pytest.fixture
async def asked(firm, site):
    answer = await firm.owner.put(
        "~/record-policy", {"photo_sites": [{"site_id": site["id"], "reason": REASON}], "photo_days": 7}
    )
    assert answer.status_code == 200, answer.text


async def came(worker, site):
    return (await tap(worker, "in", site_id=site["id"])).json()["id"]


async def test_a_photo_is_added_once_and_seen_by_who_may(
    firm, site, worker, second_worker, manager, outsider, asked
):
    punch_id = await came(worker, site)
    path = f"/punches/{punch_id}/photo"
    first = await send(worker, path, picture(4000, 3000, exif=b"Exif\0\0" + b"secret"))
    again = await send(worker, path, picture(4000, 3000, exif=b"Exif\0\0" + b"secret"))
    other = await send(worker, path, picture(50, 50))

    assert (first.status_code, again.json()) == (200, first.json())
    assert first.json() == {"punch_id": punch_id, "width": 1600, "height": 1200}
    assert other.status_code == 409
    for person in (worker, manager, firm.owner):
        seen = await person.get(f"~{path}")
        assert seen.status_code == 200
        assert b"secret" not in seen.content
    assert (await second_worker.get(f"~{path}")).status_code == 404
    assert (await outsider.get(f"/orgs/{firm.org_id}{path}")).status_code == 404
    assert (await firm.owner.get(f"~/punches/{punch_id}")).json()["has_photo"]
    assert len(await firm.events("PunchPhotoTaken")) == 1


async def test_the_reason_is_told_before_and_without_one_no_photo_is_taken(firm, site, worker):
    punch_id = await came(worker, site)
    refused = await send(worker, f"/punches/{punch_id}/photo", picture())
    assert (refused.status_code, refused.json()["code"]) == (409, "photo-not-asked")

    await firm.owner.put("~/record-policy", {"photo_reason": "도착 확인"})
    assert (await send(worker, f"/punches/{punch_id}/photo", picture())).status_code == 200


async def test_a_sites_own_reason_comes_first_and_is_on_the_phone(firm, site, worker, asked):
    await duty(firm, site["id"], worker, clock.now(), 2)
    (shift,) = (await work_of(worker))["shifts"]
    assert shift["site"]["photo_reason"] == REASON
    await firm.owner.put("~/record-policy", {"photo_reason": "어디서나"})
    (shift,) = (await work_of(worker))["shifts"]
    assert shift["site"]["photo_reason"] == "어디서나"


async def test_a_colleagues_punch_and_what_is_no_picture_are_refused(
    firm, site, worker, second_worker, asked
):
    punch_id = await came(worker, site)
    assert (await send(second_worker, f"/punches/{punch_id}/photo", picture())).status_code == 404
    assert (await send(worker, f"/punches/{punch_id}/photo", b"%PDF-1.7 no picture")).status_code == 415


async def test_a_site_of_another_firm_asks_for_nothing_here(firm, site, outsider):
    rule = {"photo_sites": [{"site_id": site["id"], "reason": "x"}]}
    assert (await outsider.put("~/record-policy", rule)).status_code == 404


async def test_photos_go_after_the_days_that_were_promised(firm, site, worker, asked, monkeypatch):
    punch_id = await came(worker, site)
    await send(worker, f"/punches/{punch_id}/photo", picture())
    now = clock.now()
    for days, status in ((6, 200), (8, 404)):
        monkeypatch.setattr(clock, "now", lambda days=days: now + timedelta(days=days))
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            await forgetting.forget()
        monkeypatch.setattr(clock, "now", lambda: now)
        assert (await firm.owner.get(f"~/punches/{punch_id}/photo")).status_code == status
    assert (await firm.owner.get(f"~/punches/{punch_id}")).json()["kind"] == "in"
