"""What the firm of the world asks for at a punch, and what its people said to that."""

from uuid import UUID

from backend.attendance.schemas.consents import ConsentInput, PhotoRuleInput, RecordPolicyInput
from backend.attendance.service import consents, record_policy
from backend.core import clock
from backend.seeds.people import Person, fixed_id

PHOTO = "밤에는 관리실이 비어 있어서, 건물주가 도착 사진을 요청해요."


async def plant_consents(people: list[Person]) -> None:
    """Everybody was asked about their position before, and agreed."""
    for person in people:
        with person.acting() as actor:
            said = ConsentInput(
                kind="location", given=True, text_version=1, language="ko", said_at=clock.now()
            )
            await consents.answer(actor, fixed_id("consent", actor.org, person.phone), said)


async def plant_policy(owner: Person, night_site: UUID) -> None:
    """A photo at the site where people come at night, with the reason."""
    with owner.acting() as actor:
        rule = PhotoRuleInput(site_id=night_site, reason=PHOTO)
        await record_policy.write(actor, RecordPolicyInput(photo_sites=[rule]))
