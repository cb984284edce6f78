"""What a document says is read for the masking gate; what can't be read is left to eyes."""

import pytest

from app.kernel.errors import InvalidInputError
from app.kernel.files.cleaning import clean_document, text_of
from app.kernel.files.rules import DOCX, MOST_CHARACTERS, XLSX
from tests.support import documents

PDF = "application/pdf"
pytestmark = pytest.mark.usefixtures("app")


def read(data: bytes):
    return text_of(*clean_document(data))


def test_the_text_layer_of_a_pdf_is_read_and_notes_beside_it_too():
    content = read(documents.pdf("行政处罚决定书", "联系电话13800138000，经查属实。"))
    assert "行政处罚决定书" in content.text
    assert "13800138000" in content.text
    assert not content.needs_eyes
    noted = documents.with_note(documents.pdf("行政处罚决定书，经查属实"), "电话13800138000")
    assert "13800138000" in read(noted).text


def test_what_is_a_picture_needs_eyes_even_beside_words():
    assert read(documents.scan()).text.strip() == ""
    mixed = documents.joined(documents.pdf("行政处罚决定书第一页"), documents.scan())
    assert "行政处罚决定书第一页" in read(mixed).text
    shown = documents.docx("见图", parts={"word/media/image1.jpeg": documents.photo()})
    assert all(
        read(each).needs_eyes for each in (documents.scan(), documents.photo(), mixed, shown)
    )


def test_words_tables_and_headers_of_a_document_are_read():
    header = f'<w:hdr xmlns:w="{documents.W}"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>'
    content = read(
        documents.docx(
            "第一段",
            "第二段",
            inside=documents.table_row("当事人姓名", "李小明"),
            parts={"word/header1.xml": header},
        )
    )
    assert "第一段\n第二段" in content.text
    assert "当事人姓名：李小明" in content.text
    assert "内部资料" in content.text
    assert not content.needs_eyes


def test_rows_of_hidden_sheets_are_read_each_value_behind_its_head():
    content = read(documents.xlsx(("姓名", "电话"), ("李小明", 13800138000), hidden=True))
    assert "姓名：李小明，电话：13800138000" in content.text


def test_too_many_words_are_refused():
    with pytest.raises(InvalidInputError, match="20 万字"):
        text_of(DOCX, documents.docx("字" * (MOST_CHARACTERS + 1)))


@pytest.mark.parametrize("media_type", [PDF, DOCX, XLSX])
def test_what_the_reader_stumbles_over_is_refused_in_words(media_type):
    with pytest.raises(InvalidInputError, match="无法检查里面的文字"):
        text_of(media_type, b"%PDF-1.4 nothing" if media_type == PDF else b"PK nothing")
