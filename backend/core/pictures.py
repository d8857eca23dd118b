"""Pictures from phones: looked into, turned upright, made smaller, and written anew.

What comes out has the pixels of what came in and nothing else: no position, no camera, no file behind the
picture. The bytes say what they are; the file's name and the sender's word are not asked.
"""

import io
import struct
import warnings
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.core.errors import DomainError

KINDS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8_000_000
MOST_PIXELS = 60_000_000
"""Decoded, three bytes each: 180 MB at most, for a moment."""
LONGEST_SIDE = 1600
QUALITY = 80


class NoPicture(DomainError):
    """The bytes are no JPEG, PNG or WebP, whatever the file was called."""

    status = 415
    ko, en = (
        "사진 파일이 아니에요. JPEG, PNG, WebP 사진을 골라 주세요",
        "This is no JPEG, PNG or WebP picture",
    )


class PictureTooLarge(DomainError):
    """More pixels than any phone's camera gives: it would fill the memory."""

    status = 413
    ko, en = "사진이 너무 커요", "The picture is too large"


@dataclass(frozen=True, slots=True)
class Picture:
    jpeg: bytes
    width: int
    height: int


def made_anew(source: bytes) -> Picture:
    """The picture as a JPEG of at most 1600 pixels. Raises NoPicture, PictureTooLarge.

    It computes for some tenths of a second: call it in a thread.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            picture: Image.Image = Image.open(io.BytesIO(source), formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureTooLarge()
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        _read_once(picture)
        picture = ImageOps.exif_transpose(picture).convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        raise NoPicture() from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), picture.width, picture.height)


def _read_once(picture: Image.Image) -> None:
    """Keep what the camera said as it was read: turning the picture would write it anew, and fail on odd tags
    of a picture that is good. Tags that cannot be read at all say nothing."""
    with suppress(SyntaxError, ValueError, OSError, EOFError, struct.error):
        picture.getexif()
    for name in ("exif", "Raw profile type exif"):
        picture.info.pop(name, None)
