"""A pay slip on paper (근로기준법 시행령 제27조의2): who, when, what, and how it was worked out."""

import asyncio
from datetime import date
from fractions import Fraction
from uuid import UUID

from backend.core.actor import Actor
from backend.core.paper import Paper
from backend.payroll.rules.statement import Line
from backend.payroll.schemas.pay import SlipContent, SlipView
from backend.payroll.service.slips import slip
from backend.payroll.words import Language, line_name, word

WHOLE = 100
"""Per cent of the wage of an hour."""


async def slip_paper(actor: Actor, slip_id: UUID, language: Language | None) -> bytes:
    """The slip as PDF: the same bytes for the same slip. Raises what `slip` raises."""
    found = await slip(actor, slip_id)
    return await asyncio.to_thread(printed, found, language or ("en" if actor.language == "en" else "ko"))


def printed(found: SlipView, language: Language) -> bytes:
    """The PDF."""
    content = found.content
    corrected = found.version > 1
    title = word("corrected", language, version=found.version - 1) if corrected else word("title", language)
    made = content.statement
    estimate = word("estimate", language, pack=made.pack, version=made.pack_version)
    paper = Paper(title, language=language, footer=f"{content.organisation} · {estimate}")
    paper.facts([(word(key, language), value) for key, value in _who(content, language)])
    if corrected:
        paper.text(f"{word('reason', language)}: {found.reason}")
    paper.heading(word("earned", language))
    paper.table(
        [word(key, language) for key in ("line", "method", "rule", "won")],
        [
            *(_line(line, language) for line in made.lines),
            (word("gross", language), "", "", _won(made.total_won)),
        ],
        widths=(42, None, 42, 24),
        right=(3,),
        wrap=(0, 1, 2),
        total=True,
    )
    _deductions(paper, content, language)
    paper.text(estimate, quiet=True)
    return paper.pdf()


def _who(content: SlipContent, language: Language) -> list[tuple[str, str]]:
    hours = content.statement.hours
    days = word(
        "worked_value", language, days=content.worked_days, hours=_minutes(Fraction(hours.worked), language)
    )
    rows = [
        ("organisation", content.organisation),
        ("name", content.name),
        ("number", content.number or ""),
        ("born", content.born_on.isoformat() if content.born_on else ""),
        ("period", f"{_day(content.from_on)} ~ {_day(content.until_on)}"),
        ("payday", _day(content.payday)),
        ("worked", days),
        ("overtime", _minutes(Fraction(hours.overtime), language)),
        ("night", _minutes(Fraction(hours.night), language)),
        ("holiday", _minutes(Fraction(hours.holiday), language)),
    ]
    if hours.part_time_extra:
        rows.append(("part_time_extra", _minutes(Fraction(hours.part_time_extra), language)))
    return [(key, value) for key, value in rows if value]


def _line(line: Line, language: Language) -> tuple[str, str, str, str]:
    ground = " ".join(part for part in (line.rule, line.article) if part)
    return line_name(line.code, language), method(line, language), ground, _won(line.won)


def method(line: Line, language: Language) -> str:
    """How an amount was worked out, in words: minutes, wage of an hour, and per cent of it."""
    if not line.rate_won:
        return word("fixed", language)
    minutes = _minutes(Fraction(line.minutes), language)
    said = word("minutes_rate", language, minutes=minutes, rate=_exact(Fraction(line.rate_won)))
    return said + (word("percent", language, percent=line.percent) if line.percent != WHOLE else "")


def _deductions(paper: Paper, content: SlipContent, language: Language) -> None:
    paper.heading(word("deductions", language))
    if content.deductions:
        rows = [(item.name, _won(item.won)) for item in content.deductions]
        rows.append((word("deducted", language), _won(content.deducted_won)))
        header = [word("line", language), word("won", language)]
        paper.table(header, rows, widths=(None, 24), right=(1,), wrap=(0,), total=True)
    else:
        paper.text(word("no_deductions", language), quiet=True)
    net = [(word("net", language), _won(content.net_won))]
    paper.table(
        [word("net", language), word("won", language)], net, widths=(None, 24), right=(1,), total=True
    )


def _minutes(minutes: Fraction, language: Language) -> str:
    """Hours and minutes; parts of a minute to two places."""
    hours, rest = divmod(minutes, 60)
    return word("hours", language, hours=hours, minutes=_exact(rest))


def _exact(value: Fraction) -> str:
    """A number as people read it: whole where it is whole, else to two places."""
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{float(value):,.2f}"


def _won(amount: int) -> str:
    return f"{amount:,}"


def _day(day: date) -> str:
    return day.isoformat()
