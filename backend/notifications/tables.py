"""The delivery ledger. Keys, policies and indices stand in the migrations."""

from piccolo.columns import UUID, Integer, Text, Timestamptz
from piccolo.table import Table


class TextMessage(Table, tablename="text_message"):
    """One message to one number. The key says why, and lets it exist once."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    key = Text()
    account_id = UUID(null=True, default=None)
    phone = Text()
    body = Text(null=True, default=None)
    state = Text(default="queued")
    attempts = Integer(default=0)
    leased_until = Timestamptz(null=True, default=None)
    provider_id = Text(null=True, default=None)
    error = Text(null=True, default=None)
    made_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
