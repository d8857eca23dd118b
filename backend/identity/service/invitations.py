"""Invitations: a link, a QR code or a text message by which somebody becomes a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import settings
from backend.core import clock, database, tenancy
from backend.core.actor import Actor
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import EVERYONE, record
from backend.core.ids import new_id
from backend.core.pages import DEFAULT_LIMIT, MAX_LIMIT, cursor_after, keys_of
from backend.identity import queries, rules
from backend.identity.errors import InvitationForAnother, InvitationOver, NumberTaken, OwnersOnly
from backend.identity.events import InvitationMade, InvitationRevoked, MemberJoined
from backend.identity.schemas import (
    InvitationInput,
    InvitationOffer,
    InvitationsView,
    InvitationView,
    MembershipView,
)
from backend.identity.service.phones import served_number
from backend.identity.tables import Account, Invitation, Member
from backend.identity.tokens import hash_of, invitation_token, org_of_invitation


async def invite(actor: Actor, body: InvitationInput) -> InvitationView:
    """Make an invitation. The same id again is the same invitation.

    Raises OwnersOnly, PhoneNotValid, NumberTaken, UnacceptableFields.

    With a phone number, a job sends the link there and only that number's account may accept.
    """
    actor.must("invite")
    if body.role == "owner" and not actor.may("name_owners"):
        raise OwnersOnly()
    phone = served_number(body.phone) if body.phone else None
    number = body.number.strip() if body.number else None
    if number and phone is None:
        problem = FieldProblem(
            "/number", "several", "an invitation without a phone number may be for several"
        )
        raise UnacceptableFields(errors=[problem])
    for_one = phone is not None or body.role != "member"
    invitation_id, now = body.id or new_id(), clock.now()
    async with database.transaction():
        if number:
            await _refuse_taken(number, phone)
        made = await Invitation.insert(
            Invitation(
                id=invitation_id,
                org_id=actor.org,
                token_hash=hash_of(invitation_token(actor.org, invitation_id)),
                role=body.role,
                phone=phone,
                number=number,
                max_uses=1 if phone else body.max_uses or (1 if for_one else None),
                expires_at=now + timedelta(hours=body.expires_in_hours),
                created_by=actor.member,
                created_at=now,
            )
        ).on_conflict(target=(Invitation.org_id, Invitation.id), action="DO NOTHING")
        if made:
            event = InvitationMade(
                invitation_id=invitation_id, role=body.role, for_one_phone=phone is not None
            )
            await record(event, by=actor)
        return view_of(await _one(invitation_id))


async def list_invitations(
    _actor: Actor, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> InvitationsView:
    """A page of what can still be accepted, newest first. Raises BadCursor."""
    before = keys_of(cursor, tuple[UUID])[0] if cursor else None
    async with database.transaction():
        rows = await queries.open_invitations(limit=limit + 1, before=before)
    more = cursor_after(rows[limit - 1]["id"]) if len(rows) > limit else None
    return InvitationsView([view_of(row) for row in rows[:limit]], more)


async def open_for(_actor: Actor) -> Sequence[InvitationView]:
    return [view_of(row) for row in await queries.open_invitations(limit=MAX_LIMIT)]


async def revoke(actor: Actor, invitation_id: UUID) -> None:
    """Nobody can accept it any more; who has stays. Again changes nothing. Raises NotFound."""
    actor.must("invite")
    async with database.transaction():
        invitation = await database.lock(Invitation, invitation_id)
        if invitation.revoked_at is not None:
            return
        await Invitation.update({Invitation.revoked_at: clock.now()}).where(Invitation.id == invitation_id)
        await record(InvitationRevoked(invitation_id=invitation_id), by=actor)


async def offer(token: str) -> InvitationOffer:
    """What the holder of the link sees before signing in. Raises NotFound, InvitationOver."""
    org_id = org_of_invitation(token)
    if org_id is None:
        raise NotFound()
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            invitation = await queries.invitation_by_hash(hash_of(token))
    if invitation is None:
        raise NotFound()
    if is_over(invitation):
        raise InvitationOver()
    return InvitationOffer(
        org_name=invitation["org_name"],
        role=invitation["role"],
        inviter_name=invitation["inviter_name"],
        language=invitation["org_language"],
        expires_at=invitation["expires_at"],
    )


async def accept(actor: Actor, token: str, name: str | None) -> MembershipView:
    """Make the actor a member. Who is one already stays as they are, and uses nothing up.

    Who has left or was let go needs an invitation made since then: the crew's link is still in their chat.

    Raises NotFound, InvitationOver, InvitationForAnother.
    """
    org_id = org_of_invitation(token)
    if org_id is None:
        raise NotFound()
    async with database.transaction(), database.entering(org_id):
        # Locking the invitation makes acceptances of it queue up, so the count of uses holds.
        invitation = await queries.invitation_by_hash(hash_of(token), locked=True)
        account = await Account.objects().get(Account.id == actor.account_id)
        if invitation is None or account is None:
            raise NotFound()
        member = await Member.objects().get(Member.account_id == account.id)
        if member is None or member.ended_at is not None:
            if is_over(invitation) or (member and member.ended_at >= invitation["created_at"]):
                raise InvitationOver()
            if invitation["phone"] not in (None, account.phone):
                raise InvitationForAnother()
            await _join(actor, account, invitation, (name or account.name).strip())
        memberships = [MembershipView.of(row) for row in await queries.my_memberships()]
    return next(membership for membership in memberships if membership.org_id == org_id)


async def _refuse_taken(number: str, phone: str | None) -> None:
    """Raises NumberTaken when somebody else than who has `phone` has the number, or is invited with it."""
    taken = await database.fetch_row(queries.NUMBER_TAKEN, number, phone, clock.now())
    if taken is not None:
        raise NumberTaken(name=taken["name"])


async def _join(actor: Actor, account: Account, invitation: Any, name: str) -> None:
    if invitation["number"]:
        await queries.hold_organisation(invitation["org_id"])
    member_id = await queries.admit(
        org_id=invitation["org_id"],
        member_id=new_id(),
        account_id=account.id,
        name=name or rules.fallback_name(account.phone),
        role=invitation["role"],
        number=invitation["number"],
    )
    await queries.use_invitation(invitation["id"])
    if name and not account.name:
        await Account.update({Account.name: name}).where(Account.id == account.id)
    joined = MemberJoined(
        member_id=member_id, account_id=account.id, role=invitation["role"], invitation_id=invitation["id"]
    )
    await record(joined, by=actor, to=EVERYONE)


@dataclass(frozen=True, slots=True)
class InvitationText:
    """The text message of an invitation. Its body holds the link, so it is made anew and kept nowhere."""

    phone: str
    body: str


async def text_of(invitation_id: UUID) -> InvitationText | None:
    """What to send; None when the invitation has no number, or cannot be accepted any more."""
    async with database.transaction():
        row = await queries.invitation_to_send(invitation_id)
    if row is None or row["phone"] is None or is_over(row):
        return None
    link = view_of(row).link
    words = (
        f"[품앗이] {row['org_name']}에서 함께 일하자고 초대했어요."
        if row["language"] == "ko"
        else f"[Pumasi] {row['org_name']} invites you."
    )
    return InvitationText(row["phone"], f"{words}\n{link}") if link else None


def is_over(invitation: Any) -> bool:
    used_up = invitation["max_uses"] is not None and invitation["uses"] >= invitation["max_uses"]
    return invitation["revoked_at"] is not None or invitation["expires_at"] <= clock.now() or used_up


def link_of(token: str) -> str:
    return f"{settings.current().base_url.rstrip('/')}/join/{token}"


def view_of(row: Any) -> InvitationView:
    token = invitation_token(row["org_id"], row["id"])
    ours = hash_of(token) == bytes(row["token_hash"])
    return InvitationView(
        id=row["id"],
        token=token if ours else None,
        link=link_of(token) if ours else None,
        role=row["role"],
        phone=row["phone"],
        expires_at=row["expires_at"],
        max_uses=row["max_uses"],
        uses=row["uses"],
        created_at=row["created_at"],
    )


async def _one(invitation_id: UUID) -> Any:
    return await database.fetch_row("SELECT * FROM invitation WHERE id = $1", invitation_id)
