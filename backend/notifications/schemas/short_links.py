"""What a short link stands for."""

from uuid import UUID

import msgspec


class ShortLinkView(msgspec.Struct):
    """Where a short link of a text message leads."""

    org_id: UUID
    notification_id: UUID
    link: str
