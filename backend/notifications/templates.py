"""From a topic and its variables to words, in the reader's language.

A text missing in a language is taken from the organisation's, then from Korean. A moment is given as
{"at": RFC 3339, "zone": "Asia/Seoul"} and read as a time of day; `{x_day}` is its date.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icu4py.messageformat import MessageFormat

from backend.notifications.errors import MissingVariable
from backend.notifications.topics import Topic

FOLDER = Path(__file__).parents[1] / "texts"
SOURCE = "ko"
PARTS = ("title", "body", "sms")
WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


class Words(NamedTuple):
    """A notification as its reader sees it; `sms` is the short form, without the link."""

    title: str
    body: str
    sms: str


def languages() -> list[str]:
    """Every language that there is a file for, the source first."""
    found = sorted(file.stem for file in FOLDER.glob("*.json"))
    return sorted(found, key=lambda language: language != SOURCE)


@cache
def texts(language: str) -> dict[str, str]:
    file = FOLDER / f"{language}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def render(topic: str, variables: Mapping[str, Any], language: str, fallback: str = SOURCE) -> Words:
    """The three texts of a topic."""
    return Words(*(text(f"{topic}.{part}", variables, language, fallback) for part in PARTS))


def text(key: str, variables: Mapping[str, Any], language: str, fallback: str = SOURCE) -> str:
    """One text. Raises KeyError when no language has it."""
    spoken = next(each for each in (language, fallback, SOURCE) if key in texts(each) or each == SOURCE)
    return str(message(spoken, key).format(spell(variables, spoken)))


@cache
def message(language: str, key: str) -> MessageFormat:
    return MessageFormat(texts(language)[key], language)


def spell(variables: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Moments become a time of day and a date; everything else stays."""
    spelt: dict[str, Any] = {}
    for name, value in variables.items():
        if isinstance(value, dict) and value.keys() == {"at", "zone"}:
            local = datetime.fromisoformat(str(value["at"])).astimezone(ZoneInfo(str(value["zone"])))
            spelt[name], spelt[f"{name}_day"] = f"{local:%H:%M}", day_in(language, local.date())
        else:
            spelt[name] = value
    return spelt


def day_in(language: str, day: date) -> str:
    """`11월 25일(수)`, `Wed 25 Nov`."""
    weekday = WEEKDAYS.get(language, WEEKDAYS["en"])[day.weekday()]
    return f"{day.month}월 {day.day}일({weekday})" if language == "ko" else f"{weekday} {day:%-d %b}"


def check_variables(topic: Topic, variables: Mapping[str, Any]) -> None:
    """Refuse what could not be rendered, before anybody is told. Raises MissingVariable.

    ICU leaves a variable that nobody gave as it stands, `{name}`; a brace inside a value is no such thing.
    """
    for language in languages():
        plain = {n: "x" if isinstance(v, str) else v for n, v in spell(variables, language).items()}
        for key in (f"{topic.name}.{part}" for part in PARTS):
            if key in texts(language) and "{" in (filled := message(language, key).format(plain)):
                raise MissingVariable(key, filled)
