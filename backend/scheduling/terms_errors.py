"""Why a contract of employment cannot be kept as written."""

from datetime import date
from fractions import Fraction
from math import floor

from backend.core.errors import DomainError, Problem


class WageBelowMinimum(DomainError):
    """Carries `hourly_won`, what an hour comes to, `minimum_won`, the day and the article.

    Its title names the numbers, so that whoever reads it need not look them up.
    """

    status = 422
    ko, en = "임금이 최저임금보다 적어요", "The wage is below the legal minimum"

    def __init__(self, hourly: Fraction, minimum: Fraction, on: date, article: str) -> None:
        self.hourly_won, self.minimum_won = floor(hourly), floor(minimum)
        super().__init__(
            hourly_won=self.hourly_won, minimum_won=self.minimum_won, on=on.isoformat(), article=article
        )

    def problem(self, language: str) -> Problem:
        said = super().problem(language)
        hourly, minimum, article = f"{self.hourly_won:,}", f"{self.minimum_won:,}", self.extra["article"]
        said.title = (
            f"한 시간에 {hourly}원이라 최저임금 {minimum}원보다 적어요 ({article})"
            if language == "ko"
            else f"It comes to ₩{hourly} an hour; the legal minimum is ₩{minimum} ({article})"
        )
        return said
