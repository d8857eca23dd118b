"""What visits add to an organisation's story."""

from datetime import datetime
from typing import Any

from backend.core.ids import new_id
from tests.world import Person


async def tell(owner: Person, worker: Person, shift: dict[str, Any], now: datetime) -> None:
    """A list of tasks, an access note that is read, a report that is answered, calendars, a client's view."""
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
    client = (await owner.post("~/clients", {"name": "한강빌딩 관리단"})).json()
    await owner.get("~/clients")
    await owner.patch(f"~/clients/{client['id']}", {"note": "매월 청구"})
    await owner.put(f"{site}/client", {"client_id": client["id"]})
    contract = {"name": "2027년 청소", "from_on": "2027-01-01"}
    contract = (await owner.post(f"~/clients/{client['id']}/contracts", contract)).json()
    await owner.get(f"~/clients/{client['id']}/contracts")
    await owner.patch(f"~/contracts/{contract['id']}", {"monthly_won": 3_000_000})
    await owner.delete(f"~/contracts/{contract['id']}")
    link = (await owner.post(f"~/clients/{client['id']}/links")).json()
    await owner.get(f"~/clients/{client['id']}/links")
    await owner.delete(f"~/client-links/{link['id']}")
    await owner.delete(f"{site}/client")
    await owner.delete(f"~/clients/{client['id']}")
