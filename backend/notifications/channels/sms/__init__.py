"""Text messages: the short form of a notification, and a link that ends with its code."""

from backend.notifications.channels.sms.resolving import resolve_unknown
from backend.notifications.channels.sms.sending import send

__all__ = ["resolve_unknown", "send"]
