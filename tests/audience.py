"""A great many people at once, with phones that take pushes: written by SQL, for what happens at scale."""

import base64
import secrets
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from tests.crowd import tidy

# RFC 8291, appendix A: one browser's keys, which are as good as anybody's.
P256DH = base64.urlsafe_b64decode(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4="
)
AUTH = base64.urlsafe_b64decode("BTBZMqHH6r4Tts7J_aSIgg==")

PEOPLE = """
WITH made AS (
    SELECT n, uuidv7() AS account_id FROM generate_series($2::int, $3::int) AS n
), account AS (
    INSERT INTO account (id, phone, name, created_at)
    SELECT account_id, '+8210' || lpad(($4::bigint + n)::text, 8, '0'), '직원 ' || n, now() FROM made
    RETURNING id
), session AS (
    INSERT INTO session (id, account_id, token_hash, device, method, created_at, last_seen_at, expires_at)
    SELECT account_id, account_id, sha256(uuid_send(account_id)), 'audience', 'code', now(), now(),
           now() + interval '30 days' FROM made
)
INSERT INTO member (org_id, id, account_id, name, role, joined_at)
SELECT $1, account_id, account_id, '직원 ' || n, 'member', now() FROM made
"""
PHONES = """
INSERT INTO push_device (id, account_id, session_id, endpoint, p256dh, auth, name, created_at, seen_at)
SELECT uuidv7(), account_id, account_id, $2 || '/' || account_id, $3, $4, '폰', now(), now()
  FROM member WHERE org_id = $1 AND split_part(name, ' ', 2)::int <= $5
"""


@dataclass(frozen=True)
class Audience:
    """One organisation. Members, accounts and sessions of a person have one id."""

    org_id: UUID
    with_push: int
    without: int


async def gather_audience(superuser_dsn: str, endpoints: str, *, with_push: int, without: int) -> Audience:
    """So many people whose pushes go to `<endpoints>/<account id>`, and so many who take none."""
    org_id, first = new_id(), 10_000_000 + secrets.randbelow(30_000_000)
    connection = await asyncpg.connect(superuser_dsn)
    try:
        async with connection.transaction():
            await connection.execute(
                "INSERT INTO organisation (id, name, kind, timezone, language, created_at) "
                "VALUES ($1, '모두의 청소', 'company', 'Asia/Seoul', 'ko', now())",
                org_id,
            )
            await connection.execute(PEOPLE, org_id, 1, with_push + without, first)
            await connection.execute(PHONES, org_id, endpoints, P256DH, AUTH, with_push)
    finally:
        await connection.close()
    await tidy(superuser_dsn)
    return Audience(org_id, with_push, without)
