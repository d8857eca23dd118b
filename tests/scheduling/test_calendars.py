"""Calendars for other apps: a person's own shifts, or a site's for its client, behind a revocable link."""

from typing import Any

import icalendar

from tests.scheduling.plan import publish, shift
from tests.world import Firm, Person


async def read(person: Person, feed: dict[str, Any], **headers: str) -> Any:
    """As a calendar app does: without a session."""
    path = "/" + feed["url"].partition("://")[2].partition("/")[2]
    return await person.client.get(path, headers={"cookie": "", **headers})


async def test_a_person_reads_their_own_shifts_in_another_app(firm: Firm) -> None:
    site = await firm.site(name="한강, 빌딩")
    worker, other = await firm.hire("이순자"), await firm.hire("박옆사람")
    mine, theirs = (
        await shift(firm, site["id"], 5, 8, note="2층부터; 조용히"),
        await shift(firm, site["id"], 5, 8),
    )
    await firm.owner.put(f"~/shifts/{mine['id']}/assignments/{worker.member_id}")
    await firm.owner.put(f"~/shifts/{theirs['id']}/assignments/{other.member_id}")
    feed = (await worker.post("~/calendar-feeds")).json()
    assert icalendar.Calendar.from_ical((await read(firm.owner, feed)).content).events == []

    await publish(firm.owner)
    answer = await read(firm.owner, feed)

    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.events
    assert (event["summary"], event["description"]) == ("한강, 빌딩", "2층부터; 조용히")
    assert str(event.start.tzinfo) == site["timezone"]
    assert [str(zone["tzid"]) for zone in calendar.timezones] == [site["timezone"]]
    assert "박옆사람" not in answer.text


async def test_a_moved_shift_keeps_its_name_and_counts_up(firm: Firm) -> None:
    site = await firm.site()
    worker = await firm.hire("이순자")
    planned = await shift(firm, site["id"], 5, 8)
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    await publish(firm.owner)
    feed = (await worker.post("~/calendar-feeds")).json()
    before = await read(worker, feed)
    unchanged = await read(worker, feed, **{"if-none-match": before.headers["etag"]})
    await firm.owner.patch(f"~/shifts/{planned['id']}", {"note": "정문으로"})
    after = await read(worker, feed, **{"if-none-match": before.headers["etag"]})

    assert (unchanged.status_code, after.status_code) == (304, 200)
    (old,), (new,) = (icalendar.Calendar.from_ical(answer.content).events for answer in (before, after))
    assert (old["uid"], old["sequence"] + 1) == (new["uid"], new["sequence"])


async def test_a_client_sees_when_how_many_come_and_no_names(firm: Firm) -> None:
    site = await firm.site()
    worker = await firm.hire("이순자")
    planned = await shift(firm, site["id"], 5, 8, seats=3, note="열쇠는 경비실")
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    await publish(firm.owner)
    feed = (await firm.owner.post(f"~/sites/{site['id']}/calendar-feeds")).json()

    answer = await read(firm.owner, feed)

    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert event["description"] == "인원 3명"
    assert "이순자" not in answer.text
    assert "열쇠" not in answer.text


async def test_a_link_that_was_taken_back_reads_nothing(firm: Firm) -> None:
    worker, other = await firm.hire("이순자"), await firm.hire("박옆사람")
    feed = (await worker.post("~/calendar-feeds")).json()
    assert (await other.delete(f"~/calendar-feeds/{feed['id']}")).status_code == 404
    assert (await worker.delete(f"~/calendar-feeds/{feed['id']}")).status_code == 204
    assert (await worker.delete(f"~/calendar-feeds/{feed['id']}")).status_code == 204
    assert (await read(worker, feed)).status_code == 404
    assert (await worker.get("~/calendar-feeds")).json()["items"] == []


async def test_who_has_left_reads_nothing(firm: Firm) -> None:
    worker = await firm.hire("이순자")
    feed = (await worker.post("~/calendar-feeds")).json()
    await firm.owner.delete(f"~/members/{worker.member_id}")
    assert (await read(worker, feed)).status_code == 404


async def test_a_guessed_or_bent_secret_reads_nothing(firm: Firm) -> None:
    feed = (await firm.owner.post("~/calendar-feeds")).json()
    url = feed["url"]
    for bent in (
        url.replace(".ics", "A.ics"),
        url[:-8] + "AAAA.ics",
        "https://x/api/v1/public/calendars/a.ics",
    ):
        assert (await read(firm.owner, {"url": bent})).status_code == 404


async def test_there_are_at_most_ten(firm: Firm) -> None:
    for _ in range(10):
        assert (await firm.owner.post("~/calendar-feeds")).status_code == 201
    refused = await firm.owner.post("~/calendar-feeds")
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-feeds")
