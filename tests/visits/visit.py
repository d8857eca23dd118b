"""Words for the tests of visits: a shift that is on now, a checklist, and pictures."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image

from backend.core import clock
from backend.core.ids import new_id
from tests.scheduling.plan import publish, shift
from tests.world import Firm, Person


async def visit_now(firm: Firm, person: Person, starts: float = -1, ends: float = 2) -> dict[str, Any]:
    """A published shift that the person is on."""
    site = await firm.site()
    planned = await shift(firm, site["id"], starts, ends)
    answer = await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
    assert answer.status_code == 200, answer.text
    await publish(firm.owner)
    return planned


async def checklist(firm: Firm, site_id: str, *tasks: tuple[str, str]) -> list[str]:
    """Put a list of (text, photo rule) on a site; the ids of its items."""
    items = [{"id": str(new_id()), "text": text, "photo": photo} for text, photo in tasks]
    answer = await firm.owner.put(f"~/sites/{site_id}/checklist", {"items": items})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in items]


def done(minutes_ago: float = 1) -> dict[str, str]:
    return {"done_at": (clock.now() - timedelta(minutes=minutes_ago)).isoformat()}


def picture(width: int = 40, height: int = 30, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, **options)
    return out.getvalue()


async def send(person: Person, path: str, body: bytes) -> Any:
    """Put raw bytes, as the app sends a photo."""
    return await person.client.put(
        f"/api/v1/orgs/{person.org_id}{path}",
        content=body,
        headers={"origin": "http://testserver", "content-type": "application/octet-stream"},
    )
