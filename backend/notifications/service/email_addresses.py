"""A person's address: proved by a code that is mailed to it, taken away, or stopped by who reads it."""

import hashlib
import hmac
import re
from datetime import timedelta
from uuid import UUID

from backend import settings
from backend.core import clock, database, tenancy
from backend.core import providers as health
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import FieldProblem, NotFound
from backend.core.events import record_for_account
from backend.core.ids import new_id
from backend.identity.tokens import new_code
from backend.notifications import templates
from backend.notifications.channels.email.letter import letter
from backend.notifications.channels.email.posts import posts
from backend.notifications.channels.email.sending import CHANNEL, measured_post
from backend.notifications.channels.email.unsubscribing import read_token
from backend.notifications.errors import (
    AddressNotValid,
    EmailCodeOver,
    EmailCodeWrong,
    MailNotSent,
    TooManyMails,
)
from backend.notifications.events import EmailRemoved, EmailStopped, EmailVerified
from backend.notifications.schemas.email import EmailCodeSent, EmailView
from backend.notifications.service.preferences import keep_choice
from backend.notifications.topics import TOPICS

CODE_LIFE = timedelta(minutes=30)
TRIES = 5
WINDOW = timedelta(minutes=10)
MAILS_PER_WINDOW = 3
MAILS_PER_DAY = 10
RESEND_AFTER_S = 60
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)

SENT = """
SELECT count(*) FILTER (WHERE sent_at > $2) AS in_window, count(*) AS in_day
  FROM email_code WHERE account_id = $1 AND sent_at > $3
"""
FORGET = "DELETE FROM email_code WHERE account_id = $1 AND sent_at <= $2"
ADD = """
INSERT INTO email_code (account_id, id, address, code_hash, sent_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
HOLD_PERSON = "SELECT pg_advisory_xact_lock(hashtextextended('email ' || $1::text, 0))"
# A try is counted whether it is right or wrong; only the newest code counts.
TRY = """
UPDATE email_code SET tries = tries + 1
 WHERE account_id = $1 AND tries < $3 AND expires_at > $2
   AND id = (SELECT id FROM email_code WHERE account_id = $1 ORDER BY sent_at DESC, id DESC LIMIT 1)
RETURNING address, code_hash, tries
"""
KEEP = """
INSERT INTO email_address (account_id, address, verified_at, changed_at) VALUES ($1, $2, $3, $3)
ON CONFLICT (account_id) DO UPDATE
   SET address = $2, verified_at = $3, stopped_at = NULL, stopped_why = NULL, changed_at = $3
"""
STOP = """
UPDATE email_address SET stopped_at = coalesce(stopped_at, $2), stopped_why = 'unsubscribed', changed_at = $2
 WHERE account_id = $1
"""


async def send_code(actor: Actor, written: str) -> EmailCodeSent:
    """Mail a code to an address that the actor says is theirs. The one they have stays until it is proved.

    Raises AddressNotValid, TooManyMails, MailNotSent.
    """
    address = written.strip()
    if not ADDRESS.fullmatch(address):
        raise AddressNotValid(errors=[FieldProblem("/address", "address-not-valid", "")])
    code, now = new_code(), clock.now()
    async with transaction():
        await database.fetch(HOLD_PERSON, str(actor.account_id))
        sent = await database.fetch_row(SENT, actor.account_id, now - WINDOW, now - timedelta(days=1))
        if sent["in_window"] >= MAILS_PER_WINDOW or sent["in_day"] >= MAILS_PER_DAY:
            raise TooManyMails(retry_after_s=int(WINDOW.total_seconds()))
        await database.fetch(FORGET, actor.account_id, now - timedelta(days=1))
        hashed = code_hash(actor.account_id, address, code)
        await database.fetch(ADD, actor.account_id, new_id(), address, hashed, now, now + CODE_LIFE)
    await _mail_code(address, code, actor.language)
    return EmailCodeSent(int(CODE_LIFE.total_seconds()), RESEND_AFTER_S)


async def _mail_code(address: str, code: str, language: str) -> None:
    said = {key: templates.sentence(f"email.{key}", language) for key in ("code_subject", "code_text")}
    made = letter(address, "", said["code_subject"], clock.now(), new_id().hex)
    made.message.set_content(f"{said['code_text']}\n\n{code}\n", cte="base64")
    for post in posts():
        posted, measured = await measured_post(post, made)
        await health.report(CHANNEL, [measured])
        if posted.state != "failed":
            return
        if not posted.retryable:
            break
    raise MailNotSent()


async def verify(actor: Actor, code: str) -> EmailView:
    """The code is right: the address is theirs. A wrong try is counted in a transaction that commits.

    Raises EmailCodeOver, EmailCodeWrong.
    """
    now = clock.now()
    async with transaction():
        tried = await database.fetch_row(TRY, actor.account_id, now, TRIES)
        right = tried is not None and hmac.compare_digest(
            bytes(tried["code_hash"]), code_hash(actor.account_id, tried["address"], code.strip())
        )
        if right:
            await database.fetch(KEEP, actor.account_id, tried["address"], now)
            await database.fetch("DELETE FROM email_code WHERE account_id = $1", actor.account_id)
            await record_for_account(EmailVerified(actor.account_id), account_id=actor.account_id)
    if tried is None:
        raise EmailCodeOver()
    if not right:
        raise EmailCodeWrong(tries_left=TRIES - tried["tries"])
    return EmailView(tried["address"], now)


async def remove(actor: Actor) -> None:
    """No mail at any address. Again changes nothing."""
    async with transaction():
        gone = await database.fetch_row(
            "DELETE FROM email_address WHERE account_id = $1 RETURNING account_id", actor.account_id
        )
        await database.fetch("DELETE FROM email_code WHERE account_id = $1", actor.account_id)
        if gone:
            await record_for_account(EmailRemoved(actor.account_id), account_id=actor.account_id)


def topic_of(token: str) -> tuple[UUID, str]:
    """Whose letter this token was in, and of which topic. Raises NotFound."""
    read = read_token(token)
    if read is None:
        raise NotFound()
    return read


async def unsubscribe(token: str, *, everything: bool) -> bool:
    """Stop letters of the token's topic, or all. True when all have stopped.

    A topic that nobody may turn off is told by other channels still, so its letters stop with all of them.
    Raises NotFound.
    """
    account_id, name = topic_of(token)
    topic = TOPICS.get(name)
    stops_all = everything or topic is None or not topic.optional
    now = clock.now()
    with tenancy.acting_for(account_id=account_id):
        async with transaction():
            if stops_all:
                await database.fetch(STOP, account_id, now)
            else:
                await keep_choice(account_id, name, CHANNEL, False)
            event = EmailStopped(account_id, None if stops_all else name)
            await record_for_account(event, account_id=account_id)
    return stops_all


def code_hash(account_id: UUID, address: str, code: str) -> bytes:
    """Keyed, because a million codes are hashed in a second."""
    text = f"email code {account_id} {address} {code}".encode()
    return hmac.new(settings.current().secret_key.encode(), text, hashlib.sha256).digest()
