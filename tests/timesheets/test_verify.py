"""A receipt is checked from its file alone; whatever was done to it is said in words, and nothing crashes."""

import json
import os
import subprocess
import sys

import pytest

from backend.timesheets.rules.receipts import MAX_BYTES, seal
from backend.timesheets.rules.verdict_words import sentence, summary
from backend.timesheets.rules.verification import verify
from backend.timesheets.verify_receipt import verify_files
from tests.processes import ROOT
from tests.timesheets.receipt_vectors import FOLDER, OFFICE, OFFICE_KEY, entries, receipt, vectors

VECTORS = vectors()
EXPECTED = json.loads((FOLDER / "expected.json").read_text())


def test_the_files_are_what_the_vectors_say():
    assert {"key": OFFICE, "findings": {name: found for name, (_, found) in VECTORS.items()}} == EXPECTED
    for name, (data, _) in VECTORS.items():
        assert (FOLDER / f"{name}.json").read_bytes() == data, (
            f"python -m tests.timesheets.receipt_vectors: {name}"
        )


@pytest.mark.parametrize("name", VECTORS)
def test_each_is_found_to_be_what_it_is(name):
    verdict = verify(VECTORS[name][0], OFFICE)
    found = [[f.level, f.code, *([f.seq] if f.seq is not None else [])] for f in verdict.findings]
    assert found == EXPECTED["findings"][name]
    assert verdict.holds == name.startswith("holds")
    for language in ("ko", "en"):
        said = [summary(verdict, language), *(sentence(finding, language) for finding in verdict.findings)]
        assert all(said)
        assert not any("{" in words for words in said)
        assert any("가" <= letter <= "힣" for letter in "".join(said)) == (language == "ko")


def test_every_single_changed_byte_breaks_it():
    data = VECTORS["holds"][0]
    for place in range(0, len(data), 7):
        changed = bytearray(data)
        changed[place] ^= 1
        assert not verify(bytes(changed), OFFICE).holds, place


def test_without_a_known_key_it_says_what_to_compare():
    verdict = verify(VECTORS["holds"][0])
    assert verdict.holds
    assert [finding.words["fingerprint"] for finding in verdict.findings if finding.level == "note"] == [
        OFFICE
    ]
    assert verify(VECTORS["holds"][0], OFFICE.upper()[:16] + " " + OFFICE[16:]).holds


def test_the_command_says_which_entry_and_says_it_without_a_server():
    command = [sys.executable, "-m", "backend.cli", "verify-receipt", str(FOLDER / "payload-changed.json")]
    environment = {"PATH": os.environ["PATH"], "LANG": "ko_KR.UTF-8", "PYTHONIOENCODING": "utf-8"}
    answer = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert answer.returncode == 1
    assert "3번 기록이 바뀌었어요" in answer.stdout
    assert answer.stderr == ""


def test_several_files_are_held_against_each_other(tmp_path, capsys):
    assert verify_files([FOLDER / "holds-goes-on.json", FOLDER / "holds.json"], OFFICE, "en") == 0
    assert "tell the same story" in capsys.readouterr().out
    other = tmp_path / "other.json"
    other.write_bytes(seal(receipt(entries(range(3, 7))), OFFICE_KEY))
    assert verify_files([FOLDER / "holds.json", other], None, "ko") == 1
    assert "1번 기록이 서로 달라요" in capsys.readouterr().out
    assert verify_files([FOLDER / "holds.json", FOLDER / "holds-apart.json"], None, "en") == 0
    assert "from no. 7 on are in neither" in capsys.readouterr().out


def test_a_file_that_is_too_large_or_not_there_is_an_answer(tmp_path, capsys):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    assert verify_files([large], None, "en") == 1
    assert "too large" in capsys.readouterr().out
    assert verify_files([tmp_path / "gone.json"], None, "en") == 2
    assert "gone.json" in capsys.readouterr().err


def test_the_worst_that_fits_is_answered_soon():
    for worst in (
        b"[]" * 1_000_000,
        b'"' + b"\\" * 2_000_000,
        b"{" * MAX_BYTES,
        b"1" * 2_000_000,
    ):
        assert not verify(worst).holds
