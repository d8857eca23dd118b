"""Whom the law protects: the young, the pregnant, and mothers in the year after birth (제5장).

They hold for workplaces of every size (시행령 별표 1).
"""

from collections.abc import Iterator
from datetime import date

from backend.scheduling.rules import law
from backend.scheduling.rules.days import night_minutes, split_at_midnight
from backend.scheduling.rules.guards import words
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, Work


def protected(person: Person, diary: Diary, work: Work, ground: Ground) -> Iterator[Broken]:
    """Every rule of protection that the work breaks."""
    day = diary.first_day(work)
    if is_minor(person, day):
        yield from _minor_hours(person, diary, work)
        yield from _night(person, work, ground, "minor_night", "18세 미만", "Under 18")
        yield from _holiday(person, work, ground, "minor_holiday", "18세 미만", "Under 18")
    pregnant, mother = is_pregnant(person, day), gave_birth_within_a_year(person, day)
    if pregnant:
        yield from _pregnant_overtime(diary, work)
    if mother:
        yield from _after_birth(person, diary, work)
    if pregnant or mother:
        yield from _night(person, work, ground, "pregnant_night", "임산부", "Pregnant, or gave birth")
        yield from _holiday(person, work, ground, "pregnant_holiday", "임산부", "Pregnant, or gave birth")


def is_minor(person: Person, day: date) -> bool:
    return person.born_on is not None and law.age_on(person.born_on, day) < law.ADULT_AGE.on(day)


def is_pregnant(person: Person, day: date) -> bool:
    """From the day on which it was told, until it is over."""
    if person.pregnant_from is None or day < person.pregnant_from:
        return False
    ended = min(filter(None, (person.pregnant_until, person.gave_birth_on)), default=None)
    return ended is None or day <= ended


def gave_birth_within_a_year(person: Person, day: date) -> bool:
    born = person.gave_birth_on
    return born is not None and born <= day and law.age_on(born, day) < 1


def _minor_hours(person: Person, diary: Diary, work: Work) -> Iterator[Broken]:
    """Seven hours a day and 35 a week, an hour and five more by agreement (제69조)."""
    for day, _ in diary.pieces(work):
        terms = person.terms_on(day)
        agreed = terms is not None and terms.extra_hours_agreed
        limit = law.MINOR_DAY_MIN.on(day) + agreed * law.MINOR_DAY_EXTRA_MIN.on(day)
        week_limit = law.MINOR_WEEK_MIN.on(day) + agreed * law.MINOR_WEEK_EXTRA_MIN.on(day)
        total, week = diary.days[day], diary.week_total(day)
        if total > limit or week > week_limit:
            yield Broken(
                "minor_hours",
                f"18세 미만은 하루 {words.ko(limit)}, 한 주 {words.ko(week_limit)}까지 일할 수 있어요",
                f"Under 18: at most {words.en(limit)} a day and {words.en(week_limit)} a week",
                minutes=total if total > limit else week,
            )
            return


def _pregnant_overtime(diary: Diary, work: Work) -> Iterator[Broken]:
    """No overtime at all (제74조 제5항): beyond eight hours a day or forty a week, as we read it."""
    for day, _ in diary.pieces(work):
        beyond_day = diary.days[day] - law.DAY_MIN.on(day)
        beyond_week = diary.week_total(day) - law.WEEK_MIN.on(day)
        if beyond_day > 0 or beyond_week > 0:
            yield Broken(
                "pregnant_overtime",
                "임신 중에는 하루 8시간, 한 주 40시간을 넘겨 일할 수 없어요",
                "No overtime during pregnancy: 8 h a day and 40 h a week",
                minutes=max(beyond_day, beyond_week),
            )
            return


def _after_birth(person: Person, diary: Diary, work: Work) -> Iterator[Broken]:
    """Overtime of two hours a day, six a week and 150 in the year after birth (제71조)."""
    for day, _ in diary.pieces(work):
        in_day = diary.days[day] - law.DAY_MIN.on(day)
        in_week = diary.overtime_of_week(day)
        in_year = diary.overtime_since(person.gave_birth_on or day)
        measures = (
            (in_day, law.AFTER_BIRTH_DAY_MIN),
            (in_week, law.AFTER_BIRTH_WEEK_MIN),
            (in_year, law.AFTER_BIRTH_YEAR_MIN),
        )
        broken = next((minutes for minutes, limit in measures if minutes > limit.on(day)), None)
        if broken is not None:
            yield Broken(
                "after_birth",
                "출산 후 1년 동안 연장근로는 하루 2시간, 한 주 6시간, 1년 150시간까지예요",
                "In the year after birth overtime is at most 2 h a day, 6 h a week and 150 h in all",
                minutes=broken,
            )
            return


def _night(person: Person, work: Work, ground: Ground, code: str, ko: str, en: str) -> Iterator[Broken]:
    """Between 22:00 and 06:00 only with a permit (제70조 제2항)."""
    minutes = night_minutes(work.starts_at, work.ends_at, ground.zone_of(work))
    if minutes and not person.night_permit:
        yield Broken(
            code,
            f"{ko}: 밤 10시부터 아침 6시까지는 인가 없이 일할 수 없어요",
            f"{en}: no work from 22:00 to 06:00 without a permit",
            minutes=minutes,
        )


def _holiday(person: Person, work: Work, ground: Ground, code: str, ko: str, en: str) -> Iterator[Broken]:
    """On holidays only with a permit (제70조 제2항); every day that the work touches counts."""
    pieces = split_at_midnight(work.starts_at, work.ends_at, ground.zone_of(work))
    minutes = sum(minutes for day, minutes in pieces if day in ground.holidays)
    if minutes and not person.night_permit:
        yield Broken(
            code,
            f"{ko}: 휴일에는 인가 없이 일할 수 없어요",
            f"{en}: no work on holidays without a permit",
            minutes=minutes,
        )
