"""One organisation's whole story, told through the API and recorded request by request."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance import fix_story, taps_story
from tests.notifications.said import say
from tests.payroll import export_story
from tests.payroll import story as pay_story
from tests.scheduling import crew_story, people_story, series_story, time_story
from tests.scheduling import story as weeks
from tests.timesheets import receipt_story, sheet_story
from tests.visits import story as visits
from tests.world import Firm, Person


@dataclass(frozen=True)
class Recorded:
    """One request as somebody of the organisation sent it."""

    method: str
    path: str
    body: Any
    status: int


class Recorder:
    """Lets people act and keeps what they sent."""

    def __init__(self) -> None:
        self.requests: list[Recorded] = []

    def watch(self, person: Person) -> None:
        send = person.request

        async def request(method: str, path: str, body: Any = None, **headers: str) -> Any:
            answer = await send(method, path, body, **headers)
            full = path.replace("~", f"/orgs/{person.org_id}", 1) if path.startswith("~") else path
            self.requests.append(Recorded(method, full, body, answer.status_code))
            return answer

        person.request = request  # type: ignore[method-assign]


async def tell(firm: Firm) -> list[Recorded]:
    """Found, plan, publish, clock in and out, correct, look, and leave."""
    recorder = Recorder()
    recorder.watch(firm.owner)
    owner = firm.owner
    worker = await firm.hire("이순자")
    leaver = await firm.hire("떠날사람")
    recorder.watch(worker)
    now = clock.now().replace(microsecond=0)

    site = await firm.site(id=str(new_id()))
    await owner.patch(f"~/sites/{site['id']}", {"note": "열쇠는 경비실"})
    await owner.get(f"~/sites/{site['id']}/poster")
    await owner.post(f"~/sites/{site['id']}/poster-versions")
    await owner.get(f"~/sites/{site['id']}/qr")
    start, end = (now - timedelta(minutes=5)).isoformat(), (now + timedelta(hours=3)).isoformat()
    shift = await firm.shift(site["id"], start, end, id=str(new_id()))
    await owner.put(f"~/shifts/{shift['id']}/assignments/{worker.member_id}")
    await owner.patch(f"~/shifts/{shift['id']}", {"note": "2층부터"})
    await owner.post("~/publications", {"from": start, "to": end})
    await owner.get(
        f"~/shifts?from={start.replace('+', '%2B')}&to={end.replace('+', '%2B')}&site_id={site['id']}"
    )
    punch = {
        "kind": "in",
        "site_id": site["id"],
        "device_time": now.isoformat(),
        "lat": 37.5006,
        "lon": 127.0364,
        "accuracy_m": 12,
    }
    punch_id = str(new_id())
    await worker.put(f"~/punches/{punch_id}", punch)
    await worker.get("~/board")
    await owner.get(f"~/consents?member_id={worker.member_id}")
    await owner.get("~/record-policy")
    await owner.put("~/record-policy", {"photo_sites": [{"site_id": site["id"], "reason": "도착 확인"}]})
    await owner.get("~/board")
    await owner.get(f"~/punches?member_id={worker.member_id}")
    await owner.get(f"~/punches/{punch_id}")
    await owner.put(
        f"~/punches/{new_id()}",
        {
            "kind": "out",
            "site_id": site["id"],
            "device_time": now.isoformat(),
            "member_id": worker.member_id,
            "reason": "전화로 알려 옴",
        },
    )
    await visits.tell(owner, worker, shift, now)
    await weeks.tell(owner, worker, shift, now)
    await people_story.tell(owner, worker, shift, now)
    await time_story.tell(owner, worker, now)
    await crew_story.tell(owner, worker, site, now)
    await series_story.tell(owner, site, now)
    await taps_story.tell(owner, worker, shift, now)
    await fix_story.tell(firm, worker, site, now)
    await sheet_story.tell(firm, worker, site)
    await pay_story.tell(owner, worker)
    await export_story.tell(owner, worker)
    await receipt_story.tell(owner, worker, now)
    await owner.patch("~/messaging", {"budget_won": 30_000, "sender": "02-555-1234"})
    await owner.get("~/messaging")
    told = await say(firm, worker, owner, at=now)
    await worker.get("~/inbox")
    await worker.get(f"~/inbox/{told}")
    await owner.get("~/notifications")
    await owner.get("~/notification-topics")
    for part in ("", "/recipients", "/recipients?state=waiting", "/recipients.csv"):
        await owner.get(f"~/notifications/{told}{part}")
    await owner.post(f"~/notifications/{told}/retries", {"channel": "sms", "member_ids": [worker.member_id]})
    await owner.post("~/notification-previews", {"topic": "no_show", "member_id": worker.member_id})
    await worker.put(f"~/inbox/{told}/reading")
    await worker.put("~/inbox/reading", {"until": now.isoformat()})
    await owner.post(f"~/notifications/{told}/withdrawal")
    await owner.get("~/members")
    await owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"]]})
    invitation = (await owner.post("~/invitations", {"role": "member"})).json()
    await owner.get("~/invitations")
    await owner.delete(f"~/invitations/{invitation['id']}")
    await owner.delete(f"~/members/{leaver.member_id}")
    await owner.delete(f"~/shifts/{shift['id']}/assignments/{worker.member_id}")
    await owner.delete(f"~/shifts/{shift['id']}")
    await owner.delete(f"~/sites/{site['id']}")
    return recorder.requests
