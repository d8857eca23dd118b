"""The story of exports and insight, told through the API."""

from backend.core.ids import new_id
from tests.world import Person


async def tell(owner: Person, worker: Person) -> None:
    """Give a number, lay out a file, look at it, take the period out, and look at what the hours say."""
    await owner.patch(f"~/members/{worker.member_id}", {"number": "0012"})
    period_id = (await owner.get("~/periods")).json()["items"][0]["id"]
    layout = {
        "kind": "people",
        "columns": [{"source": "number"}, {"source": "worked"}, {"source": "won.base"}],
    }
    mapping_id = str(new_id())
    await owner.put(f"~/export-mappings/{mapping_id}", {"name": "더존", "layout": layout})
    await owner.get("~/export-mappings")
    await owner.get("~/export-fields")
    await owner.post("~/export-previews", {"period_id": period_id, "kind": "people", "layout": layout})
    await owner.get(f"~/exports/{period_id}?file=csv&mapping_id={mapping_id}")
    await owner.get(f"~/exports/{period_id}?file=json")
    for what in ("hours", "lateness", "ahead"):
        await owner.get(f"~/insight/{what}")
        await owner.get(f"~/insight/{what}.csv")
    await owner.delete(f"~/export-mappings/{mapping_id}")
