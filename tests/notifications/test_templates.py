"""Every text, in every language, with the sample that its topic declares."""

import re
from pathlib import Path

import pytest

import backend.app  # noqa: F401 - every domain declares its topics
from backend.notifications import templates
from backend.notifications.channels.sms.drafts import body_of
from backend.notifications.channels.sms.text import SMS_BYTES
from backend.notifications.errors import MissingVariable
from backend.notifications.templates import PARTS, arguments, check_variables, languages, render, texts
from backend.notifications.topics import TOPICS, Topic

EVERY = [(topic, language) for topic in sorted(TOPICS) for language in languages()]
A_LINK = "https://pumasi.app/n/AbCdEfGhIjK"
BACKEND = Path(__file__).parents[2] / "backend"
WHY = re.compile(r"'(\w+)'(?:::text)? AS why|Audience\.of\(.*?\"(\w+)\"\s*\)", re.DOTALL)


@pytest.mark.parametrize(("topic", "language"), EVERY)
def test_every_text_is_there_and_says_what_it_should(topic, language):
    sample = TOPICS[topic].sample
    check_variables(TOPICS[topic], sample)
    for part, words in render(topic, sample, language)._asdict().items():
        assert f"{topic}.{part}" in texts(language), "it would be said in another language"
        assert words
        assert not re.search(r"[{}#]|\.\.", words), words
        assert not re.search(r"\s{2}|^\s|\s$", words), words
    for name in (f"topic.{topic}", f"topic.{topic}.text"):
        assert texts(language).get(name), f"{name} in {language}: people choose by it"


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_korean_text_message_is_one_message_with_its_link(topic):
    """A site's name may make it longer, and then it is an LMS; the text alone must not."""
    size = body_of(render(topic, TOPICS[topic].sample, "ko").sms, A_LINK)
    assert size.bytes <= SMS_BYTES, size.text
    assert size.refused == ()


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_text_asks_for_the_same_in_every_language(topic):
    asked = {
        language: {
            name.removesuffix("_day")
            for part in PARTS
            for name in arguments(texts(language)[f"{topic}.{part}"])
        }
        for language in languages()
    }
    assert len(set(map(frozenset, asked.values()))) == 1, asked
    assert asked["ko"] <= TOPICS[topic].sample.keys()


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_no_number_breaks_a_sentence(topic):
    for number in (0, 1, 2, 5, 21, 1000):
        sample = {
            name: number if isinstance(value, int) else value for name, value in TOPICS[topic].sample.items()
        }
        for language in languages():
            assert all("{" not in words and "#" not in words for words in render(topic, sample, language))


def test_every_reason_has_a_sentence_in_every_language():
    found = [
        code
        for file in BACKEND.rglob("*.py")
        for match in WHY.findall(file.read_text(encoding="utf-8"))
        for code in match
        if code
    ]
    assert "answers_for_site" in found
    for language in languages():
        assert [code for code in found if f"why.{code}" not in texts(language)] == []
        assert texts(language).keys() == texts("ko").keys()


def test_a_missing_translation_is_said_in_the_organisations_language_then_in_korean(monkeypatch):
    sample, key = TOPICS["no_show"].sample, "no_show.title"
    assert templates.text(key, sample, "vi", "en") == "한강빌딩: not everybody is there"
    assert templates.text(key, sample, "vi", "uz") == "한강빌딩: 아직 출근 전이에요"
    assert templates.why("never heard of", "en") == texts("en")["why.member"]


def test_a_value_with_braces_is_no_variable():
    sample = {**TOPICS["no_show"].sample, "site": "{present} 빌딩 '{'"}
    assert render("no_show", sample, "ko").title == "{present} 빌딩 '{': 아직 출근 전이에요"


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("{a} {b}", {"a", "b"}),
        ("{n, plural, one {# of {m} has} other {사람} =0 {{x}}} {y}", {"n", "m", "x", "y"}),
        ("{n, number} '{no}' it''s {t, date, short}", {"n", "t"}),
        ("{kind, select, in {{a}} other {b}}", {"kind", "a"}),
        ("", set()),
    ],
)
def test_the_variables_of_a_pattern(pattern, names):
    assert arguments(pattern) == names


def test_a_variable_that_nobody_gives_is_found_before_anybody_is_told():
    topic = TOPICS["no_show"]
    lacking = {name: value for name, value in topic.sample.items() if name != "assigned"}
    with pytest.raises(MissingVariable, match="assigned"):
        check_variables(topic, lacking)
    own = Topic("no_show", own=("assigned",), sample=topic.sample)
    check_variables(own, lacking)  # the audience brings it
