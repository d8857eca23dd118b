"""The tables of identity. Their keys, policies and indices stand in the migrations."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table


class Account(Table, tablename="account"):
    """A person: one verified phone number (E.164), whatever organisations they belong to."""

    id = UUID(primary_key=True, default=None)
    phone = Text()
    name = Text()
    language = Text(default="ko")
    text_size = Text(null=True, default=None)
    created_at = Timestamptz(default=None)


class Organisation(Table, tablename="organisation"):
    """A firm, a shop or a co-operative: the tenant."""

    id = UUID(primary_key=True, default=None)
    name = Text()
    kind = Text()
    timezone = Text()
    language = Text()
    settings = JSONB(default="{}")
    created_at = Timestamptz(default=None)


class Member(Table, tablename="member"):
    """An account inside an organisation. Who left has `ended_at`; who comes back is the same member."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    account_id = UUID(default=None)
    name = Text()
    number = Text(null=True, default=None)
    """What the payroll program knows them by; nobody else here ever has it."""
    role = Text()
    joined_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Invitation(Table, tablename="invitation"):
    """A way in: for one phone number, for so many people, or (no `max_uses`) for the whole crew."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    token_hash = Bytea(default=None)
    role = Text()
    phone = Text(null=True, default=None)
    number = Text(null=True, default=None)
    max_uses = Integer(null=True, default=None)
    uses = Integer(default=0)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)
    created_by = UUID(default=None)
    created_at = Timestamptz(default=None)


class Session(Table, tablename="session"):
    """One signed-in phone. Only the SHA-256 of its cookie is known here."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    token_hash = Bytea(default=None)
    device = Text()
    method = Text()
    created_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class SignInCode(Table, tablename="sign_in_code"):
    """A code sent by SMS, kept as a keyed hash. The newest one of a number counts."""

    id = UUID(primary_key=True, default=None)
    phone = Text()
    code_hash = Bytea(default=None)
    tries = Integer(default=0)
    sent_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class Passkey(Table, tablename="passkey"):
    """A WebAuthn credential of an account."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    credential_id = Bytea(default=None)
    public_key = Bytea(default=None)
    sign_count = BigInt(default=0)
    name = Text()
    transports = Array(base_column=Text())
    created_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
