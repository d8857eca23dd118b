"""What visits add to an organisation's story."""

from datetime import datetime
from typing import Any

from backend.core.ids import new_id
from tests.world import Person


async def tell(owner: Person, worker: Person, shift: dict[str, Any], now: datetime) -> None:
    """A list of tasks, one of them done, an access note that is read, a report that is answered, calendars."""
    site, task = f"~/sites/{shift['site_id']}", str(new_id())
    await owner.put(f"{site}/checklist", {"items": [{"id": task, "text": "로비", "photo": "optional"}]})
    await owner.get(f"{site}/checklist")
    await worker.put(f"~/shifts/{shift['id']}/checks/{task}", {"done_at": now.isoformat()})
    await worker.delete(f"~/shifts/{shift['id']}/checks/{task}")
    await owner.get(f"~/shifts/{shift['id']}/visit")
    moment = now.isoformat().replace("+", "%2B")
    await owner.get(f"~/visits?from={moment}&to={moment}")
    await owner.put(f"{site}/access-note", {"text": "열쇠는 경비실", "pin": "4821"})
    await worker.post(f"{site}/access-note/looks", {"pin": "4821"})
    await owner.get(f"{site}/access-note")
    await owner.delete(f"{site}/access-note")
    report = (await worker.post(f"{site}/reports", {"kind": "problem", "text": "문이 안 열려요"})).json()
    await owner.get("~/reports")
    await owner.patch(f"~/reports/{report['id']}", {"state": "done", "answer": "고쳤어요"})
    feed = (await worker.post("~/calendar-feeds")).json()
    await worker.get("~/calendar-feeds")
    await worker.delete(f"~/calendar-feeds/{feed['id']}")
    await owner.post(f"{site}/calendar-feeds")
    await owner.get(f"{site}/calendar-feeds")
