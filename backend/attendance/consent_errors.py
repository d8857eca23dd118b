"""Why a photo of a punch is not taken, or a policy not kept."""

from backend.core.errors import DomainError


class PhotoNotAsked(DomainError):
    """Nobody may collect photos without having said why."""

    status = 409
    ko, en = "사진을 요청하지 않는 현장이에요", "No photo is asked for at this site"


class LineNotValid(DomainError):
    """No number that can be called or texted."""

    status = 422
    ko, en = "전화번호를 확인해 주세요", "Please check the phone number"
