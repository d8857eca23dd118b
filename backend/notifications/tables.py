"""The delivery ledger. Keys, policies and indices stand in the migrations."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Bytea, Integer, Text, Timestamptz
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


class Notification(Table, tablename="notification"):
    """Something that was decided once, for an audience that is frozen with it."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    key = Text()
    topic = Text()
    subject = UUID(default=None)
    variables = JSONB(default="{}")
    link = Text()
    tag = Text()
    urgency = Text()
    channels = Array(base_column=Text())
    patience_s = Integer()
    expires_at = Timestamptz(default=None)
    audience = Integer()
    decided_at = Timestamptz(default=None)
    decided_by = UUID(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class PushDevice(Table, tablename="push_device"):
    """A browser that takes pushes for a person. It ends with its session."""

    id = UUID(primary_key=True, default=None)
    account_id = UUID(default=None)
    session_id = UUID(default=None)
    endpoint = Text()
    p256dh = Bytea(default=None)
    auth = Bytea(default=None)
    name = Text()
    shows_text = Boolean(default=False)
    created_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_why = Text(null=True, default=None)
