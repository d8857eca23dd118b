"""Sites: opened, changed, archived and brought back, with codes that prove a presence."""

import pytest

from backend.core.ids import new_id
from tests.scheduling.plan import manage_site, shift

SITE = {"name": "역삼 타워", "lat": 37.5, "lon": 127.0, "timezone": "Asia/Seoul"}


async def test_a_site_is_opened_changed_archived_and_brought_back(firm):
    opened = await firm.owner.post("~/sites", SITE | {"id": str(new_id())})
    assert opened.status_code == 201
    assert opened.json()["radius_m"] == 150
    path = f"~/sites/{opened.json()['id']}"

    changed = await firm.owner.patch(path, {"note": "열쇠는 경비실", "radius_m": 80})
    assert (changed.json()["note"], changed.json()["radius_m"]) == ("열쇠는 경비실", 80)
    assert (await firm.owner.delete(path)).status_code == 204
    assert (await firm.owner.get(path)).json()["archived_at"] is not None
    assert (await firm.owner.patch(path, {"archived": False})).json()["archived_at"] is None

    kinds = [event["kind"] for event in await firm.events() if "Site" in event["kind"]]
    assert kinds == ["SiteOpened", "SiteChanged", "SiteClosed", "SiteReopened"]


async def test_the_same_id_again_is_the_same_site(firm):
    body = SITE | {"id": str(new_id())}
    first = await firm.owner.post("~/sites", body)
    again = await firm.owner.post("~/sites", body)

    assert first.json() == again.json()
    assert len(await firm.events("SiteOpened")) == 1


async def test_a_change_that_changes_nothing_leaves_no_trace(firm):
    site = await firm.site()
    assert (await firm.owner.patch(f"~/sites/{site['id']}", {"name": site["name"]})).status_code == 200
    assert await firm.events("SiteChanged") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 91},
        {"lon": 181},
        {"lat": "NaN"},
        {"radius_m": 0},
        {"timezone": "Asia/Pyongyang2"},
        {"timezone": "../../etc/passwd"},
        {"timezone": "localtime"},
        {"lat": 0, "lon": 0},
        {"lat": 90},
        {"lon": -180},
        {"name": "  "},
        {"name": "x" * 121},
        {"colour": "red"},
    ],
)
async def test_a_wrong_site_is_refused(firm, wrong):
    assert (await firm.owner.post("~/sites", SITE | wrong)).status_code in (400, 422)


async def test_sites_come_in_pages_by_name(firm):
    for name in ("다", "가", "나"):
        await firm.site(name=name)

    first = (await firm.owner.get("~/sites?limit=2")).json()
    rest = (await firm.owner.get(f"~/sites?limit=2&cursor={first['next_cursor']}")).json()

    assert [site["name"] for site in first["items"] + rest["items"]] == ["가", "나", "다"]
    assert rest["next_cursor"] is None
    assert (await firm.owner.get("~/sites?cursor=nonsense")).status_code == 422


async def test_nothing_new_is_planned_at_an_archived_site(firm):
    site = await firm.site()
    await firm.owner.delete(f"~/sites/{site['id']}")

    with pytest.raises(AssertionError, match="site-archived"):
        await shift(firm, site["id"], 1, 2)


async def test_a_renewed_poster_is_another_code(firm):
    site = await firm.site()
    first = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()
    renewed = await firm.owner.post(f"~/sites/{site['id']}/poster-versions")

    assert renewed.status_code == 201
    assert renewed.json()["version"] == first["version"] + 1
    assert renewed.json()["token"] != first["token"]
    assert len(first["token"]) <= 50, "a small code is read by a cheap camera"
    assert (await firm.owner.get(f"~/sites/{site['id']}/poster")).json() == renewed.json()


async def test_a_site_manager_sees_and_changes_only_their_sites(firm, worker):
    mine, other = await firm.site(name="내 현장"), await firm.site(name="남의 현장")
    await manage_site(firm, worker, mine["id"])

    assert [site["id"] for site in (await worker.get("~/sites")).json()["items"]] == [mine["id"]]
    assert (await worker.patch(f"~/sites/{mine['id']}", {"note": "!"})).status_code == 200
    assert (await worker.get(f"~/sites/{mine['id']}/poster")).status_code == 200
    for path in (f"~/sites/{other['id']}", f"~/sites/{other['id']}/poster", f"~/sites/{other['id']}/qr"):
        assert (await worker.get(path)).status_code == 404
    assert (await worker.patch(f"~/sites/{other['id']}", {"note": "!"})).status_code == 404
    assert (await worker.post("~/sites", SITE)).status_code == 403
    assert (await worker.patch(f"~/sites/{mine['id']}", {"archived": True})).status_code == 403


async def test_a_worker_and_an_outsider_see_no_sites(firm, worker, outsider):
    site = await firm.site()
    assert (await worker.get("~/sites")).status_code == 403
    outsider.org_id = firm.org_id
    assert (await outsider.get(f"~/sites/{site['id']}")).status_code == 404
