"""The tables of clients. Their keys, policies and constraints stand in the migration."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table


class Client(Table, tablename="client"):
    """Somebody whom the firm works for."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    name = Text()
    contact_name = Text()
    contact_phone = Text()
    contact_email = Text()
    note = Text()
    archived_at = Timestamptz(null=True, default=None)


class Contract(Table, tablename="contract"):
    """What was agreed with a client, from a day on until another. Money in won a month."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    client_id = UUID(default=None)
    name = Text()
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    monthly_won = Integer(null=True, default=None)
    note = Text()
    ended_at = Timestamptz(null=True, default=None)
