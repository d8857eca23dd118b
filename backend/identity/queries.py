"""Reads that join, and the statements that must be one statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, database
from backend.identity.rules import CODE_TRIES, CODE_WINDOW

# Signing in

KEPT = timedelta(days=1)

HOLD = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def hold_number_and_address(phone: str, address: str) -> None:
    """Let askings of one number, or from one address, queue up, so that counting them holds."""
    await database.fetch(HOLD, f"sign-in number {phone}")
    await database.fetch(HOLD, f"sign-in address {address}")


async def codes_sent(phone: str, now: datetime) -> Any:
    """How many codes the number got in the window and in a day, and when the window's first left."""
    return await database.fetch_row(
        """
        SELECT count(*) AS in_day,
               count(*) FILTER (WHERE sent_at > $2::timestamptz - $3::interval) AS in_window,
               min(sent_at) FILTER (WHERE sent_at > $2::timestamptz - $3::interval) AS window_began
          FROM sign_in_code WHERE phone = $1 AND sent_at > $2::timestamptz - interval '1 day'
        """,
        phone,
        now,
        CODE_WINDOW,
    )


async def askings(address: str, now: datetime) -> Any:
    return await database.fetch_row(
        """
        SELECT count(*) FILTER (WHERE at > $2::timestamptz - $3::interval) AS in_window, count(*) AS in_day
          FROM sign_in_asking WHERE address = $1::text::inet AND at > $2::timestamptz - interval '1 day'
        """,
        address,
        now,
        CODE_WINDOW,
    )


async def note_asking(address: str, asking_id: UUID, now: datetime) -> None:
    """Count it, and forget what no limit looks at any more."""
    await database.fetch("SELECT forget_sign_ins($1)", now - KEPT)
    await database.fetch(
        "INSERT INTO sign_in_asking VALUES ($1::text::inet, $2, $3)", address, asking_id, now
    )


async def try_code(phone: str, code_hash: bytes, now: datetime) -> Any:
    """Count one try at the number's newest code, and use the code up when it is right.

    None when there is no code that may still be tried. Parallel tries queue up at the row.
    """
    return await database.fetch_row(
        """
        UPDATE sign_in_code
           SET tries = tries + 1, used_at = CASE WHEN code_hash = $2 THEN $3::timestamptz END
         WHERE phone = $1
           AND id = (SELECT id FROM sign_in_code WHERE phone = $1 ORDER BY sent_at DESC, id DESC LIMIT 1)
           AND used_at IS NULL AND expires_at > $3 AND tries < $4
        RETURNING used_at IS NOT NULL AS right, $4 - tries AS tries_left
        """,
        phone,
        code_hash,
        now,
        CODE_TRIES,
    )


async def end_session_of(token_hash: bytes) -> None:
    """End the session that a cookie named, whoever's it is."""
    await database.fetch("SELECT end_session($1, $2)", token_hash, clock.now())


async def become(account_id: UUID) -> None:
    """From here on the transaction works for this account: its owner has just proved themselves."""
    await database.fetch("SELECT set_config('app.account', $1, true)", str(account_id))


async def keep_step(secret_hash: bytes, purpose: str, data: object, expires_at: datetime) -> None:
    await database.fetch("DELETE FROM sign_in_step WHERE expires_at < $1", clock.now())
    await database.fetch(
        "INSERT INTO sign_in_step (secret_hash, purpose, data, expires_at) VALUES ($1, $2, $3, $4)",
        secret_hash,
        purpose,
        msgspec.json.encode(data).decode(),
        expires_at,
    )


async def take_step(secret_hash: bytes, purpose: str) -> dict[str, Any] | None:
    """What the first half kept; only the first taker gets it."""
    row = await database.fetch_row(
        "DELETE FROM sign_in_step WHERE secret_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING data",
        secret_hash,
        purpose,
        clock.now(),
    )
    return msgspec.json.decode(row["data"]) if row else None


async def account_of_login(issuer: str, subject: str) -> UUID | None:
    row = await database.fetch_row("SELECT account_of_login($1, $2) AS id", issuer, subject)
    found: UUID | None = row["id"]
    return found


async def link_login(*, issuer: str, subject: str, provider: str, account_id: UUID) -> bool:
    """False when that login already belongs to somebody."""
    row = await database.fetch_row(
        "INSERT INTO external_login (issuer, subject, account_id, provider, created_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true",
        issuer,
        subject,
        account_id,
        provider,
        clock.now(),
    )
    return row is not None


# People and organisations


async def my_memberships() -> Sequence[Any]:
    """Where the account of this transaction is a member now."""
    return await database.fetch("SELECT * FROM my_memberships()")


MEMBERS = """
SELECT m.id, m.account_id, m.name, m.number, m.role, m.joined_at, m.ended_at, a.phone,
       ARRAY(SELECT x.scope_id FROM member_scope x
              WHERE x.org_id = m.org_id AND x.member_id = m.id ORDER BY x.scope_id) AS scopes
  FROM member m JOIN account a ON a.id = m.account_id
"""


