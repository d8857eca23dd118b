"""An event as the live stream tells it, and who may hear of it."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import database, tenancy
from backend.core.actor import Actor

HEAR_ALL = "hear_all_news"
"""The permission to hear of everything; others hear of what is for everyone, and for themselves."""

READ = """
SELECT id, kind, subject, documents, members, everyone, at FROM event
 WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3
"""


class News(msgspec.Struct, frozen=True):
    """An event as the stream reads it."""

    id: int
    kind: str
    subject: UUID
    documents: list[str]
    members: list[UUID] | None
    everyone: bool
    at: datetime


def message_for(actor: Actor, news: News) -> bytes | None:
    """The news as the actor may hear it, or None."""
    if news.everyone or actor.may(HEAR_ALL) or (news.members and actor.member_id in news.members):
        data: dict[str, object] = {"kind": news.kind, "subject": news.subject, "documents": news.documents}
    elif news.documents and actor.may_somewhere(HEAR_ALL):
        data = {"documents": news.documents}  # a part of it may be theirs: they look, and see what is
    else:
        return None
    return b"id: %d\nevent: change\ndata: %b\n\n" % (news.id, msgspec.json.encode(data))


async def read(org_id: UUID, after: int, until: int, limit: int) -> list[News]:
    """The organisation's events with ids in (after, until], in order."""
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            return [News(**row) for row in await database.fetch(READ, after, until, limit)]
