"""Who calls or texts: the people of a verified number, in the organisations that take punches this way."""

from dataclasses import dataclass
from uuid import UUID

from backend.attendance.queries import texts as queries
from backend.attendance.rules.words import Meaning
from backend.core import tenancy
from backend.core.actor import Actor
from backend.core.database import fetch_row, transaction
from backend.identity.authentication import as_member
from backend.identity.queries import my_memberships

NO_SESSION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Somebody's membership in one organisation, as it is now."""

    actor: Actor
    name: str
    timezone: str
    clock_number: str
    at_work: bool
    on_break: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with the organisations that they may mean, in the order in which they are numbered."""

    account_id: UUID
    language: str
    workplaces: list[Workplace]

    def only_one_for(self, meant: Meaning) -> Workplace | None:
        """The one that comes into question; for anything but an IN, the one where they are at work."""
        if len(self.workplaces) == 1:
            return self.workplaces[0]
        at_work = [workplace for workplace in self.workplaces if workplace.at_work]
        return at_work[0] if meant != "in" and len(at_work) == 1 else None


async def caller_of(phone: str, called: str) -> Caller | None:
    """Whose number it is; None for nobody's, and for people whose organisations take no punches this way.

    `phone` and `called` are E.164. Of several organisations those come into question whose number was called.
    """
    with tenancy.acting_for(phone=phone):
        async with transaction():
            account = await fetch_row(queries.ACCOUNT, phone)
    if account is None:
        return None
    person = Actor(account["id"], NO_SESSION, account["language"])
    with tenancy.acting_for(account_id=person.account_id):
        async with transaction():
            memberships = await my_memberships()
    found = []
    for row in memberships:
        actor = as_member(
            person, org_id=row["org_id"], member_id=row["member_id"], role=row["role"], scopes=row["scopes"]
        )
        with tenancy.acting_for(org_id=actor.org, account_id=person.account_id):
            async with transaction():
                now = await fetch_row(queries.ORGANISATION, actor.member)
        if now["clock_number"]:
            found.append(Workplace(actor, row["org_name"], row["timezone"], **now))
    meant = [workplace for workplace in found if workplace.clock_number == called] or found
    return Caller(person.account_id, person.language, meant) if meant else None