async def members(
    *,
    limit: int,
    after: tuple[str, UUID] | None = None,
    search: str | None = None,
    by_phone: bool = False,
    ended: bool = False,
) -> Sequence[Any]:
    """Members by name. `search` is a part of the name or, `by_phone`, the end of the number."""
    name, member_id = after or (None, None)
    return await database.fetch(
        f"""{MEMBERS}
         WHERE (m.ended_at IS NOT NULL) = $6
           AND ($1::text IS NULL OR (m.name, m.id) > ($1, $2::uuid))
           AND ($3::text IS NULL OR strpos(lower(m.name), lower($3)) > 0
                OR ($4 AND $3 ~ '^[0-9]{{3,}}$' AND right(a.phone, length($3)) = $3))
         ORDER BY m.name, m.id LIMIT $5
        """,
        name,
        member_id,
        search,
        by_phone,
        limit,
        ended,
    )


async def member(member_id: UUID) -> Any:
    return await database.fetch_row(f"{MEMBERS} WHERE m.id = $1", member_id)


async def hold_organisation(org_id: UUID) -> None:
    """Let changes of who owns it queue up."""
    await database.fetch("SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE", org_id)


async def other_owners(member_id: UUID) -> int:
    row = await database.fetch_row(
        "SELECT count(*) AS n FROM member WHERE role = 'owner' AND ended_at IS NULL AND id <> $1", member_id
    )
    return int(row["n"])


async def holder_of(number: str) -> Any:
    """Who has this employee number, whether they work here or have left."""
    return await database.fetch_row("SELECT id, name FROM member WHERE number = $1", number)


async def admit(
    *, org_id: UUID, member_id: UUID, account_id: UUID, name: str, role: str, number: str | None
) -> UUID:
    """Make the account a member, or a member again. The member's id, which outlives every leaving.

    An employee number that somebody else got meanwhile is left out.
    """
    row = await database.fetch_row(
        """
        INSERT INTO member (org_id, id, account_id, name, role, joined_at, number)
        VALUES ($1, $2, $3, $4, $5, $6,
                (SELECT $7::text WHERE NOT EXISTS (SELECT FROM member
                                                    WHERE number = $7 AND account_id <> $3)))
        ON CONFLICT (org_id, account_id)
        DO UPDATE SET name = excluded.name, role = excluded.role,
                      number = coalesce(excluded.number, member.number),
                      joined_at = excluded.joined_at, ended_at = NULL
        RETURNING id
        """,
        org_id,
        member_id,
        account_id,
        name,
        role,
        clock.now(),
        number,
    )
    admitted: UUID = row["id"]
    return admitted


async def replace_scopes(org_id: UUID, member_id: UUID, scope_ids: Sequence[UUID]) -> None:
    await database.fetch("DELETE FROM member_scope WHERE member_id = $1", member_id)
    await database.fetch(
        "INSERT INTO member_scope (org_id, member_id, scope_id) "
        "SELECT DISTINCT $1::uuid, $2::uuid, unnest($3::uuid[])",
        org_id,
        member_id,
        list(scope_ids),
    )


# Of somebody else than the one with phone $2, who has employee number $1 or is invited with it.
NUMBER_TAKEN = """
SELECT m.name FROM member m JOIN account a ON a.id = m.account_id
 WHERE m.number = $1 AND a.phone IS DISTINCT FROM $2
 UNION ALL
SELECT NULL FROM invitation i
 WHERE i.number = $1 AND i.phone IS DISTINCT FROM $2 AND i.revoked_at IS NULL AND i.expires_at > $3
   AND i.uses < i.max_uses
 LIMIT 1
"""

INVITATION = """
SELECT i.*, o.name AS org_name, o.language AS org_language, m.name AS inviter_name
  FROM invitation i
  JOIN organisation o ON o.id = i.org_id
  JOIN member m ON m.org_id = i.org_id AND m.id = i.created_by
 WHERE i.token_hash = $1
"""


async def invitation_by_hash(token_hash: bytes, *, locked: bool = False) -> Any:
    return await database.fetch_row(f"{INVITATION} FOR UPDATE OF i" if locked else INVITATION, token_hash)


async def invitation_to_send(invitation_id: UUID) -> Any:
    return await database.fetch_row(
        "SELECT i.*, o.name AS org_name, o.language FROM invitation i "
        "JOIN organisation o ON o.id = i.org_id WHERE i.id = $1",
        invitation_id,
    )


async def open_invitations(*, limit: int, before: UUID | None = None) -> Sequence[Any]:
    """Invitations that can still be accepted, newest first."""
    return await database.fetch(
        """
        SELECT * FROM invitation
         WHERE revoked_at IS NULL AND expires_at > $1 AND (max_uses IS NULL OR uses < max_uses)
           AND ($2::uuid IS NULL OR id < $2)
         ORDER BY id DESC LIMIT $3
        """,
        clock.now(),
        before,
        limit,
    )


async def use_invitation(invitation_id: UUID) -> None:
    await database.fetch("UPDATE invitation SET uses = uses + 1 WHERE id = $1", invitation_id)
