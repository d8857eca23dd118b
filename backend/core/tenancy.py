"""Whose rows a query may see. The database enforces it; this module only says it.

Every transaction starts by telling PostgreSQL the organisation (`app.org`) and the account
(`app.account`) it works for; row-level security compares them with each row. A query outside any
tenant raises, because the policies cast an unset setting. See docs/adr/0001-tenancy.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tenant:
    """What the current work may see: rows of an organisation, of an account, of a phone number."""

    org_id: UUID | None = None
    account_id: UUID | None = None
    phone: str | None = None
    """Only while somebody signs in: the number (E.164) whose account and codes may be seen."""


_current: ContextVar[Tenant | None] = ContextVar("tenant", default=None)


class NoTenant(RuntimeError):
    """A transaction was opened where nobody said for whom. Use `acting_for(...)`."""


def current() -> Tenant:
    """The tenant of this task; raises NoTenant."""
    tenant = _current.get()
    if tenant is None:
        raise NoTenant("no tenant: open the transaction inside acting_for(...)")
    return tenant


@contextmanager
def acting_for(
    *, org_id: UUID | None = None, account_id: UUID | None = None, phone: str | None = None
) -> Iterator[None]:
    """Work for this organisation, account or phone number until the block ends."""
    token = _current.set(Tenant(org_id=org_id, account_id=account_id, phone=phone))
    try:
        yield
    finally:
        _current.reset(token)


def begin_statement(tenant: Tenant) -> str:
    """BEGIN and the tenant in one round trip. Values are UUIDs or an E.164 number, so quoting is safe."""
    if tenant.phone is not None and not tenant.phone.removeprefix("+").isdigit():
        raise ValueError("a phone number is + and digits")
    return (
        f"BEGIN; SELECT set_config('app.org', '{tenant.org_id or ''}', true), "
        f"set_config('app.account', '{tenant.account_id or ''}', true), "
        f"set_config('app.phone', '{tenant.phone or ''}', true)"
    )
