"""Send a batch: every push to every phone of its person that has not taken it yet."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
import structlog
from prometheus_client import Counter, Gauge

from backend.core import clock, tenancy
from backend.core.database import transaction
from backend.core.metrics import measure, registry
from backend.notifications.channels.push import receipt
from backend.notifications.channels.push.payload import Push, Writer, together
from backend.notifications.channels.push.post import NO_ANSWER, Answer, post
from backend.notifications.queries import devices as queries
from backend.notifications.queries.devices import Phone
from backend.notifications.rules import again
from backend.notifications.service.deliveries import Leased, Outcome

log = structlog.get_logger()

SIDE_BY_SIDE = 64
"""Posts at a time; more only wait for each other."""
WITHIN_S = 13.0
"""What has no answer then is tried again, so that one deaf push service holds nobody else up for long."""

ROUNDS = 4
"""So many times in that time posting is begun anew beside what has no answer yet."""

URGENCY = {"low": "low", "normal": "normal", "high": "high", "urgent": "high"}
"""RFC 8030, 5.3 knows no more than high; `urgent` is about quiet hours."""

pushes = Counter("pumasi_pushes", "Answers of push services in this process", ["said"], registry=registry)
measure(
    Gauge("pumasi_refused_pushes", "Pushes that wait because our key is refused", registry=registry),
    "SELECT refused_pushes()",
)


@dataclass(slots=True)
class Told:
    """One push on its way, with what each phone's push service said of it."""

    push: Push
    phones: Sequence[Phone]
    answers: dict[UUID, Answer] = field(default_factory=dict)


async def send(deliveries: Sequence[Leased]) -> list[Outcome]:
    """Send them in the current organisation and say what became of each. Never call it in a transaction.

    Whoever has no phone any more has `failed`, and so is told on the next channel at once.
    """
    org_id = tenancy.current().org_id
    assert org_id is not None
    accounts = list({leased.account_id for leased in deliveries})
    async with transaction():
        phones = await queries.phones_of(accounts)
        unread = await queries.unread_of(accounts)
        writer = Writer(org_id, await queries.language_of_organisation())
    told = [
        Told(
            push, [phone for phone in phones.get(push.first.account_id, ()) if phone.id not in reached(push)]
        )
        for push in together(deliveries, receipt.MOST)
    ]
    await _post_all(told, writer, unread)
    gone = {phone.id for each in told for phone in each.phones if said(each, phone) == "gone"}
    if gone:
        async with transaction():
            await queries.end_devices(gone, "gone")
    return [outcome for each in told for outcome in outcomes_of(each)]


def reached(push: Push) -> frozenset[UUID]:
    return push.first.reached


def said(told: Told, phone: Phone) -> str:
    answer = told.answers.get(phone.id)
    return answer.said if answer else "later"


async def _post_all(told: Iterable[Told], writer: Writer, unread: dict[UUID, int]) -> None:
    """Post side by side until all have an answer, or the time is up."""
    work = iter([(each, phone) for each in told for phone in each.phones])

    now = clock.now()
    refused: set[str] = set()

    async def post_next() -> None:
        for each, phone in work:
            first = each.push.first
            answer = await post(
                phone,
                writer.write(each.push, shows_text=phone.shows_text, unread=unread.get(phone.account_id, 0)),
                ttl_s=(min(d.expires_at for d in each.push.deliveries) - now).total_seconds(),
                urgency=URGENCY[first.urgency],
                topic=writer.tag(each.push),
            )
            each.answers[phone.id] = answer
            pushes.labels(answer.said).inc()
            if answer.said == "ours":
                refused.add(phone.endpoint.split("/")[2])

    posting: list[asyncio.Task[None]] = []
    unfinished: set[asyncio.Task[None]] = set()
    try:
        # Whoever waits for a deaf push service is replaced, so that the others get on.
        for _ in range(ROUNDS):
            posting += [asyncio.create_task(post_next()) for _ in range(SIDE_BY_SIDE)]
            done, unfinished = await asyncio.wait(posting, timeout=WITHIN_S / ROUNDS)
            for task in done:
                task.result()
            if not unfinished:
                break
        if unfinished:
            log.warning("push.unanswered", tasks=len(unfinished))
    finally:
        for task in posting:
            task.cancel()
    for host in refused:
        log.error("push.our_key_is_refused", host=host)


def outcomes_of(told: Told) -> list[Outcome]:
    """One for each delivery in the push. It is sent when a phone took it and none is still to be asked."""
    answers = [told.answers.get(phone.id, NO_ANSWER) for phone in told.phones]
    took = [phone.id for phone, answer in zip(told.phones, answers, strict=True) if answer.said == "taken"]
    return [_outcome(leased, answers, took) for leased in told.push.deliveries]


def _outcome(leased: Leased, answers: Sequence[Answer], took: list[UUID]) -> Outcome:
    ids = leased.notification_id, leased.account_id
    later = next((a for said in ("later", "ours") for a in answers if a.said == said), None)
    if later is not None:
        tried = again(leased, reason=later.why, retry_after_s=later.retry_after_s)
        if tried.state == "queued":
            return msgspec.structs.replace(tried, reached=took)
        if not took and not leased.reached:
            return tried
    if took or leased.reached:
        return Outcome(*ids, "sent", reached=took)
    wrong = next((a for said in ("too_large", "refused") for a in answers if a.said == said), None)
    if wrong is not None:
        return Outcome(*ids, "failed", wrong.why)
    return Outcome(*ids, "failed", "gone")
