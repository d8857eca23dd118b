"""Cells of files for spreadsheets: text stays text."""

BOM = "\ufeff"
"""Without it Korean Excel takes a CSV file for CP949."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a text that begins so for a formula: somebody may be called `=HYPERLINK(…)` (OWASP)."""


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet may compute this text instead of showing it; also behind spaces."""
    return text.lstrip(" \n\u3000\ufeff").startswith(DANGEROUS) or text.startswith(DANGEROUS)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if is_dangerous(text) else text
