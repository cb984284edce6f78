"""Office documents lose what tells of their makers; what might harm or is unfinished is refused."""

import io
import zipfile

import pytest
from PIL import Image

from app.kernel.errors import InvalidInputError
from app.kernel.files.cleaning import DOCX, XLSX, clean_document
from tests.support.documents import TYPES, TYPES_PART, docx, pdf, photo, table_row, xlsx

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
