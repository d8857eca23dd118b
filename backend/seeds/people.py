"""People of a world: they sign up, found, join, and act as themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid5

from backend.core import database, tenancy
from backend.core.actor import Actor
from backend.identity import authentication, queries
from backend.identity.schemas import InvitationInput, MembershipView, OrganisationInput
from backend.identity.service import invitations, organisations
from backend.identity.service.accounts import account_of_phone
from backend.identity.service.phones import served_number

NAMESPACE = UUID("01930000-0000-7000-8000-000000000000")


def fixed_id(*words: object) -> UUID:
    """The id of something that is the same each time a world is planted."""
    return uuid5(NAMESPACE, "/".join(str(word) for word in words))


@dataclass
class Person:
    """Somebody with a phone. `actor` is who they are in the organisation where they act next."""

    name: str
    phone: str
    language: str
    actor: Actor

    @property
    def member_id(self) -> UUID:
        return self.actor.member

    @contextmanager
    def acting(self) -> Iterator[Actor]:
        with tenancy.acting_for(org_id=self.actor.org_id, account_id=self.actor.account_id):
            yield self.actor


async def sign_up(name: str, phone: str, language: str = "ko") -> Person:
    """Open the account of a number, or find it."""
    number = served_number(phone)
    with tenancy.acting_for(phone=number):
        async with database.transaction():
            account_id = await account_of_phone(number, name=name, language=language)
    return Person(name, phone, language, Actor(account_id, fixed_id("session", number), language))


async def found(founder: Person, name: str) -> None:
    """Found a company in Seoul, or find it; the founder acts there from now on."""
    org_id = fixed_id("organisation", name)
    wanted = OrganisationInput(name=name, kind="company", timezone="Asia/Seoul", language="ko", id=org_id)
    with tenancy.acting_for(account_id=founder.actor.account_id):
        await organisations.found(founder.actor, wanted)
        await enter(founder, org_id)


async def enter(person: Person, org_id: UUID) -> None:
    """From now on the person acts in this organisation."""
    with tenancy.acting_for(account_id=person.actor.account_id):
        async with database.transaction():
            rows = await queries.my_memberships()
    row = next(row for row in rows if row["org_id"] == org_id)
    person.actor = authentication.as_member(
        person.actor, org_id=org_id, member_id=row["member_id"], role=row["role"], scopes=row["scopes"]
    )


async def hire(owner: Person, person: Person, role: str = "member") -> None:
    """Invite somebody, who accepts at once."""
    org_id = owner.actor.org
    with owner.acting():
        offer = await invitations.invite(
            owner.actor,
            InvitationInput(
                role=role,  # type: ignore[arg-type]
                id=fixed_id("invitation", org_id, person.phone),
                max_uses=1,
            ),
        )
    with tenancy.acting_for(account_id=person.actor.account_id):
        await invitations.accept(person.actor, offer.token or "", person.name)
    await enter(person, org_id)


async def memberships(person: Person) -> list[MembershipView]:
    with tenancy.acting_for(account_id=person.actor.account_id):
        async with database.transaction():
            return [MembershipView.of(row) for row in await queries.my_memberships()]
