"""Members: found, changed, and let go. What they did stays on record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import UNSET
from piccolo.columns import Column

from backend.core import clock, database, snapshot
from backend.core.actor import Actor
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import EVERYONE, record
from backend.core.pages import DEFAULT_LIMIT, cursor_after, keys_of
from backend.identity import queries
from backend.identity.errors import LastOwner, NumberTaken, OwnersOnly, ScopeUnknown
from backend.identity.events import MemberChanged, MemberLeft
from backend.identity.schemas import CrewDocument, MemberChange, MembersView, MemberView
from backend.identity.service import invitations
from backend.identity.tables import Member

CREW_MAX = 5_000


async def list_members(
    actor: Actor,
    *,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
    search: str | None = None,
    ended: bool = False,
) -> MembersView:
    """A page of the members by name; `ended` for those who have left. Raises BadCursor."""
    after = keys_of(cursor, tuple[str, UUID]) if cursor else None
    by_phone = actor.may("see_phones")
    async with database.transaction():
        rows = await queries.members(
            limit=limit + 1, after=after, search=search, by_phone=by_phone, ended=ended
        )
    more = cursor_after(rows[limit - 1]["name"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return MembersView([MemberView.of(row, with_phone=by_phone) for row in rows[:limit]], more)


async def change_member(actor: Actor, member_id: UUID, change: MemberChange) -> MemberView:
    """Change a member's name, employee number, role or sites. What is left out stays.

    Raises NotFound, NumberTaken, OwnersOnly, LastOwner, ScopeUnknown, UnacceptableFields.
    """
    actor.must("change_members")
    async with database.transaction():
        if change.role is not UNSET or change.number is not UNSET:
            await queries.hold_organisation(actor.org)
        member = await _living(member_id)
        role = member.role if change.role is UNSET else change.role
        await _refuse_role(actor, member, role)
        if change.site_ids and role != "member":
            raise UnacceptableFields(
                errors=[FieldProblem("/site_ids", "role", f"a role of {role} is for every site")]
            )

        changed: dict[Column | str, Any] = {}
        if change.name is not UNSET and change.name.strip() != member.name:
            changed["name"] = change.name.strip()
        number = member.number if change.number is UNSET else change.number and change.number.strip()
        if number != member.number:
            await _refuse_taken(member_id, number)
            changed["number"] = number
        if role != member.role:
            changed["role"] = role
        if changed:
            await Member.update(changed).where(Member.id == member_id)
        if change.site_ids is not UNSET or role != "member":
            scopes = change.site_ids or [] if change.site_ids is not UNSET else []
            if await _changes_scopes(actor, member_id, scopes):
                changed["site_ids"] = scopes

        row = await queries.member(member_id)
        if changed:
            event = MemberChanged(
                member_id=member_id,
                fields=sorted(str(name) for name in changed),
                role=row["role"],
                site_ids=list(row["scopes"]),
            )
            await record(event, by=actor, to=[member_id])
        return MemberView.of(row, with_phone=actor.may("see_phones"))


async def _refuse_taken(member_id: UUID, number: str | None) -> None:
    holder = await queries.holder_of(number) if number else None
    if holder is not None and holder["id"] != member_id:
        raise NumberTaken(name=holder["name"])


async def _refuse_role(actor: Actor, member: Member, role: str) -> None:
    if "owner" not in (member.role, role):
        return
    if not actor.may("name_owners"):
        raise OwnersOnly()
    if role != "owner" and await queries.other_owners(member.id) == 0:
        raise LastOwner()


async def _changes_scopes(actor: Actor, member_id: UUID, scopes: Sequence[UUID]) -> bool:
    before = set((await queries.member(member_id))["scopes"])
    if before == set(scopes):
        return False
    try:
        await queries.replace_scopes(actor.org, member_id, scopes)
    except asyncpg.ForeignKeyViolationError:
        raise ScopeUnknown() from None
    return True


async def end_membership(actor: Actor, member_id: UUID) -> None:
    """Let a member go, or leave oneself. Access ends with this commit; records stay. Again changes nothing.

    Raises NotFound, Forbidden, OwnersOnly, LastOwner.
    """
    if member_id != actor.member:
        actor.must("change_members")
    async with database.transaction():
        await queries.hold_organisation(actor.org)
        member = await Member.objects().get(Member.id == member_id)
        if member is None:
            raise NotFound()
        if member.ended_at is not None:
            return
        await _refuse_role(actor, member, "nobody")

        await Member.update({Member.ended_at: clock.now()}).where(Member.id == member_id)
        await queries.replace_scopes(actor.org, member_id, [])
        await record(MemberLeft(member_id=member_id, account_id=member.account_id), by=actor, to=EVERYONE)


async def _living(member_id: UUID) -> Member:
    member = await database.lock(Member, member_id)
    if member.ended_at is not None:
        raise NotFound()
    return member


@snapshot.document("crew", permission="see_members")
async def crew_document(actor: Actor) -> CrewDocument:
    """Everybody who is a member now and, for who may invite, the open invitations."""
    rows = await queries.members(limit=CREW_MAX)
    with_phone = actor.may("see_phones")
    return CrewDocument(
        items=[MemberView.of(row, with_phone=with_phone) for row in rows],
        invitations=await invitations.open_for(actor) if actor.may("invite") else [],
    )
