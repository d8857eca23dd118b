"""How much somebody works: the week's limit, a part-timer's contract, and breaks."""

from collections.abc import Iterator

from backend.scheduling.rules import law
from backend.scheduling.rules.days import minutes_between
from backend.scheduling.rules.guards import words
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, Work


def week_52(diary: Diary, work: Work) -> Iterator[Broken]:
    """More than 12 hours beyond the week's 40 (제53조 제1항).

    Only the sum of the week counts; what is beyond eight hours on single days is not added up for the limit
    (대법원 2020도15393).
    """
    for day in diary.weeks_of(work):
        limit = law.WEEK_MIN.on(day) + law.WEEK_OVERTIME_MIN.on(day)
        total = diary.week_total(day)
        if total > limit:
            yield Broken(
                "week_52",
                f"한 주에 {words.ko(total)}을 일하게 돼요. {words.ko(limit)}까지예요",
                f"{words.en(total)} in one week; the limit is {words.en(limit)}",
                minutes=total,
            )
            return


def part_time(person: Person, diary: Diary, work: Work, ground: Ground) -> Iterator[Broken]:
    """A part-timer above the contract: only with consent, and 12 hours a week at most (기간제법 제6조).

    Who asked for the work consents to it. A contract without weekly hours has nothing to be above.
    """
    for day in diary.weeks_of(work):
        terms = person.terms_on(day)
        if terms is None or not 0 < terms.weekly_min < law.WEEK_MIN.on(day):
            continue
        extra, limit = diary.week_total(day) - terms.weekly_min, law.PART_TIME_EXTRA_MIN.on(day)
        if extra > limit:
            yield Broken(
                "part_time_12",
                f"계약한 시간보다 한 주에 {words.ko(extra)} 더 일하게 돼요. {words.ko(limit)}까지예요",
                f"{words.en(extra)} a week above the contract; the limit is {words.en(limit)}",
                minutes=extra,
            )
            return
        if extra > 0 and not terms.extra_hours_agreed and not ground.of_own_will:
            yield Broken(
                "part_time_consent",
                f"계약한 시간보다 {words.ko(extra)} 더 일하게 되는데, 동의한 기록이 없어요",
                f"{words.en(extra)} above the contract, and no consent is on record",
                minutes=extra,
            )
            return


def breaks(work: Work) -> Iterator[Broken]:
    """The break that is planned is shorter than the work wants (제54조). What is over is not planned."""
    worked = minutes_between(work.starts_at, work.ends_at) - work.break_min
    owed = law.break_owed(worked)
    if work.break_min < owed and not work.worked:
        yield Broken(
            "breaks",
            f"{words.ko(worked)}을 일하면 쉬는 시간이 {owed}분은 있어야 해요",
            f"{words.en(worked)} of work want a break of {owed} min",
            minutes=work.break_min,
        )
