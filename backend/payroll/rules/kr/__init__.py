"""Korea's pay rules (근로기준법, 최저임금법, 기간제법)."""

from backend.payroll.rules.kr.statement import Korea

PACK = Korea()
