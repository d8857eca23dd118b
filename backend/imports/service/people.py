"""People from a table: who is not here yet is invited by their number, who is here keeps it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch
from backend.core.errors import DomainError
from backend.identity.schemas import InvitationInput, MemberChange, Role
from backend.identity.service import invitations, members
from backend.identity.service.phones import served_number
from backend.imports.rules.columns import Cells
from backend.imports.schemas import Action
from backend.imports.service.judged import Judged, refused

ROLES: dict[str, Role] = {
    "": "member",
    "구성원": "member",
    "직원": "member",
    "member": "member",
    "관리자": "manager",
    "manager": "manager",
}

# Who has one of these numbers here: members, and people who are invited and have not come yet.
KNOWN = """
SELECT a.phone, m.id AS member_id, m.name, m.role, m.ended_at
  FROM member m JOIN account a ON a.id = m.account_id
 WHERE a.phone = ANY ($1)
"""
INVITED = """
SELECT phone, role FROM invitation
 WHERE phone = ANY ($1) AND revoked_at IS NULL AND expires_at > $2 AND uses < coalesce(max_uses, 1)
"""


async def judge(actor: Actor, rows: Sequence[Cells]) -> list[Judged]:
    """Inside a transaction."""
    actor.must("invite")
    read = [(row, *_read(row)) for row in rows]
    phones = [phone for _, _, phone, _ in read if phone]
    known = {row["phone"]: row for row in await fetch(KNOWN, phones)}
    invited = {row["phone"]: row for row in await fetch(INVITED, phones, clock.now())}
    often = Counter(phones)
    return [
        _judged(row, name, phone, role, known, invited, often[phone or ""]) for row, name, phone, role in read
    ]


def _read(row: Cells) -> tuple[str, str | None, Role]:
    name, written = row.text("name", most=120), row.text("phone", needed=True, most=40)
    role = ROLES.get(row.text("role").casefold())
    if role is None:
        row.wrong("role", "구성원이나 관리자로 써 주세요", "Write member or manager")
    try:
        return name, served_number(written) if written else None, role or "member"
    except DomainError as error:
        row.wrong("phone", error.ko, error.en)
        return name, None, role or "member"


def _judged(
    row: Cells,
    name: str,
    phone: str | None,
    role: Role,
    known: dict[str, Any],
    invited: dict[str, Any],
    often: int,
) -> Judged:
    what = name or row.values.get("phone", "")
    if often > 1:
        row.wrong("phone", "같은 번호가 두 번 있어요", "The number stands there twice")
    member = known.get(phone or "")
    if member is not None and member["role"] == "owner" and role != "owner" and row.values.get("role"):
        row.wrong("role", "대표의 역할은 여기서 바꿀 수 없어요", "An owner's role is not changed here")
    if row.problems or phone is None:
        return refused(row, what)
    if member is not None and member["ended_at"] is None:
        return _of_member(row, name or member["name"], role if row.values.get("role") else None, member)
    if phone in invited and invited[phone]["role"] == role:
        return Judged(row.line, "same", what)
    return Judged(row.line, "add", what, does={"phone": phone, "role": role})


def _of_member(row: Cells, name: str, role: Role | None, member: Any) -> Judged:
    change = {
        key: value
        for key, value in (("name", name), ("role", role or member["role"]))
        if value != member[key]
    }
    action: Action = "change" if change else "same"
    return Judged(row.line, action, name, subject=member["member_id"], does=change)


async def apply(actor: Actor, row: Judged) -> None:
    """Invite, or change a member. Raises what the services of identity raise."""
    if row.action == "add":
        await invitations.invite(actor, InvitationInput(row.does["role"], phone=row.does["phone"]))
    elif row.subject is not None:
        await members.change_member(actor, row.subject, MemberChange(**row.does))
