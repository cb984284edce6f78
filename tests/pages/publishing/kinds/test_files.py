"""Files of each kind: what they bring, what is refused, what goes out and comes back the same."""

import csv
import io
import json
from functools import partial

import openpyxl
import pytest

from app.kernel.imports.targets import registry
from app.publishing.fields.declaring import FieldPlace
from app.publishing.fields.types import Amount, Line, Prose
from app.records.register import KINDS
from tests.support.kind_pages import facts, list_of, only
from tests.support.kind_samples import sample_of, stated_in
from tests.support.pages import readable
from tests.support.tables import bring_file

EXPOSED = "员工李小明（住址：试验县某镇某村12号）在场，电话13800138000，驾驶浙C12345"
MASKED = "员工李某某（住址：［住址已隐去］）在场，电话［电话已隐去］，驾驶［车牌号已隐去］"


@pytest.fixture(params=KINDS, ids=lambda kind: kind.endpoint)
def kind(request):
    return request.param


@pytest.fixture
def bring(app, tmp_path, kind):
    """Imports rows, or a file that is there already."""
    return partial(bring_file, app, tmp_path, kind.import_key)


def test_a_row_becomes_a_public_record_and_goes_out_as_it_came(client, kind, bring):
    sample = sample_of(kind)
    assert bring(sample.cells()).counts == {"read": 1, "added": 1}
    record = only(kind)
    number = record.id
    stated = stated_in(kind, FieldPlace.FILE)
    assert {each.name: getattr(record, each.name) for each in stated} == {
        each.name: sample.values[each.name] for each in stated
    }
    shown = facts(client.get(f"{kind.path}/{number}"))
    for each in stated:
        words = readable(sample.words(each))
        if words and FieldPlace.PAGE not in each.absent:
            assert any(words in value for value in shown.get(each.label, [])), each.label
    out = stated_in(kind, FieldPlace.EXPORT)
    columns = [column for each in out for column in each.type.columns(each)]
    brought = [each for each in out if FieldPlace.FILE not in each.absent]
    for file_format, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        data = client.get(f"{list_of(sample)}?format={file_format}").data
        (row,) = read(data)
        assert {each.label for each in columns} <= row.keys()
        assert not [title for title in row if "证件" in title]
        for each in brought:
            assert alike(row[each.title], sample.cell(each), each), each.label
        report = bring(data, name=f"下载.{file_format}")
        assert report.counts == {"read": 1, "unchanged": 1}, report.findings
    (item,) = json.loads(client.get(f"{list_of(sample)}?format=json").data)["items"]
    assert item["id"] == number
    assert {each.key for each in columns} <= item.keys()
    assert [each.name for each in brought if sample.cell(each) and not item[each.export_key]] == []


def read_csv(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def read_xlsx(data):
    first, *rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [
        dict(zip(first, ("" if each is None else each for each in row), strict=True))
        for row in rows
    ]


def alike(found, cell, field):
    """Whether a cell that went out says what came in."""
    if isinstance(field.type, Amount):
        return float(found) == float(cell)
    return str(found) == cell


def test_titles_that_senders_use_are_understood(app, kind, bring):
    sample = sample_of(kind)
    layout = {
        each.name: each.label for each in registry(app).targets[kind.import_key].layout.fields
    }
    named = {each.name: each.label for each in stated_in(kind, FieldPlace.FILE)}
    assert named.items() <= layout.items()
    bring(sample.cells())
    fields = [each for each in stated_in(kind, FieldPlace.FILE) if sample.cell(each)]
    for at in range(max(len(each.file.synonyms) for each in fields)):
        titles = {each.title: called(each, at) for each in fields}
        report = bring({titles.get(title, title): cell for title, cell in sample.cells().items()})
        assert report.counts == {"read": 1, "unchanged": 1}, report.findings


def called(field, at):
    """One of the titles of a field in files; of amounts that which says the unit."""
    titles = () if isinstance(field.type, Amount) else field.file.synonyms
    return titles[at] if at < len(titles) else field.title


def test_a_row_without_what_is_required_is_refused_by_its_column(kind, bring):
    sample = sample_of(kind)
    required = [each for each in stated_in(kind, FieldPlace.FILE) if each.file.required]
    rows = [sample.cells() | {each.title: ""} for each in required]
    report = bring(sample.cells(), *rows)
    assert report.counts["rejected"] == len(required)
    assert [(each.row, each.column) for each in report.findings] == [
        (at, each.title) for at, each in enumerate(required, start=3)
    ]


def test_what_a_row_says_of_people_is_masked(kind, bring):
    sample = sample_of(kind)
    texts = [
        each
        for each in stated_in(kind, FieldPlace.FILE)
        if type(each.type) in {Line, Prose}
        and each.type.most > len(EXPOSED)
        and not sample.cell(each).startswith("http")
    ]
    report = bring(sample.cells() | {each.title: EXPOSED for each in texts})
    assert (report.counts["added"], report.counts["hinted"]) == (1, 1), report.findings
    record = only(kind)
    assert [each.name for each in texts if MASKED not in getattr(record, each.name)] == []
