"""A worker takes the copy of their record along, and the office checks that nothing was changed."""

from datetime import datetime, timedelta

from tests.world import Person


async def tell(owner: Person, worker: Person, now: datetime) -> None:
    path = f"~/members/{worker.member_id}/receipts"
    span = {"from_on": (now - timedelta(days=7)).date().isoformat(), "until_on": now.date().isoformat()}
    made = (await worker.post(path, span)).json()
    await worker.get(path)
    await worker.get(f"~/receipts/{made['id']}/file.json")
    await worker.get(f"~/receipts/{made['id']}/file.pdf?language=en")
    await worker.get("~/signing-keys")
    await owner.get(f"~/members/{worker.member_id}/records/check")
    await owner.post("~/signing-keys")
