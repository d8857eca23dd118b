"""Send a batch of letters, by relays that work."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from backend.core import clock, database, tenancy
from backend.core import providers as health
from backend.core.database import transaction
from backend.core.providers import Measured
from backend.notifications import templates
from backend.notifications.channels.email import letter
from backend.notifications.channels.email.letter import Letter
from backend.notifications.channels.email.posts import Post, Posted, posts
from backend.notifications.channels.switches import note_provider
from backend.notifications.queries import messaging as queries
from backend.notifications.rules import again
from backend.notifications.service.deliveries import Leased, Outcome

log = structlog.get_logger()

CHANNEL = "email"
AT_ONCE = 8
BEGIN_WITHIN_S = 7.0
"""Later than that nothing is begun: a relay's time-out must end before the batch's (SEND_WITHIN_S)."""
FAULTS = 3
ASK_AFTER = timedelta(minutes=1)
SENT_AGAIN_AT_MOST = 3

ADDRESSES = """
SELECT account_id, address, verified_at IS NOT NULL AS is_verified, stopped_at IS NOT NULL AS is_stopped
  FROM email_address WHERE account_id = ANY ($1)
"""
# Nobody can ask a relay. The same Message-ID lets the reader's mail program see one letter.
SEND_AGAIN = """
UPDATE delivery SET state = 'queued', reason = NULL, due_at = $1, changed_at = $1
 WHERE org_id = current_setting('app.org')::uuid AND channel = 'email' AND state = 'unknown'
   AND changed_at <= $2 AND attempts < $3
"""


def names() -> tuple[str, ...]:
    """The names of the relays, the preferred one first."""
    return tuple(post.name for post in posts())


async def send(deliveries: Sequence[Leased]) -> list[Outcome]:
    """Send one letter for each delivery; says what became of each, and never raises for a relay."""
    async with transaction():
        office = await database.fetch_row(queries.MONTH, clock.now())
        rows = await database.fetch(ADDRESSES, [each.account_id for each in deliveries])
    found = {row["account_id"]: row for row in rows}
    made = [_letter(each, found.get(each.account_id), office) for each in deliveries]
    outcomes = [each for each in made if isinstance(each, Outcome)]
    letters = [(d, each) for d, each in zip(deliveries, made, strict=True) if isinstance(each, Letter)]
    return outcomes + await _send(letters)


async def resolve_unknown() -> bool:
    """Letters that may have left are sent again, a few times: their reader sees one. False: that was all."""
    now = clock.now()
    async with transaction():
        await database.fetch(SEND_AGAIN, now, now - ASK_AFTER, SENT_AGAIN_AT_MOST)
    return False


def _letter(leased: Leased, address: Any, office: Any) -> Letter | Outcome:
    if address is None or not address["is_verified"] or address["is_stopped"]:
        reason = "stopped" if address is not None and address["is_stopped"] else "no_address"
        return Outcome(leased.notification_id, leased.account_id, "suppressed", reason)
    org_id = tenancy.current().org_id
    assert org_id is not None
    try:
        return letter.of_notification(
            org_id=org_id,
            notification_id=leased.notification_id,
            account_id=leased.account_id,
            address=address["address"],
            topic=leased.topic,
            link=leased.link,
            words=templates.render(leased.topic, leased.variables, leased.language, office["language"]),
            language=leased.language,
            fallback=office["language"],
            name=office["email_name"] or office["organisation"],
            at=leased.decided_at,
        )
    except Exception as error:
        log.exception("email.bad_template", topic=leased.topic, error=type(error).__name__)
        return Outcome(leased.notification_id, leased.account_id, "failed", "bad_template")


async def _send(letters: Sequence[tuple[Leased, Letter]]) -> list[Outcome]:
    known = {post.name: post for post in posts()}
    usable = [known[each.name] for each in await health.usable(CHANNEL, list(known))]
    faults = dict.fromkeys(known, 0)
    seen: dict[str, list[Measured]] = {name: [] for name in known}
    places, until = asyncio.Semaphore(AT_ONCE), time.monotonic() + BEGIN_WITHIN_S
    used: list[str] = []

    async def one(leased: Leased, made: Letter) -> Outcome:
        name, posted = "", Posted("failed", "provider_down", retryable=True)
        async with places:
            for post in usable:
                if faults[post.name] >= FAULTS or time.monotonic() > until:
                    continue
                name = post.name
                posted, measured = await measured_post(post, made)
                seen[name].append(measured)
                faults[name] = faults[name] + 1 if posted.fault else 0
                if not (posted.state == "failed" and posted.fault):
                    break
        if posted.state == "sent":
            used.append(name)
        return _outcome(leased, name, posted)

    outcomes = await asyncio.gather(*(one(leased, made) for leased, made in letters))
    await health.report(
        CHANNEL, [health.summed(name, measured, faults[name]) for name, measured in seen.items()]
    )
    if used:
        await note_provider(CHANNEL, max(set(used), key=used.count), preferred=next(iter(known)))
    return list(outcomes)


async def measured_post(post: Post, made: Letter) -> tuple[Posted, Measured]:
    began = time.monotonic()
    posted = await post.post(made)
    bad = int(posted.fault)
    return posted, Measured(post.name, 1 - bad, bad, (time.monotonic() - began) * 1000, bad)


def _outcome(leased: Leased, name: str, posted: Posted) -> Outcome:
    ids = leased.notification_id, leased.account_id
    if posted.retryable:
        return again(leased, reason="provider_down")
    if posted.state == "sent":
        return Outcome(*ids, "sent", provider=name)
    if posted.state == "unknown":
        return Outcome(*ids, "unknown", "no_answer", provider=name)
    return Outcome(*ids, "failed", "refused", provider=name)
