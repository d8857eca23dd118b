"""From exact amounts to whole won."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor


def round_won(amount: Fraction, how: str) -> int:
    """`how` is nearest (halves up), up or down."""
    if how == "up":
        return ceil(amount)
    return floor(amount) if how == "down" else floor(amount + Fraction(1, 2))


def shared_won(amounts: Sequence[Fraction], how: str) -> tuple[list[int], int]:
    """The amounts in whole won, and their total, which is rounded once.

    The won that are left go to the largest remainders, the first of equal ones, so that all add up.
    """
    total = round_won(sum(amounts, Fraction()), how)
    won = [floor(amount) for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda at: won[at] - amounts[at])
    for at in order[: total - sum(won)]:
        won[at] += 1
    return won, total
