"""What series, holidays and a contract's lines add to an organisation's story."""

from datetime import datetime, timedelta
from typing import Any

from tests.world import Person


async def tell(owner: Person, site: dict[str, Any], now: datetime) -> None:
    """A rule is previewed, kept, changed in each scope and ended; a day off; a contract with a line."""
    day = now.date() + timedelta(days=2)
    shape = {
        "site_id": site["id"],
        "rrule": "FREQ=DAILY",
        "from_on": str(day),
        "begins": "03:00",
        "minutes": 30,
    }
    await owner.post("~/series-previews", shape)
    series = f"~/series/{(await owner.post('~/series', shape)).json()['id']}"
    await owner.get("~/series")
    await owner.get(series)
    await owner.patch(series, {"scope": "one", "on": str(day + timedelta(days=1)), "seats": 2})
    await owner.patch(series, {"scope": "following", "on": str(day + timedelta(days=5)), "seats": 3})
    await owner.patch(series, {"scope": "all", "note": "2층"})
    await owner.delete(f"{series}?scope=one&on={day}")
    await owner.get(f"~/holidays?year={now.year}")
    await owner.put(f"~/holidays/{day}", {"name": "창립기념일"})
    await owner.delete(f"~/holidays/{day}")
    await owner.delete(series)
    client = (await owner.post("~/clients", {"name": "서초빌딩"})).json()
    contract = {"name": "청소", "from_on": str(now.date())}
    contract = (await owner.post(f"~/clients/{client['id']}/contracts", contract)).json()
    lines = f"~/contracts/{contract['id']}/lines"
    line = (await owner.post(lines, shape)).json()
    await owner.get(lines)
    await owner.delete(f"{lines}/{line['id']}")
