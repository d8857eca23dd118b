"""What was done at a site: checked off by who was there, with photos where they are asked for."""

from typing import Any

import pytest
from PIL import ExifTags, Image

from backend.core.ids import new_id
from backend.core.pictures import MOST_BYTES, NoPicture, PictureTooLarge, made_anew
from tests.attendance.test_documents import documents
from tests.visits.visit import checklist, done, picture, send, visit_now
from tests.world import Firm, Person

BOTH = (("3층 화장실", "none"), ("로비 바닥", "required"))


async def visit_of(person: Person, shift_id: str) -> dict[str, Any]:
    answer = await person.get(f"~/shifts/{shift_id}/visit")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_tasks_are_checked_off_with_proof(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    toilet, lobby = await checklist(firm, visit["site_id"], *BOTH)
    photo_id = str(new_id())
    sent = await send(worker, f"/shifts/{visit['id']}/checks/{lobby}/photos/{photo_id}", picture())
    again = await send(worker, f"/shifts/{visit['id']}/checks/{lobby}/photos/{photo_id}", picture())
    assert (sent.status_code, again.json()) == (200, sent.json())
    for task in (toilet, lobby):
        assert (await worker.put(f"~/shifts/{visit['id']}/checks/{task}", done())).status_code == 200

    seen = (await visit_of(firm.owner, visit["id"]))["items"]
    assert [(item["text"], item["done_by"], item["photo_ids"]) for item in seen] == [
        ("3층 화장실", worker.name, []),
        ("로비 바닥", worker.name, [photo_id]),
    ]
    image = await firm.owner.get(f"~/photos/{photo_id}")
    assert image.headers["content-type"] == "image/jpeg"
    assert image.content.startswith(b"\xff\xd8")


async def test_a_check_is_undone_and_the_first_who_said_it_keeps_it(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("창문", "none"))
    path = f"~/shifts/{visit['id']}/checks/{task}"
    await worker.put(path, done(20))
    await worker.put(path, done(1))
    (item,) = (await visit_of(worker, visit["id"]))["items"]
    assert item["done_at"] < done(10)["done_at"]
    assert (await worker.delete(path)).json()["items"][0]["done_at"] is None
    assert len(await firm.events("TaskChecked")) == 1


async def test_a_task_that_left_the_list_stays_where_it_was_done(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    old, _ = await checklist(firm, visit["site_id"], *BOTH)
    await worker.put(f"~/shifts/{visit['id']}/checks/{old}", done())
    await checklist(firm, visit["site_id"], ("새 할 일", "none"))
    texts = [item["text"] for item in (await visit_of(worker, visit["id"]))["items"]]
    assert sorted(texts) == ["3층 화장실", "새 할 일"]


async def test_the_phone_keeps_its_own_visits(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    await checklist(firm, visit["site_id"], *BOTH)
    kept = await documents(worker)
    assert [item["shift_id"] for item in kept["visits"]["items"]] == [visit["id"]]


async def test_only_who_is_on_the_shift_checks_and_only_about_its_time(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("창문", "none"))
    other = await firm.hire("박옆사람")
    path = f"~/shifts/{visit['id']}/checks/{task}"
    assert (await other.put(path, done())).status_code == 404
    assert (await firm.owner.put(path, done())).json()["code"] == "not-on-shift"
    assert (await worker.put(f"~/shifts/{visit['id']}/checks/{new_id()}", done())).status_code == 404
    later = await visit_now(firm, other, starts=30, ends=33)
    (far,) = await checklist(firm, later["site_id"], ("창문", "none"))
    early = await other.put(f"~/shifts/{later['id']}/checks/{far}", done())
    assert (early.status_code, early.json()["code"]) == (409, "visit-not-now")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "no-picture"),
        (b"<svg onload=alert(1)>", "no-picture"),
        (b"\xff\xd8\xff" + b"x" * 100, "no-picture"),
        (picture()[:300], "no-picture"),
        (picture(kind="GIF"), "no-picture"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
    ],
    ids=["nothing", "markup", "a lie", "a torn one", "another kind", "too many bytes"],
)
async def test_what_is_no_picture_is_refused(firm: Firm, worker: Person, source: bytes, code: str) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("창문", "optional"))
    refused = await send(worker, f"/shifts/{visit['id']}/checks/{task}/photos/{new_id()}", source)
    assert refused.json()["code"] == code


async def test_another_picture_under_a_known_id_is_refused_and_a_seventh_too(
    firm: Firm, worker: Person
) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("창문", "optional"))
    path = f"/shifts/{visit['id']}/checks/{task}/photos/"
    known = new_id()
    await send(worker, f"{path}{known}", picture())
    assert (await send(worker, f"{path}{known}", picture(50))).status_code == 409
    for _ in range(5):
        assert (await send(worker, f"{path}{new_id()}", picture())).status_code == 200
    assert (await send(worker, f"{path}{new_id()}", picture())).json()["code"] == "too-many-pictures"


def test_a_picture_loses_what_it_hides_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SECRETPHONE"
    made = made_anew(picture(400, 300, exif=exif))
    assert (made.width, made.height) == (300, 400)
    assert b"SECRETPHONE" not in made.jpeg
    assert max(made_anew(picture(4000, 1000)).width, 0) == 1600


def test_a_good_picture_with_crooked_tags_is_taken() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "PHONE"
    exif[ExifTags.Base.XResolution] = 72.0
    good = picture(20, 10, exif=exif)
    tables = good.index(b"\xff\xdb")
    for place in range(good.index(b"Exif") + 6, tables):
        for byte in (0, 7, 255):
            crooked = good[:place] + bytes([byte]) + good[place + 1 :]
            assert made_anew(crooked).jpeg


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    with pytest.raises(PictureTooLarge):
        made_anew(picture(9000, 9000, "PNG"))
    with pytest.raises(NoPicture):
        made_anew(b"%PDF-1.7")
