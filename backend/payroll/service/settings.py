"""What the organisation decides about its pay: the pack of rules, what the law leaves open, payday.

The newest version holds for every statement that is not frozen. Nothing is assumed for what is not decided.
"""

from dataclasses import dataclass
from itertools import pairwise

import msgspec
from msgspec import UNSET

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.events import record
from backend.payroll.events import PaySettingsChanged
from backend.payroll.queries import settings as queries
from backend.payroll.rules.facts import Choices
from backend.payroll.schemas.settings import (
    PaySettings,
    PaySettingsChange,
    PaySettingsInput,
    PaySettingsView,
)
from backend.payroll.service.choice_examples import examples

MOST = 100
"""Versions that are shown."""
OF_PACK = {
    "kr": ("weekly_excess", "holiday_hours_in_week", "holiday_from_midnight", "minutes", "won"),
    "neutral": ("minutes",),
}
"""What each pack asks for."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The settings that hold now; version 0 where nothing was decided."""

    version: int
    settings: PaySettings

    @property
    def choices(self) -> Choices:
        """What the law leaves open, for the rules."""
        return Choices(**{name: getattr(self.settings, name) for name in OF_PACK["kr"]})

    @property
    def missing(self) -> list[str]:
        """What has to be decided before anything can be computed."""
        pack = self.settings.pack
        names = ("pack",) if pack is None else OF_PACK[pack]
        return [name for name in names if getattr(self.settings, name) is None]


async def decided() -> Decided:
    """What holds now. Inside a transaction."""
    row = await fetch_row(queries.CURRENT)
    return Decided(row["version"], _read(row["settings"])) if row else Decided(0, PaySettings())


async def settings_view(_actor: Actor) -> PaySettingsView:
    """The settings, what is missing, who decided what, and what each answer comes to."""
    async with transaction():
        return await _view()


async def change_settings(actor: Actor, wanted: PaySettingsInput) -> PaySettingsView:
    """Decide something; what says the same as before changes nothing."""
    given = {
        name: value for name in wanted.__struct_fields__ if (value := getattr(wanted, name)) is not UNSET
    }
    async with transaction():
        await fetch(queries.HOLD)
        held = await decided()
        fields = [name for name, value in given.items() if getattr(held.settings, name) != value]
        if fields:
            settings = msgspec.structs.replace(held.settings, **given)
            content = msgspec.json.encode(settings).decode()
            await fetch(queries.ADD, held.version + 1, content, actor.member, clock.now())
            await record(PaySettingsChanged(actor.org, held.version + 1, fields), by=actor)
        return await _view()


async def _view() -> PaySettingsView:
    rows = await fetch(queries.HISTORY, MOST + 1)
    versions = [_read(row["settings"]) for row in rows]
    held = Decided(rows[0]["version"], versions[0]) if rows else Decided(0, PaySettings())
    if len(rows) <= MOST:
        versions.append(PaySettings())
    return PaySettingsView(
        settings=held.settings,
        version=held.version,
        missing=held.missing,
        history=[
            PaySettingsChange(
                version=row["version"],
                changed_by=row["changed_by"],
                name=row["name"],
                changed_at=row["changed_at"],
                fields=_changed(before, now),
                settings=now,
            )
            for row, (now, before) in zip(rows, pairwise(versions), strict=False)
        ],
        examples=examples(),
    )


def _changed(before: PaySettings, now: PaySettings) -> list[str]:
    return [name for name in now.__struct_fields__ if getattr(before, name) != getattr(now, name)]


def _read(content: str) -> PaySettings:
    return msgspec.json.decode(content, type=PaySettings)
