"""Dumps of pages: what counts as a difference, and what doesn't."""

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from tests.pages_diff import normal
from tests.pages_diff.compare import Allowed, Comparison, compare
from tests.pages_diff.notes import Asked, Notes, file_name


def dumped(folder: Path, pages: dict[str, str]) -> Path:
    notes = Notes(folder)
    folder.mkdir()
    for address, body in pages.items():
        text = normal.answer(200, {"Content-Type": "text/html"}, body.encode())
        notes.add(Asked("public", address, address, 200), text)
    return folder


def compared(tmp_path: Path, before: str, after: str, allowed: str = "") -> Comparison:
    old = dumped(tmp_path / "old", {"/about": before})
    return compare(old, dumped(tmp_path / "new", {"/about": after}), Allowed(allowed))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a  b</p>\n\n<p>c</p>", "<p>a b</p><p> c </p>"),
        ('<a href="/x" class="b a">y</a>', '<a class="a  b" href="/x">y</a>'),
        ('<link href="/s.css?v=0a1b2c">', '<link href="/s.css?v=ffff00">'),
        ('<input name="csrf_token" value="one">', '<input name="csrf_token" value="two">'),
        ('<script nonce="one"></script>', '<script nonce="two"></script>'),
        (f'<a href="/files/{"0a" * 16}">f</a>', f'<a href="/files/{"b1" * 16}">f</a>'),
        ("<p>用时 0.01 秒</p>", "<p>用时 0.23 秒</p>"),
        ("<p>用時 0.01 秒</p>", "<p>用時 0.23 秒</p>"),
        ("<p>x<!-- one --></p>", "<p>x</p>"),
    ],
)
def test_what_is_new_each_time_is_no_difference(one, other):
    assert normal.markup_lines(one) == normal.markup_lines(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a</p>", "<div>a</div>"),
        ('<a href="/x?page=1">y</a>', '<a href="/x?page=2">y</a>'),
        ('<input name="given" value="one">', '<input name="given" value="two">'),
        ("<textarea>a\n  b</textarea>", "<textarea>a\nb</textarea>"),
        ("<p>20261117-00305, 7787413480544719</p>", "<p>20261117-00305, 7787413480544718</p>"),
    ],
)
def test_what_people_see_is_a_difference(one, other):
    assert normal.markup_lines(one) != normal.markup_lines(other)


def test_head_of_an_answer_is_kept():
    headers = {"Content-Type": "text/html", "Location": "/a?v=1", "X-Request-ID": "7"}
    head = normal.answer(302, headers, b"<p>x</p>")
    assert head == (
        "Status: 302\nContent-Type: text/html\nLocation: /a?v=VERSION\n\n<p>\nx\n</p>\n"
    )


def test_session_is_a_cookie_of_any_value():
    one, other = (
        normal.answer(200, {"Set-Cookie": f"mingjian={value}; Path=/"}, b"") for value in "ab"
    )
    assert one == other
    assert "Set-Cookie: mingjian=SESSION; Path=/" in one


def test_workbook_is_its_cells():
    body = BytesIO()
    with xlsxwriter.Workbook(body) as book:
        book.add_worksheet("甲").write_row(0, 0, ["乙", 2])
    assert list(normal.body_lines(normal.XLSX, body.getvalue())) == ["[甲]", "乙\t2.0"]


def test_picture_is_its_digest_and_pdf_nothing():
    assert [*normal.body_lines("image/png", b"1")] != [*normal.body_lines("image/png", b"2")]
    assert [*normal.body_lines("application/pdf", b"1")] == []


def test_addresses_are_found_in_links_and_forms_that_ask():
    page = """<a href="b?x=1#y">b</a><a href="//elsewhere.invalid/">e</a><a href="mailto:a@b">m</a>
    <form action="/s"><input type="search" name="q"><select name="k"><option value="">
    <option value="1"></select></form><form method="post" action="/never"></form>"""
    assert [*normal.found("/a/", "text/html", page.encode())] == [
        "/a/b?x=1",
        "/s",
        "/s?q=%E9%A3%9F%E5%93%81",
        "/s?k=1",
    ]


def test_addresses_are_found_in_answers_for_machines():
    body = b'{"url": "http://127.0.0.1:8000/cases/1", "next": "/cases?page=2", "at": "1/2"}'
    assert [*normal.found("/api", "application/json", body)] == ["/cases/1", "/cases?page=2"]


def test_names_of_files_tell_addresses_apart():
    addresses = ["/cases", "/cases/", "/cases?page=1", f"/s?q={'食' * 40}", f"/s?q={'食' * 41}"]
    assert len({file_name(address) for address in addresses}) == len(addresses)


def test_answers_whose_addresses_differ_in_a_token_are_both_kept(tmp_path):
    pages = {f"/files/{'0a' * 16}": "<p>1</p>", f"/files/{'1b' * 16}": "<p>2</p>"}
    folder = dumped(tmp_path / "dump", pages)
    assert len(list(folder.glob("public/*.txt"))) == 2


def test_same_pages_do_not_differ(tmp_path):
    found = compared(tmp_path, "<p>a</p>", "<p> a </p>")
    assert (found.same, found.differences) == (1, [])


def test_changed_line_is_told_with_its_page(tmp_path):
    found = compared(tmp_path, "<p>a</p>", "<p>b</p>")
    [difference] = found.differences
    assert (difference.kind, difference.name) == ("changed", "public /about")
    assert {"-a", "+b"} <= set(difference.lines)
    assert found.summary() == "0 same, 1 changed, 0 missing, 0 new, 0 allowed"


def test_line_that_differs_on_many_pages_is_counted(tmp_path):
    old = dumped(tmp_path / "old", {"/a": "<p>frame</p>1", "/b": "<p>frame</p>2"})
    new = dumped(tmp_path / "new", {"/a": "<p>new</p>1", "/b": "<p>new</p>3"})
    assert compare(old, new, Allowed("")).frequent() == ["     2  +new", "     2  -frame"]


def test_page_of_one_dump_only_is_missing_or_new(tmp_path):
    old = dumped(tmp_path / "old", {"/a": "", "/b": ""})
    new = dumped(tmp_path / "new", {"/b": "", "/c": ""})
    found = compare(old, new, Allowed(""))
    assert [(each.kind, each.name) for each in found.differences] == [
        ("missing", "public /a"),
        ("new", "public /c"),
    ]


@pytest.mark.parametrize("pattern", ["^public /about$", "^[ab]$"])
def test_named_difference_is_allowed(tmp_path, pattern):
    found = compared(tmp_path, "<p>a</p>", "<p>b</p>", f"# meant\n{pattern}\n")
    assert (len(found.allowed), found.differences) == (1, [])


def test_difference_of_which_a_line_is_not_named_is_not_allowed(tmp_path):
    found = compared(tmp_path, "<p>a</p>", "<p>b</p>", "# meant\n^a$\n")
    assert (found.allowed, len(found.differences)) == ([], 1)


def test_allowed_difference_needs_a_reason():
    with pytest.raises(ValueError, match="why"):
        Allowed("# meant\n^a$\n\n^b$\n")


def test_empty_folder_is_no_dump(tmp_path):
    with pytest.raises(ValueError, match="no dump"):
        compare(tmp_path, tmp_path, Allowed(""))
