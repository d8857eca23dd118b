"""What stands on a pay slip, in both languages: lines by their code, and the form's own words.

The app says the same (`payLine.<code>` in pwa/messages); a test holds the two together.
"""

from typing import Literal

Language = Literal["ko", "en"]

LINES: dict[str, tuple[str, str]] = {
    "base": ("기본급", "Basic pay"),
    "beyond_contract": ("계약한 시간을 넘은 근로", "Work beyond the contract"),
    "absence": ("일하지 않은 시간", "Time not worked"),
    "weekly_holiday_lost": ("주휴일 공제", "Weekly holiday not earned"),
    "overtime": ("연장근로 가산", "Overtime premium"),
    "part_time_extra": ("단시간 초과근로 가산", "Premium above a part-time contract"),
    "holiday": ("휴일근로 가산 (8시간까지)", "Holiday premium (up to 8 hours)"),
    "long_holiday": ("휴일근로 가산 (8시간 넘게)", "Holiday premium (beyond 8 hours)"),
    "night": ("야간근로 가산", "Night premium"),
    "weekly_holiday": ("주휴수당", "Paid weekly holiday"),
    "public_holiday": ("공휴일 유급휴일수당", "Paid public holiday"),
    "annual_leave": ("연차 유급휴가", "Paid annual leave"),
}

FORM: dict[str, tuple[str, str]] = {
    "title": ("급여명세서", "Pay slip"),
    "corrected": ("급여명세서 (정정 {version}차)", "Pay slip (correction {version})"),
    "organisation": ("사업장", "Employer"),
    "name": ("이름", "Name"),
    "number": ("사원번호", "Employee number"),
    "born": ("생년월일", "Date of birth"),
    "period": ("대상 기간", "Period"),
    "payday": ("지급일", "Payday"),
    "worked": ("일한 날과 시간", "Days and hours worked"),
    "worked_value": ("{days}일, {hours}", "{days} days, {hours}"),
    "hours": ("{hours}시간 {minutes}분", "{hours} h {minutes} min"),
    "overtime": ("연장근로", "Overtime"),
    "night": ("야간근로", "Night work"),
    "holiday": ("휴일근로", "Holiday work"),
    "part_time_extra": ("단시간 초과근로", "Above the part-time contract"),
    "earned": ("지급 내역과 계산 방법", "What was earned, and how"),
    "line": ("항목", "Item"),
    "rule": ("근거", "Ground"),
    "method": ("계산 방법", "How it is worked out"),
    "won": ("금액(원)", "Won"),
    "gross": ("지급 합계", "Gross"),
    "deductions": ("공제 내역", "Deductions"),
    "no_deductions": ("공제한 것이 없어요.", "Nothing was deducted."),
    "deducted": ("공제 합계", "Deducted in all"),
    "net": ("실지급액", "Net pay"),
    "reason": ("정정한 이유", "Reason for the correction"),
    "estimate": (
        "근무 기록과 계약으로 계산한 금액이며 법률 자문이 아니에요. 규칙: {pack} {version}.",
        "Worked out from the record and the contract; this is not legal advice. Rules: {pack} {version}.",
    ),
    "minutes_rate": ("{minutes} \u00d7 시간당 {rate}원", "{minutes} \u00d7 ₩{rate} an hour"),
    "percent": (" \u00d7 {percent}%", " \u00d7 {percent} %"),
    "fixed": ("정한 금액", "A fixed amount"),
}


def word(key: str, language: Language, **values: object) -> str:
    """The form's word in a language."""
    return FORM[key][language == "en"].format(**values)


def line_name(code: str, language: Language) -> str:
    """What a line is called; a code that is newer than this list stands for itself."""
    return LINES[code][language == "en"] if code in LINES else code
