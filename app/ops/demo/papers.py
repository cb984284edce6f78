"""The decisions that some demonstration cases are published with, as Word documents and a photo."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

from app.kernel.db.session import Base, db
from app.kernel.files.cleaning import clean_document
from app.kernel.files.uploads import store
from app.ops.demo.material import Demo
from app.people.models import Staff
from app.publishing.life.attachments import Attachment, AttachmentLook
from app.records.cases.models import Case

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
}
EXPOSED = "联系人：林小演，电话13800000000。"
"""Of an invented person, in the file of a draft: the masking gate finds it."""


def publish_papers(demo: Demo, people: Sequence[Staff], cases: Sequence[Case]) -> None:
    """Each of these public cases with its decision, the first one with a photograph besides."""
    for case in cases:
        _attach(demo, case, people[0], lines_of(case))
    for case in cases[:1]:
        photo = _attach(demo, case, people[0], ())
        db.session.add_all(_looks(demo, photo, case, people))


def expose_paper(demo: Demo, editor: Staff, case: Case) -> None:
    """A draft whose decision still says what must not be public."""
    _attach(demo, case, editor, [*lines_of(case), EXPOSED])


def lines_of(case: Case) -> list[str]:
    """What the decision says, from what the case says of it."""
    return [
        "行政处罚决定书（演示）",
        case.decision_number or "",
        f"当事人：{case.party_name}",
        case.facts,
        case.basis,
        case.content,
        case.deciding_body,
        f"{case.decided_on}",
    ]


def document(lines: Sequence[str]) -> bytes:
    """A Word document of one paragraph a line."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines if line
    )
    body = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (PARTS | {"word/document.xml": body}).items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def picture() -> bytes:
    """Something that only eyes can judge: shelves, drawn."""
    image = Image.new("RGB", (640, 420), "#eef1f4")
    draw = ImageDraw.Draw(image)
    for row in range(4):
        draw.rectangle((40, 90 + 80 * row, 600, 98 + 80 * row), fill="#8a6d4b")
        for place in range(9):
            left = 60 + 60 * place
            draw.rectangle((left, 40 + 80 * row, left + 32, 90 + 80 * row), fill="#5a7d9a")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def _attach(demo: Demo, case: Case, editor: Staff, lines: Sequence[str]) -> Attachment:
    """The decision of these lines; without any, the photograph."""
    name = "行政处罚决定书.docx" if lines else "现场照片.jpg"
    media_type, cleaned = clean_document(document(lines) if lines else picture())
    row: Attachment = Attachment.of(
        store(name, media_type, cleaned),
        kind=case.__tablename__,
        record_id=case.id,
        needs_eyes=not lines,
        text="\n".join(lines),
        staff_id=editor.id,
        staff_name=editor.full_name,
        created_at=demo.moment(case.published_on or demo.days_ago(1)),
    )
    db.session.add(row)
    db.session.flush()
    case.attachments = [*(case.attachments or ()), str(row.id)]
    return row


def _looks(demo: Demo, photo: Attachment, case: Case, people: Sequence[Staff]) -> Iterator[Base]:
    for one in people:
        yield AttachmentLook(
            attachment_id=photo.id,
            staff_id=one.id,
            staff_name=one.full_name,
            looked_at=demo.moment(case.published_on or demo.today),
        )


@cache
def sealed_sheet() -> bytes:
    """A sheet with lines and a red seal that reads nothing."""
    sheet = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(sheet)
    for line in range(90, 400, 26):
        pen.line((50, line, 370 - line % 60, line), fill="#777", width=3)
    pen.ellipse((250, 430, 370, 550), outline="#b01c1c", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
