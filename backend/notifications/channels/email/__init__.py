"""E-mail: the long form of a notification, for who has an address that proved to be theirs."""

from backend.notifications.channels.email.sending import names, resolve_unknown, send

__all__ = ["names", "resolve_unknown", "send"]
