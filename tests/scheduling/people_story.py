"""What people's facts and the rules add to an organisation's story."""

from datetime import datetime, timedelta
from typing import Any

from tests.world import Person

TERMS = {"weekly_min": 900, "days_per_week": 3, "wage_kind": "hourly", "wage_won": 10_320}


async def tell(owner: Person, worker: Person, shift: dict[str, Any], now: datetime) -> None:
    """A position and what it wants, a contract, certificates, a site's list, choices, and the cost."""
    member, site = f"~/members/{worker.member_id}", f"~/sites/{shift['site_id']}"
    kind = (await owner.post("~/certificate-kinds", {"name": "고소 작업 교육"})).json()
    await owner.get("~/certificate-kinds")
    position = (await owner.post("~/positions", {"name": "창문 닦기"})).json()
    needs = {"certificate_kind_ids": [kind["id"]]}
    await owner.put(f"~/positions/{position['id']}/requirements", needs)
    await owner.patch(f"~/positions/{position['id']}", {"color": "blue"})
    await owner.get("~/positions")
    await owner.put(f"{member}/positions/{position['id']}")
    held = (await owner.post(f"{member}/certificates", {"kind_id": kind["id"]})).json()
    await owner.patch(f"~/certificates/{held['id']}", {"number": "12-345"})
    await owner.put(f"{site}/people/{worker.member_id}", {"rule": "approved"})
    await owner.get(f"{member}/skills")
    await owner.delete(f"{site}/people/{worker.member_id}")
    await owner.delete(f"~/certificates/{held['id']}")
    await owner.delete(f"{member}/positions/{position['id']}")
    await owner.put(f"{site}/requirements", {"weekly_budget_won": 900_000})
    await owner.get(f"{site}/requirements")
    await owner.put(f"{member}/terms/2026-01-01", TERMS)
    await owner.get(f"{member}/terms")
    await owner.delete(f"{member}/terms/2026-01-01")
    await owner.put(f"{member}/protection", {"born_on": "1968-03-01"})
    await owner.get(f"{member}/protection")
    await owner.get("~/planning-rules")
    await owner.put("~/planning-choices", {"levels": {"rest": "warn"}})
    placement = {"member_id": worker.member_id, "shift_id": shift["id"]}
    await owner.post("~/plan-checks", {"placements": [placement]})
    day = now.date()
    await owner.get(f"~/labour-cost?from={day}&to={day + timedelta(days=1)}")
