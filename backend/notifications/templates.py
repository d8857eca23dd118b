"""From a topic and its variables to words, in the reader's language.

A text missing in a language is taken from the organisation's, then from Korean. A moment is given as
{"at": RFC 3339, "zone": "Asia/Seoul"} and read as a time of day; `{x_day}` is its date.
"""

import json
import re
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


def text(
    key: str, variables: Mapping[str, Any], language: str, fallback: str = SOURCE, *, missing: str = ""
) -> str:
    """One text; `missing` stands for a variable that nobody gave. Raises KeyError when no language has it."""
    spoken = spoken_for(key, language, fallback)
    spelt = spell(variables, spoken)
    for name in arguments(texts(spoken)[key]) - spelt.keys():
        spelt[name] = missing
    try:
        return str(message(spoken, key).format(spelt))
    except RuntimeError:  # a number is asked for, and there is none
        return missing


def spoken_for(key: str, language: str, fallback: str = SOURCE) -> str:
    """The language in which a text is said to who speaks `language` in an organisation of `fallback`."""
    return next(each for each in (language, fallback, SOURCE) if key in texts(each) or each == SOURCE)


def sentence(key: str, language: str, fallback: str = SOURCE, *, otherwise: str = "") -> str:
    """A text without variables, or `otherwise` when there is none, as for a reason that a provider gave."""
    spoken = spoken_for(key, language, fallback)
    return texts(spoken).get(key, otherwise)


def why(code: str, language: str, fallback: str = SOURCE) -> str:
    """Why somebody is told, in a sentence."""
    general = sentence("why.member", language, fallback)
    return sentence(f"why.{code}", language, fallback, otherwise=general)


def title_of(topic: str, language: str, fallback: str = SOURCE) -> str:
    """What a kind of notification is called, where people choose and the office looks."""
    return sentence(f"topic.{topic}", language, fallback, otherwise=topic)


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
    """Refuse what could not be rendered, before anybody is told. Raises MissingVariable."""
    for language in languages():
        own = {name: topic.sample[name] for name in topic.own}
        known = spell({**variables, **own}, language).keys()
        for key in (f"{topic.name}.{part}" for part in PARTS):
            if lacking := sorted(arguments(texts(language).get(key, "")) - known):
                raise MissingVariable(key, ", ".join(lacking))


ARGUMENT = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:,\s*(\w+)\s*,?|\})")


@cache
def arguments(pattern: str) -> frozenset[str]:
    """The names of the variables that a text asks for, in whichever branch (ICU MessageFormat)."""
    names: set[str] = set()
    # For each open brace, whether what it holds is text ("t") or the list of a plural's branches ("b").
    inside, at = ["t"], 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "'" and inside[-1] == "t" and pattern[at + 1 : at + 2] in tuple("{}|#'"):
            at = max(pattern.find("'", at + 2 if pattern[at + 1] != "'" else at + 1), at)
        elif letter == "}":
            inside.pop()
        elif letter == "{" and inside[-1] == "b":
            inside.append("t")
        elif letter == "{" and (found := ARGUMENT.match(pattern, at + 1)):
            names.add(found[1])
            at = found.end() - 1
            if found[2]:
                inside.append("b")
        at += 1
    return frozenset(names)
