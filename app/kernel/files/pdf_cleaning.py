"""PDFs without scripts, actions, attachments and information about their maker."""

import io
import re
from collections.abc import Iterable, Iterator

import pikepdf

from app.kernel.errors import InvalidInputError
from app.kernel.files.rules import DAMAGED, TOO_COMPLEX

CATALOGUE_KEYS = ("/OpenAction", "/AA", "/AF", "/Collection", "/Metadata", "/PieceInfo", "/URI")
NAME_TREES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
ACTIVE_KEYS = ("/AA", "/JS", "/JavaScript", "/EF", "/AF", "/XFA", "/PieceInfo", "/Metadata")
ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/ResetForm",
    "/Hide",
}
ACTIVE_ANNOTATIONS = {
    "/FileAttachment",
    "/RichMedia",
    "/Movie",
    "/Sound",
    "/Screen",
    "/3D",
}
READ_ON = re.compile(r"https?://|mailto:", re.I)
"""What a link may lead to: a reader that meets ``javascript:`` or ``file:`` may act."""
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
"""What readers pass over before a scheme, and within it."""
MAX_OBJECTS = 100_000
"""Of one PDF: those that people send have some thousands."""


def clean(data: bytes) -> tuple[str, bytes]:
    """A PDF without scripts, actions, attachments and maker's data (OWASP ASVS 5.0, 14.2.8).

    Raises InvalidInputError for an encrypted, empty or damaged one.
    """
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise InvalidInputError("PDF 文件已加密，请取消密码后再上传")
            if len(pdf.objects) > MAX_OBJECTS:
                raise InvalidInputError(TOO_COMPLEX)
            if len(pdf.pages) == 0:
                raise InvalidInputError(DAMAGED)
            _disarm(pdf)
            pdf.save(out, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise InvalidInputError("PDF 文件已加密，请取消密码后再上传") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise InvalidInputError(DAMAGED) from error
    return "application/pdf", out.getvalue()


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
    if str(found.get("/S", "")) in ACTIVE_ACTIONS or not _leads_on(found.get("/URI", "https://")):
        _drop(found, list(found.keys()))
    annotations = found.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        found["/Annots"] = pikepdf.Array(
            [one for one in annotations if str(one.get("/Subtype", "")) not in ACTIVE_ANNOTATIONS]
        )


def _leads_on(address: object) -> bool:
    """Whether a link leads to a page or an address for mail, which a reader asks about."""
    return bool(READ_ON.match(INVISIBLE.sub("", str(address))))


def _drop(found: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in found:
            del found[key]
