"""Pictures, drawn again from their pixels: position, camera, colour profile, and what was
appended are gone."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from app.kernel.errors import InvalidInputError
from app.kernel.files.rules import DAMAGED, NOT_ALLOWED

MAX_PIXELS = 40_000_000
"""Of a whole picture, width times height."""
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SAVE_OPTIONS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 88},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}
MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}


def clean(data: bytes) -> tuple[str, bytes]:
    """A JPEG, PNG or WebP drawn again from its pixels, upright (OWASP ASVS 5.0, 14.2.8).

    Raises InvalidInputError for another type, damage, or more than 40 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _redraw(data)
    except Image.DecompressionBombError as error:
        raise InvalidInputError(_too_large()) from error
    except UnidentifiedImageError as error:
        raise InvalidInputError(NOT_ALLOWED) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise InvalidInputError(DAMAGED) from error


def _redraw(data: bytes) -> tuple[str, bytes]:
    kind, pixels = _upright(data)
    pixels.info = {}
    out = io.BytesIO()
    pixels.save(out, kind, **SAVE_OPTIONS[kind])
    return IMAGE_TYPES[kind], out.getvalue()


def _upright(data: bytes) -> tuple[str, Image.Image]:
    """The kind and the pixels alone. What the decoder holds is let go before they are written."""
    with Image.open(io.BytesIO(data), formats=tuple(IMAGE_TYPES)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise InvalidInputError(_too_large())
        kind = image.format or ""
        mode = image.mode if image.mode in MODES[kind] else _mode_for(image, kind)
        pixels = ImageOps.exif_transpose(image)
    return kind, pixels if pixels.mode == mode else pixels.convert(mode)


def _mode_for(image: Image.Image, kind: str) -> str:
    see_through = image.mode in {"PA", "La", "RGBa"} or "transparency" in image.info
    return "RGBA" if see_through and kind != "JPEG" else "RGB"


def _too_large() -> str:
    return f"图片不能超过 {MAX_PIXELS // 10_000} 万像素，请缩小后再上传"
