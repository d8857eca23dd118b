"""A receipt on paper: what its file says, for reading; the file is what is verified."""

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

from backend import settings
from backend.core.paper import Paper
from backend.timesheets.rules.receipt_rows import hours, lines_of, moment
from backend.timesheets.rules.receipts import Receipt, fingerprint_of, read, spaced

Words = dict[str, Any]

KO: Words = {
    "title": "근무 기록 사본",
    "of": "회사",
    "who": "일한 사람",
    "days": "기간",
    "made": "만든 때",
    "totals": "합계",
    "worked": "일한 시간",
    "break": "쉰 시간(빼고 계산)",
    "planned": "근무표의 시간",
    "leave": "휴가",
    "count": "일한 날",
    "record": "기록",
    "none": "이 기간에는 기록이 없어요.",
    "header": ("번호", "때", "무엇", "현장", "덧붙임"),
    "check": "이 사본이 맞는지 확인하기",
    "how": (
        "이 종이는 읽기 위한 것이고, 확인은 함께 받은 JSON 파일로 해요. {url} 에서 파일을 고르면 회사에"
        " 묻지 않고도 확인할 수 있어요. 서명한 열쇠의 지문이 아래와 같아야 해요."
    ),
    "fingerprint": "열쇠의 지문",
    "head": "마지막 기록의 봉인",
    "signature": "서명",
    "day": "{days}일",
    "law": "근로기준법 제42조에 따라 사업장도 이 기록을 3년 동안 보관해야 해요.",
}
EN: Words = {
    "title": "Copy of a work record",
    "of": "Organisation",
    "who": "Worker",
    "days": "Days",
    "made": "Made",
    "totals": "Totals",
    "worked": "Worked",
    "break": "Breaks (not counted)",
    "planned": "Planned",
    "leave": "Leave",
    "count": "Days worked",
    "record": "Record",
    "none": "There is no record of these days.",
    "header": ("No.", "When", "What", "Site", "More"),
    "check": "Checking this copy",
    "how": (
        "The paper is for reading; what is checked is the JSON file that comes with it. Pick the file at"
        " {url}: nobody has to be asked. The fingerprint of the key has to be the one below."
    ),
    "fingerprint": "Fingerprint",
    "head": "Seal after the last entry",
    "signature": "Signature",
    "day": "{days}",
    "law": "By law the employer keeps these records for three years, too (Labor Standards Act, article 42).",
}


async def paper_of(file: bytes, language: str) -> bytes:
    """The PDF of a receipt's file; made beside the loop, which others wait for."""
    return await asyncio.to_thread(_draw, file, language, settings.current().origin)


def _draw(file: bytes, language: str, origin: str) -> bytes:
    receipt, _ = read(file)
    words = KO if language == "ko" else EN
    fingerprint = fingerprint_of(bytes.fromhex(receipt.key))
    paper = Paper(words["title"], language=language, footer=f"{receipt.format} · {receipt.id}")
    zone = ZoneInfo(receipt.period.zone)
    paper.facts(
        [
            (words["of"], receipt.organisation.name),
            (words["who"], receipt.member.name),
            (words["days"], f"{receipt.period.from_on} ~ {receipt.period.until_on}"),
            (words["made"], f"{moment(receipt.made_at, zone)} ({receipt.period.zone})"),
        ]
    )
    _totals(paper, receipt, words, language)
    paper.heading(words["record"])
    lines = lines_of(receipt, language)
    if lines:
        paper.table(words["header"], lines, widths=[13, 30, 42, 42, 51], wrap=(2, 3, 4))
    else:
        paper.text(words["none"], quiet=True)
    _check(paper, receipt, words, fingerprint, origin)
    return paper.pdf()


def _totals(paper: Paper, receipt: Receipt, words: Words, language: str) -> None:
    totals = receipt.sheet.totals
    paper.heading(words["totals"])
    paper.facts(
        [
            (words["worked"], hours(totals.worked_min, language)),
            (words["break"], hours(totals.break_min, language)),
            (words["planned"], hours(totals.planned_min, language)),
            (words["leave"], hours(totals.leave_min, language)),
            (words["count"], words["day"].format(days=totals.days)),
        ]
    )


def _check(paper: Paper, receipt: Receipt, words: Words, fingerprint: str, origin: str) -> None:
    address = f"{origin}/verify"
    paper.heading(words["check"])
    paper.text(words["how"].format(url=address))
    paper.qr(f"{address}#{fingerprint}")
    paper.facts(
        [
            (words["fingerprint"], spaced(fingerprint)),
            (words["head"], receipt.chain.head),
            (words["signature"], f"{receipt.signature[:64]}\n{receipt.signature[64:]}"),
        ]
    )
    paper.text(words["law"], quiet=True)
