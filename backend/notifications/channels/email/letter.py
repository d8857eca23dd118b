"""A notification as a letter: MIME with a text part and a simple HTML part.

DKIM is the relay's part. List-Unsubscribe with one click is RFC 8058; it needs https, so elsewhere the
header has the page alone (RFC 2369). Message-ID follows from notification and account, so that a letter that
is sent again is recognised as the same one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from html import escape
from uuid import UUID

from backend import settings
from backend.notifications import templates
from backend.notifications.channels.email.unsubscribing import unsubscribe_url

HTML = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<body style="font:16px/1.6 sans-serif;max-width:34em;margin:1em auto;color:#1c1c1c">
<h1 style="font-size:1.2em">{title}</h1><p style="white-space:pre-line">{body}</p>
<p><a href="{link}">{open}</a></p>
<p style="font-size:.8em;color:#666"><a href="{unsubscribe}">{stop}</a></p></body></html>"""


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: to whom, and the message as bytes."""

    address: str
    sender: str
    message: EmailMessage

    def __bytes__(self) -> bytes:
        return self.message.as_bytes()


def of_notification(
    *,
    org_id: UUID,
    notification_id: UUID,
    account_id: UUID,
    address: str,
    topic: str,
    link: str,
    words: templates.Words,
    language: str,
    fallback: str,
    name: str,
    at: datetime,
) -> Letter:
    """The letter of one delivery. `name` is the organisation's, as its readers know it."""
    origin = settings.current().origin
    opened = f"{origin}/open/{org_id}/{notification_id}?to={link}"
    unsubscribe = unsubscribe_url(account_id, topic)
    said = {key: templates.sentence(f"email.{key}", language, fallback) for key in ("open", "stop")}
    digest = hashlib.sha256(notification_id.bytes + account_id.bytes).hexdigest()[:32]
    made = letter(address, name, words.title, at, digest)
    made.message["List-Unsubscribe"] = f"<{unsubscribe}>"
    if settings.current().secure:
        made.message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.message["Auto-Submitted"] = "auto-generated"
    made.message.set_content(
        f"{words.body}\n\n{said['open']}\n{opened}\n\n--\n{said['stop']}\n{unsubscribe}\n", cte="base64"
    )
    html = HTML.format(
        language=escape(language),
        title=escape(words.title),
        body=escape(words.body),
        link=escape(opened),
        unsubscribe=escape(unsubscribe),
        **{key: escape(sentence) for key, sentence in said.items()},
    )
    made.message.add_alternative(html, subtype="html", cte="base64")
    return made


def letter(address: str, name: str, subject: str, at: datetime, message_id: str) -> Letter:
    """A letter without its text. Nothing that somebody typed can begin a new header line."""
    written_name, sender = parseaddr(settings.current().email_from or "no-reply@localhost")
    domain = sender.rpartition("@")[2]
    message = EmailMessage(policy=SMTP_POLICY)
    user, _, host = sender.rpartition("@")
    message["From"] = Address(one_line(name or written_name), user, host)
    to_user, _, to_host = address.rpartition("@")
    message["To"] = Address("", to_user, to_host)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{domain}>"
    return Letter(address, sender, message)


def one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
