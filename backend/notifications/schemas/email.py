"""A person's e-mail address."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta


class EmailInput(msgspec.Struct, forbid_unknown_fields=True):
    """An address that somebody says is theirs."""

    address: Annotated[str, Meta(min_length=3, max_length=254)]


class EmailCodeInput(msgspec.Struct, forbid_unknown_fields=True):
    """The six digits that were mailed to it."""

    code: Annotated[str, Meta(min_length=6, max_length=10)]


class EmailView(msgspec.Struct):
    """The address that notifications may go to."""

    address: str
    verified_at: datetime | None


class EmailCodeSent(msgspec.Struct):
    """A code is on its way."""

    expires_in_s: int
    resend_after_s: int
