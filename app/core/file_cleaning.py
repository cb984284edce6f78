"""Files of others, understood by a decoder and written anew without what might harm.

The type is what the decoder says, never the name or what the browser claims. Pictures are
drawn again from their pixels: position, camera, colour profile and anything appended are
gone. PDFs lose scripts, actions, attachments and information about their maker.
"""

import io
import warnings
from collections.abc import Iterable, Iterator

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.errors import InvalidInputError

MAX_PIXELS = 40_000_000
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SAVE_OPTIONS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 88},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}
MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}

CATALOGUE_KEYS = ("/OpenAction", "/AA", "/AF", "/Collection", "/Metadata", "/PieceInfo", "/URI")
NAME_TREES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
ACTIVE_KEYS = ("/AA", "/JS", "/JavaScript", "/EF", "/AF", "/XFA", "/PieceInfo", "/Metadata")
ACTIVE_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/ResetForm", "/Hide"),
}
ACTIVE_ANNOTATIONS = {
    *("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"),
}

NOT_ALLOWED = "请选择 jpg、png、webp 或 pdf 文件"
DAMAGED = "文件已损坏，无法打开，请重新选择"


def clean_file(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a file; raises InvalidInputError."""
    if data.startswith(b"%PDF-"):
        return "application/pdf", clean_pdf(data)
    return clean_image(data)


def clean_image(data: bytes) -> tuple[str, bytes]:
    """A JPEG, PNG or WebP drawn again from its pixels, upright."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _redraw(data)
    except Image.DecompressionBombError as error:
        raise InvalidInputError(_too_large()) from error
    except UnidentifiedImageError as error:
        raise InvalidInputError(NOT_ALLOWED) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise InvalidInputError(DAMAGED) from error


def _redraw(data: bytes) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(data), formats=tuple(IMAGE_TYPES)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise InvalidInputError(_too_large())
        kind = image.format or ""
        ImageOps.exif_transpose(image, in_place=True)
        mode = image.mode if image.mode in MODES[kind] else _mode_for(image, kind)
        pixels = image.convert(mode)
    pixels.info = {}
    out = io.BytesIO()
    pixels.save(out, kind, **SAVE_OPTIONS[kind])
    return IMAGE_TYPES[kind], out.getvalue()


def _mode_for(image: Image.Image, kind: str) -> str:
    see_through = image.mode in {"PA", "La", "RGBa"} or "transparency" in image.info
    return "RGBA" if see_through and kind != "JPEG" else "RGB"


def _too_large() -> str:
    return f"图片不能超过 {MAX_PIXELS // 10_000} 万像素，请缩小后再上传"


def clean_pdf(data: bytes) -> bytes:
    """A PDF without scripts, actions, attachments and maker's data; encrypted ones are refused."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise InvalidInputError("PDF 文件已加密，请取消密码后再上传")
            if len(pdf.pages) == 0:
                raise InvalidInputError(DAMAGED)
            _disarm(pdf)
            pdf.save(out, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise InvalidInputError("PDF 文件已加密，请取消密码后再上传") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise InvalidInputError(DAMAGED) from error
    return out.getvalue()


def _disarm(pdf: pikepdf.Pdf) -> None:
    _drop(pdf.Root, CATALOGUE_KEYS)
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _drop(names, NAME_TREES)
    _drop(pdf.trailer, ("/Info",))
    for indirect in pdf.objects:
        for found in _dictionaries(indirect):
            _disarm_dictionary(found)


def _dictionaries(start: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All dictionaries written inside one object; what it refers to is met on its own."""
    waiting = [start]
    while waiting:
        found = waiting.pop()
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            waiting += [value for _, value in found.items() if _is_inside(value)]
        elif isinstance(found, pikepdf.Array):
            waiting += [value for value in found if _is_inside(value)]


def _is_inside(value: object) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _disarm_dictionary(found: pikepdf.Object) -> None:
    _drop(found, ACTIVE_KEYS)
    if str(found.get("/S", "")) in ACTIVE_ACTIONS:
        _drop(found, list(found.keys()))
    annotations = found.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        found["/Annots"] = pikepdf.Array(
            [one for one in annotations if str(one.get("/Subtype", "")) not in ACTIVE_ANNOTATIONS]
        )


def _drop(found: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in found:
            del found[key]
