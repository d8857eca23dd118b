"""What the documentation names is there: files, folders, links, and `make` targets."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()
PAGES = sorted(name for name in TRACKED if name.endswith(".md"))
KINDS = {".py", ".sh", ".ts", ".svelte", ".yml", ".toml", ".sql"}
CODE = sorted(name for name in TRACKED if Path(name).suffix in KINDS)

TOP = r"(?:backend|jobs|pwa|tests|docs|deploy|scripts|\.ci)"
PATH = re.compile(rf"`({TOP}/[\w./-]*\w/?)(?:::\w+)?`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGE_IN_CODE = re.compile(r"\bdocs/[\w/-]+\.md\b")
TEST_NAME = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
TARGET = re.compile(r"`make ([a-z-]+)")


def missing(page: str) -> Iterator[str]:
    text = (ROOT / page).read_text()
    yield from (path for path in PATH.findall(text) if not (ROOT / path).exists())
    yield from (link for link in LINK.findall(text) if not (ROOT / page).parent.joinpath(link).exists())


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_link_leads_somewhere(page):
    assert list(missing(page)) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_holds_a_promise_is_there(page):
    named = TEST_NAME.findall((ROOT / page).read_text())
    assert [(file, name) for file, name in named if f"def {name}(" not in (ROOT / file).read_text()] == []


def test_every_page_that_the_code_points_to_exists():
    named = {(name, page) for name in CODE for page in PAGE_IN_CODE.findall((ROOT / name).read_text())}
    assert sorted((name, page) for name, page in named if not (ROOT / page).exists()) == []


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {(page, target) for page in PAGES for target in TARGET.findall((ROOT / page).read_text())}
    assert sorted((page, target) for page, target in named if target not in targets) == []
