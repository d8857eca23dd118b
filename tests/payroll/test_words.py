"""Every line and remark that pay rules make has words, in the app and on paper, in each language."""

import ast
import json
from pathlib import Path

import pytest

from backend.payroll.rules import export_words
from backend.payroll.rules.kr.ledger import SOURCES
from backend.payroll.schemas.settings import PaySettings
from backend.payroll.service.choice_examples import examples
from backend.payroll.service.settings import OF_PACK
from backend.payroll.words import FORM, LINES, line_name

ROOT = Path(__file__).parents[2]
RULES = ROOT / "backend" / "payroll" / "rules"
WHO = ("minor", "pregnant")
"""Of whom some remarks are: f"{who}_night"."""


def messages(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((ROOT / f"pwa/messages/{language}.json").read_text("utf-8"))
    return found


def remark_codes() -> set[str]:
    """The codes that stand in the source of the rules, wherever a Remark is made."""
    found: set[str] = set()
    for file in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Remark":
                found |= set(_said(node.args[0], node))
    return found | {"work_before_hiring", "work_after_leaving"}


def _said(code: ast.expr, call: ast.Call) -> list[str]:
    if isinstance(code, ast.Constant):
        return [str(code.value)]
    if isinstance(code, ast.JoinedStr):
        tail = "".join(str(part.value) for part in code.values if isinstance(part, ast.Constant))
        return [f"{who}{tail}" for who in WHO]
    assert isinstance(code, ast.Name), f"which code does line {call.lineno} make?"
    return []  # a name: the two codes that are listed by hand above


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_line_and_remark_has_words(language):
    texts = messages(language)
    lines = {"base", *SOURCES}
    assert lines - texts["payLine"].keys() == set()
    assert lines - LINES.keys() == set()
    assert len(remark_codes()) > 15
    assert remark_codes() - texts["payRemark"].keys() == set()
    assert remark_codes() - export_words.REMARKS.keys() == set(), "in a file"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_app_and_the_paper_say_the_same(language):
    said = {code: line_name(code, language) for code in LINES}
    assert {code: messages(language)["payLine"].get(code) for code in LINES} == said
    assert all(words for pair in FORM.values() for words in pair)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_question_and_every_answer_has_words_and_makes_a_difference(language):
    pay = messages(language)["pay"]
    assert {one.choice for one in examples()} == set(OF_PACK["kr"])
    for example in examples():
        assert all(f"{part}_{example.choice}" in pay for part in ("q", "why", "ex"))
        assert all(f"a_{example.choice}_{option.value}" in pay for option in example.options)
        assert len({option.total_won for option in example.options}) > 1, example.choice
    for name in PaySettings.__struct_fields__:
        assert f"{name} {{" in pay["field"], name
