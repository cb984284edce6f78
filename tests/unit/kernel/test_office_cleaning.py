"""Office documents lose what tells of their makers; what might harm or is unfinished is refused."""

import io
import zipfile

import pytest
from PIL import Image

from app.kernel.errors import InvalidInputError
from app.kernel.files.decoders import cleaned_document as clean_document
from app.kernel.files.rules import DOCX, XLSX
from tests.support.documents import TYPES, TYPES_PART, W, docx, pdf, photo, table_row, xlsx

pytestmark = pytest.mark.trust(20, 23)

LINKED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r2" Type="http://x.invalid/{kind}" Target="http://x.invalid" '
    'TargetMode="External"/></Relationships>'
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInputError) as refused:
        clean_document(data)
    return refused.value.message


def test_what_a_document_is_says_its_content():
    assert clean_document(docx("决定"))[0] == DOCX
    assert clean_document(xlsx(("甲",)))[0] == XLSX
    assert clean_document(pdf("决定"))[0] == "application/pdf"
    assert clean_document(photo())[0] == "image/jpeg"


def test_the_author_is_dropped_and_the_words_stay():
    before = docx("罚款三万元")
    assert "王小花".encode() in b"".join(parts_of(before).values())
    after = parts_of(clean_document(before)[1])
    assert "王小花".encode() not in b"".join(after.values())
    assert "罚款三万元".encode() in after["word/document.xml"]


def test_pictures_in_a_document_lose_the_place_where_they_were_taken():
    cleaned = clean_document(docx("见图", parts={"word/media/image1.jpeg": photo()}))[1]
    picture = parts_of(cleaned)["word/media/image1.jpeg"]
    with Image.open(io.BytesIO(picture)) as image:
        assert not image.getexif()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"macro"},
        {"word/embeddings/oleObject1.bin": b"file"},
        {"word/media/run.exe": b"MZ"},
        {"word/_rels/document.xml.rels": LINKED.format(kind="attachedTemplate")},
        {TYPES_PART: TYPES.replace("document.main", "document.macroEnabled.main")},
    ],
)
def test_what_brings_something_else_along_is_refused(parts):
    assert "宏、嵌入的文件或外部链接" in refusal(docx("决定", parts=parts))


def test_a_link_to_read_on_may_stay():
    parts = {"word/_rels/document.xml.rels": LINKED.format(kind="hyperlink")}
    assert clean_document(docx("决定", parts=parts))[0] == DOCX


def relationships(attributes: str, prefix: str = "") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    mark = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    inside = f"<{mark}Relationship Id='r2' {attributes}/>"
    return f"<{mark}Relationships {declared}='{space}'>{inside}</{mark}Relationships>"


IMAGE = "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/image'"
HYPERLINK = IMAGE.replace("/image", "/hyperlink")


