"""The person's own account, and where they belong."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from backend.core import clock, database, snapshot
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.events import record_for_account
from backend.core.ids import new_id
from backend.identity import authentication, queries
from backend.identity.events import AccountChanged, AccountOpened
from backend.identity.schemas import AccountChange, AccountView, Me, MembershipView
from backend.identity.tables import Account


async def me(actor: Actor) -> Me:
    async with database.transaction():
        return await me_of(actor.account_id)


async def me_of(account_id: UUID) -> Me:
    """Inside a transaction that works for the account. Raises NotFound."""
    account = await Account.objects().get(Account.id == account_id)
    if account is None:
        raise NotFound()
    return Me(view_of(account), [MembershipView.of(row) for row in await queries.my_memberships()])


async def change_me(actor: Actor, change: AccountChange) -> AccountView:
    async with database.transaction():
        changed = {
            name: value
            for name, value in msgspec.structs.asdict(change).items()
            if value is not msgspec.UNSET
        }
        if "name" in changed:
            changed["name"] = changed["name"].strip()
        if changed:
            await Account.update({Account._meta.get_column_by_name(k): v for k, v in changed.items()}).where(
                Account.id == actor.account_id
            )
            await record_for_account(
                AccountChanged(account_id=actor.account_id, fields=sorted(changed)),
                account_id=actor.account_id,
            )
        account = await Account.objects().get(Account.id == actor.account_id)
    if account is None:
        raise NotFound()
    return view_of(account)


async def account_of_phone(phone: str, *, name: str | None, language: str) -> UUID:
    """The account of a number that was just verified; opened when there is none.

    Inside a transaction that works for the number; from here on it works for the account too.
    """
    opened = Account(id=new_id(), phone=phone, name="", language=language, created_at=clock.now())
    is_new = bool(await Account.insert(opened).on_conflict(target=Account.phone, action="DO NOTHING"))
    account = await Account.objects().get(Account.phone == phone)
    if account is None:
        raise NotFound()
    await queries.become(account.id)
    if is_new:
        await record_for_account(AccountOpened(account_id=account.id), account_id=account.id)
    if name and not account.name:
        await Account.update({Account.name: name.strip()}).where(Account.id == account.id)
    return account.id


def view_of(account: Account) -> AccountView:
    return AccountView(account.id, account.name, account.phone, account.language, account.text_size)


@snapshot.document_for_account("me")
async def my_document(actor: Actor) -> Me:
    return await me_of(actor.account_id)


@snapshot.register_memberships
async def memberships(actor: Actor) -> Sequence[Actor]:
    """One Actor for each organisation of the person."""
    return [
        authentication.as_member(
            actor, org_id=row["org_id"], member_id=row["member_id"], role=row["role"], scopes=row["scopes"]
        )
        for row in await queries.my_memberships()
    ]
