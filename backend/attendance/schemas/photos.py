"""A photo of a punch."""

from uuid import UUID

from msgspec import Struct


class PunchPhotoView(Struct):
    punch_id: UUID
    width: int
    height: int