@pytest.mark.parametrize(
    "spelling",
    [
        relationships(f"{IMAGE} Target='http://x.invalid/a.png' TargetMode='External'"),
        relationships(f"{IMAGE} Target='http://x.invalid/a.png' TargetMode = 'External'"),
        relationships(f"{IMAGE} Target='http://x.invalid/' TargetMode='&#69;xternal'"),
        relationships(f"{IMAGE} Target='http://x.invalid/' TargetMode='external '"),
        relationships(f"{IMAGE} Target='a.png' TargetMode='External'", prefix="r"),
        relationships(f"{IMAGE} Target='&#x68;ttp://x.invalid/a.png'"),
        relationships(f"{IMAGE} Target='//x.invalid/a.png'"),
        relationships(rf"{IMAGE} Target='\\x.invalid\a.png'"),
        relationships(f"{HYPERLINK} Target='javascript:alert(1)' TargetMode='External'"),
        relationships(f"{HYPERLINK} Target='file://x.invalid/a' TargetMode='External'"),
        relationships("Type='http://x.invalid/attachedTemplate' Target='a.dotm'"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_lies_elsewhere_is_refused_in_any_spelling(spelling, encoding):
    part = f'<?xml version="1.0" encoding="{encoding}"?>{spelling}'.encode(encoding)
    document = docx("决定", parts={"word/_rels/document.xml.rels": part})
    assert "外部链接" in refusal(document)


def test_relationships_are_written_anew_and_lead_where_they_led():
    parts = {"word/_rels/document.xml.rels": relationships(f"{IMAGE} Target='media/a.png'")}
    cleaned = parts_of(clean_document(docx("决定", parts=parts))[1])
    assert b'Target="media/a.png"' in cleaned["word/_rels/document.xml.rels"]


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{0}</w:instrText></w:r>'
    "<w:r><w:instrText>{1}</w:instrText></w:r></w:p>"
)
SHAPE = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x.invalid"/>'


@pytest.mark.parametrize(
    "inside",
    [
        FIELD.format("INCLUDE", 'PICTURE "http://x.invalid/a.png"'),
        FIELD.format("DDE", r"AUTO c:\x"),
        '<w:fldSimple w:instr="&#73;NCLUDETEXT &quot;http://x.invalid&quot;"/>',
        f"<w:pict>{SHAPE}</w:pict>",
    ],
)
def test_fields_and_shapes_that_fetch_something_are_refused(inside):
    assert "外部链接" in refusal(docx("决定", inside=inside))


def test_fields_that_number_pages_may_stay():
    paged = docx("决定", inside=FIELD.format("PAGE ", r"\* MERGEFORMAT"))
    assert clean_document(paged)[0] == DOCX


@pytest.mark.parametrize("prefix", ["w", "z", ""])
@pytest.mark.parametrize("change", ["ins", "moveTo", "tblPrChange", "cellIns", "commentReference"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tracked_changes_are_seen_under_any_prefix(prefix, change, encoding):
    name, root = (f"{prefix}:{change}", f"{prefix}:hdr") if prefix else (change, "hdr")
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    part = f'<?xml version="1.0" encoding="{encoding}"?><{root} {space}="{W}"><{name}/></{root}>'
    document = docx("决定", parts={"word/header1.xml": part.encode(encoding)})
    assert "批注或者修订" in refusal(document)


def test_a_part_in_an_encoding_that_readers_understand_differently_is_refused():
    part = '<?xml version="1.0" encoding="iso-8859-1"?><x/>'
    assert "已损坏" in refusal(docx("决定", parts={"word/header1.xml": part}))


def test_a_doctype_in_another_encoding_is_refused():
    harmful = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "已损坏" in refusal(docx("决定", parts={"word/header1.xml": harmful.encode("utf-16")}))


@pytest.mark.parametrize(
    "document",
    [
        docx("决定", parts={"word/comments.xml": "<x/>"}),
        docx("决定", inside='<w:p><w:ins w:author="王小花"><w:r/></w:ins></w:p>'),
        docx("决定", inside="<w:p><w:del><w:r/></w:del></w:p>"),
    ],
)
def test_a_document_with_remarks_or_tracked_changes_is_not_finished(document):
    assert "批注或者修订" in refusal(document)


def test_entities_are_refused():
    harmful = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "已损坏" in refusal(docx("决定", parts={"word/header1.xml": harmful}))


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert "解压后过大" in refusal(docx("决定", parts={"word/x.xml": b"0" * 30_000_000}))


@pytest.mark.parametrize("data", [b"PK\x03\x04 torn", b"MZ program", b"", "文字".encode()])
def test_other_files_are_refused_with_the_kinds_that_are_taken(data):
    assert refusal(data)


def test_a_plain_archive_is_no_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.txt", "x")
    assert refusal(out.getvalue()) == "请选择 pdf、docx、xlsx、jpg、png 或 webp 文件"


def test_a_table_passes():
    assert clean_document(docx("决定", inside=table_row("当事人", "某公司")))[0] == DOCX
