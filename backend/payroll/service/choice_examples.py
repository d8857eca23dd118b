from backend.payroll.schemas.settings import Example


def examples() -> list[Example]:
    return []
