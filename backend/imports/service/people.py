"""People from a table: who is not here yet is invited by their number, who is here keeps it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
SELECT a.phone, m.id AS member_id, m.name, m.number, m.role, m.ended_at
  FROM member m JOIN account a ON a.id = m.account_id
 WHERE a.phone = ANY ($1)
"""
INVITED = """
SELECT phone, role, number FROM invitation
 WHERE phone = ANY ($1) AND revoked_at IS NULL AND expires_at > $2 AND uses < coalesce(max_uses, 1)
"""
NUMBER_CHARACTERS = re.compile(r"[0-9A-Za-z가-힣][0-9A-Za-z가-힣._/-]{0,19}")


@dataclass(frozen=True)
class Said:
    """What a row says of somebody."""

    name: str
    phone: str | None
    role: Role
    number: str | None


async def judge(actor: Actor, rows: Sequence[Cells]) -> list[Judged]:
    """Inside a transaction."""
    actor.must("invite")
    read = [(row, _read(row)) for row in rows]
    phones = [said.phone for _, said in read if said.phone]
    known = {row["phone"]: row for row in await fetch(KNOWN, phones)}
    invited = {row["phone"]: row for row in await fetch(INVITED, phones, clock.now())}
    often, often_number = Counter(phones), Counter(said.number for _, said in read if said.number)
    for row, said in read:
        if said.phone and often[said.phone] > 1:
            row.wrong("phone", "같은 번호가 두 번 있어요", "The number stands there twice")
        if said.number and often_number[said.number] > 1:
            row.wrong(
                "number",
                f"두 사람의 직원 번호가 같아요: {said.number}",
                f"Two people have the employee number {said.number}",
            )
    return [_judged(row, said, known.get(said.phone or ""), invited) for row, said in read]


def _read(row: Cells) -> Said:
    name, written = row.text("name", most=120), row.text("phone", needed=True, most=40)
    role = ROLES.get(row.text("role").casefold())
    if role is None:
        row.wrong("role", "구성원이나 관리자로 써 주세요", "Write member or manager")
    number = row.text("number", most=20) or None
    if number and not NUMBER_CHARACTERS.fullmatch(number):
        row.wrong("number", "글자와 숫자로 써 주세요", "Write it with letters and digits")
    try:
        return Said(name, served_number(written) if written else None, role or "member", number)
    except DomainError as error:
        row.wrong("phone", error.ko, error.en)
        return Said(name, None, role or "member", number)


def _judged(row: Cells, said: Said, member: Any, invited: dict[str, Any]) -> Judged:
    what = said.name or row.values.get("phone", "")
    if member is not None and member["role"] == "owner" and said.role != "owner" and row.values.get("role"):
        row.wrong("role", "대표의 역할은 여기서 바꿀 수 없어요", "An owner's role is not changed here")
    if row.problems or said.phone is None:
        return refused(row, what)
    if member is not None and member["ended_at"] is None:
        return _of_member(row, said, member)
    held = invited.get(said.phone)
    if held is not None and held["role"] == said.role and said.number in (None, held["number"]):
        return Judged(row.line, "same", what)
    return Judged(row.line, "add", what, does={"phone": said.phone, "role": said.role, "number": said.number})


def _of_member(row: Cells, said: Said, member: Any) -> Judged:
    wanted = {
        "name": said.name or member["name"],
        "role": said.role if row.values.get("role") else member["role"],
        "number": said.number or member["number"],
    }
    change = {key: value for key, value in wanted.items() if value != member[key]}
    action: Action = "change" if change else "same"
    return Judged(row.line, action, wanted["name"], subject=member["member_id"], does=change)


async def apply(actor: Actor, row: Judged) -> None:
    """Invite, or change a member. Raises what the services of identity raise."""
    if row.action == "add":
        await invitations.invite(actor, InvitationInput(**row.does))
    elif row.subject is not None:
        await members.change_member(actor, row.subject, MemberChange(**row.does))
