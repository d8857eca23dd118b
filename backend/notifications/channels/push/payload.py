"""What a push says: a Declarative Web Push message (web_push: 8030), which our service worker reads too.

Its words are made once for each notification and language. A phone whose person wants no text on the lock
screen is told the topic only.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import msgspec

from backend import settings
from backend.notifications import templates
from backend.notifications.channels.push.receipt import token_of
from backend.notifications.service.deliveries import Leased

LONGEST_BODY, LONGEST_TITLE = 600, 120
"""Characters. A lock screen shows fewer, and at four bytes each they fit into a push with all the rest."""

Words = tuple[str, str]


class Push(NamedTuple):
    """What one person gets in one push: one delivery, or several low ones at once."""

    deliveries: tuple[Leased, ...]

    @property
    def first(self) -> Leased:
        return self.deliveries[0]

    @property
    def is_digest(self) -> bool:
        return len(self.deliveries) > 1


class Writer:
    """Writes the payloads of one batch of one organisation."""

    def __init__(self, org_id: UUID, fallback: str) -> None:
        self.org_id = org_id
        self.fallback = fallback
        self.origin = settings.current().origin
        self._known: dict[tuple[UUID, str, bool], tuple[Any, dict[str, Any]]] = {}

    def tag(self, push: Push) -> str:
        """What a newer one replaces, on the phone and in the push service's own queue (Topic)."""
        return f"digest-{self.org_id.hex[-16:]}" if push.is_digest else push.first.tag

    def write(self, push: Push, *, shows_text: bool, unread: int) -> bytes:
        """The payload for one phone, as JSON."""
        first = push.first
        notification = self._notification(push, shows_text=shows_text) | {"app_badge": unread}
        return msgspec.json.encode(
            {
                "web_push": 8030,
                "notification": notification,
                "app_badge": unread,
                "pumasi": {
                    "org": self.org_id,
                    "id": first.notification_id,
                    "receipt": token_of(
                        self.org_id, first.account_id, [leased.notification_id for leased in push.deliveries]
                    ),
                    "tag": notification["tag"],
                    "urgency": first.urgency,
                    "quiet_text": not shows_text,
                },
            }
        )

    def _notification(self, push: Push, *, shows_text: bool) -> dict[str, Any]:
        """What it says and where it leads; made once for all whose copy says the same."""
        first = push.first
        if push.is_digest:
            return self._said(push, shows_text=shows_text)
        key = first.notification_id, first.language, shows_text
        known = self._known.get(key)
        if known is None or known[0] != first.variables:
            known = self._known[key] = first.variables, self._said(push, shows_text=shows_text)
        return known[1]

    def _said(self, push: Push, *, shows_text: bool) -> dict[str, Any]:
        first = push.first
        title, body = self._text(push, shows_text=shows_text)
        said: dict[str, Any] = {
            "title": title[:LONGEST_TITLE],
            "body": body[:LONGEST_BODY],
            "navigate": self._address(push),
            "lang": first.language,
            "tag": self.tag(push),
        }
        return said | {"silent": True} if first.urgency == "low" else said

    def _address(self, push: Push) -> str:
        if push.is_digest:
            return f"{self.origin}/inbox"
        first = push.first
        return f"{self.origin}/open/{self.org_id}/{first.notification_id}?to={quote(first.link, safe='/')}"

    def _text(self, push: Push, *, shows_text: bool) -> Words:
        language = push.first.language
        if push.is_digest:
            count = {"count": len(push.deliveries)}
            title = templates.text("push.digest.title", count, language, self.fallback)
            if shows_text:
                return title, "\n".join(self._words_of(each)[0] for each in push.deliveries)
            return title, templates.sentence("push.quiet", language, self.fallback)
        if shows_text:
            return self._words_of(push.first)
        topic = templates.title_of(push.first.topic, language, self.fallback)
        return topic, templates.sentence("push.quiet", language, self.fallback)

    def _words_of(self, leased: Leased) -> Words:
        said = leased.variables, leased.language, self.fallback
        return templates.text(f"{leased.topic}.title", *said), templates.text(f"{leased.topic}.body", *said)


def trial(device_id: UUID, language: str) -> bytes:
    """The payload of a trial: it says that it came, and nothing else."""
    return msgspec.json.encode(
        {
            "web_push": 8030,
            "notification": {
                "title": templates.sentence("push.trial.title", language),
                "body": templates.sentence("push.trial.body", language),
                "navigate": f"{settings.current().origin}/inbox",
                "lang": language,
                "tag": "trial",
            },
            "pumasi": {"id": device_id, "tag": "trial", "urgency": "normal", "quiet_text": False},
        }
    )


def together(deliveries: Sequence[Leased], most: int) -> list[Push]:
    """Everything on its own, but what is low and for one person in one push, up to `most`."""
    pushes: list[Push] = []
    low: dict[tuple[UUID, str], list[Leased]] = {}
    for leased in deliveries:
        # One that some phone has taken already goes on alone, to the phones that have not.
        if leased.urgency == "low" and not leased.reached:
            low.setdefault((leased.account_id, leased.language), []).append(leased)
        else:
            pushes.append(Push((leased,)))
    for waiting in low.values():
        pushes += [Push(tuple(waiting[at : at + most])) for at in range(0, len(waiting), most)]
    return pushes
