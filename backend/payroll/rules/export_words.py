"""What stands in an export beside the figures, in the language of the file."""

from typing import Literal

Language = Literal["ko", "en"]
Words = dict[str, tuple[str, str]]
"""By key: Korean, English."""

REMARKS: Words = {
    "below_minimum": ("최저임금 미달", "Below the minimum wage"),
    "break_owed": ("휴게 부족", "Break owed"),
    "over_52h": ("주 52시간 초과", "Over 52 hours a week"),
    "part_timer_over_12h": ("단시간 초과근로 12시간 초과", "Part-timer over 12 h above contract"),
    "minor_hours": ("연소자 근로시간 초과", "Minor's hours exceeded"),
    "minor_night": ("연소자 야간 근로", "Minor at night"),
    "pregnant_overtime": ("임신 중 연장근로", "Overtime while pregnant"),
    "after_birth": ("산후 1년 연장근로", "Overtime within a year of birth"),
    "contract_gap": ("계약 없는 날의 근무", "Work on a day without a contract"),
    "near_15h": ("주 15시간 근처", "Near 15 hours a week"),
    "over_15h_worked": ("계약보다 많은 근무로 주 15시간 이상", "15 hours a week and more were worked"),
    "weekly_holiday_none": ("주휴수당 없는 주", "Week without a paid holiday"),
    "no_day_off": ("한 주 내내 근무", "A week without a day off"),
    "holiday_by_pattern": ("평소 요일로 본 공휴일", "Holiday by the usual weekday"),
    "unpaid_leave": ("무급 휴가", "Unpaid leave"),
    "open_work": ("퇴근 기록 없는 근무", "Work without a clock-out"),
    "part_timer_consent": ("단시간 초과근로 동의 없음", "Part-timer's extra hours without consent"),
    "minor_holiday": ("연소자 휴일 근로", "Minor on a holiday"),
    "pregnant_night": ("임신 중 야간 근로", "At night while pregnant"),
    "pregnant_holiday": ("임신 중 휴일 근로", "On a holiday while pregnant"),
    "probation_minimum": ("수습 임금 하한 적용", "Probation wage raised to the floor"),
    "fewer_than_five": ("5인 미만 사업장", "Fewer than five employees"),
    "size_unknown": ("직원 수 기록 없음", "Size of the firm not known"),
    "work_before_hiring": ("입사 전 근무", "Work before hiring"),
    "work_after_leaving": ("퇴사 후 근무", "Work after leaving"),
}

ANOMALIES: Words = {
    "late": ("지각", "Late"),
    "left_early": ("조퇴", "Left early"),
    "missing_in": ("출근 기록 없음", "No clock-in"),
    "missing_out": ("퇴근 기록 없음", "No clock-out"),
    "absent": ("결근", "Absent"),
    "outside": ("현장 밖", "Outside the site"),
    "over_long": ("긴 근무", "Long work"),
    "break_owed": ("휴게 부족", "Break owed"),
    "skew": ("시계 차이", "Clock differs"),
    "unplanned": ("계획에 없음", "Not planned"),
    "open_correction": ("정정 대기", "Correction open"),
    "objected": ("이의 있음", "Objected"),
    "after_lock": ("마감 뒤 도착", "Came after the lock"),
}

LEAVE: Words = {
    "annual": ("연차", "Annual leave"),
    "sick": ("병가", "Sick leave"),
    "family": ("경조사", "Family leave"),
    "public": ("공가", "Public duty"),
    "unpaid": ("무급휴가", "Unpaid leave"),
}

SHEETS: Words = {
    "people": ("사람별", "By person"),
    "lines": ("항목별", "By pay line"),
    "days": ("날짜별", "By day"),
}

WEEKDAYS = ("월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))

MINUTES_OF = ("{name} 시간", "{name}, hours")
STATE = ("상태", "State")
FINAL, ESTIMATE = ("확정", "Final"), ("추정", "Estimate")


def say(words: Words, key: str, language: Language) -> str:
    """The word, or the key where a newer rule has one that we do not know."""
    return pick(words.get(key, (key, key)), language)


def pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "ko" else pair[1]


def weekday(number: int, language: Language) -> str:
    """0 is Monday."""
    return WEEKDAYS[0][number] if language == "ko" else WEEKDAYS[1][number]


def state(final: bool, language: Language) -> str:
    return pick(FINAL if final else ESTIMATE, language)
