"""`python -m backend.cli verify-receipt`: whether receipts hold, from their files alone."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from backend.timesheets.rules.receipts import MAX_BYTES, Receipt
from backend.timesheets.rules.verdict_words import sentence, summary
from backend.timesheets.rules.verification import Verdict, compare, verify

MARKS = {"holds": "  ✓", "note": "  ·", "fails": "  ✗"}
HOLDS, DOES_NOT_HOLD, NOT_READ = 0, 1, 2


def verify_files(paths: Iterable[Path], key: str | None, language: str | None) -> int:
    """Say what holds and what does not. 0: all hold; 1: one does not; 2: a file cannot be opened."""
    language = language or _language()
    outcome = HOLDS
    seen: list[tuple[str, Receipt]] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return NOT_READ
        verdict = verify(data, key)
        print(_told(path, verdict, language))
        if verdict.holds and verdict.receipt is not None:
            seen.append((path.name, verdict.receipt))
        outcome = outcome if verdict.holds else DOES_NOT_HOLD
    for finding in compare(seen):
        print(f"{MARKS[finding.level]} {sentence(finding, language)}")
        outcome = outcome if finding.level != "fails" else DOES_NOT_HOLD
    return outcome


def _told(path: Path, verdict: Verdict, language: str) -> str:
    lines = [f"{path.name}: {summary(verdict, language)}"]
    if verdict.receipt is not None:
        period = verdict.receipt.period
        people = f"{verdict.receipt.organisation.name} · {verdict.receipt.member.name}"
        lines.append(f"    {people} · {period.from_on} ~ {period.until_on}")
    lines += [f"{MARKS[finding.level]} {sentence(finding, language)}" for finding in verdict.findings]
    return "\n".join(lines)


def _language() -> str:
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ko" if said.startswith("ko") else "en"
