"""What is declared of kinds of records is whole: each column, each place, each label once."""

import ast
import inspect
from pathlib import Path

import pytest
from sqlalchemy import inspect as mapped

from app.kernel.audit.changes import Audited
from app.kernel.db.session import Base
from app.publishing.fields.declaring import FieldPlace, RecordField
from app.records.register import KINDS
from app.site.admin.audit_fields import FIELDS
from tests.support.kind_samples import SAMPLES

DECLARATION = "declaration"
EXCUSED = {
    "id": "the row's own number, in its address",
    "created_at": "when the row was written, which the log says with who and why",
    "updated_at": "when it was last changed, which the log says with who and why",
}
"""Columns of records that declare nothing, each with the reason."""
HOMONYMS = {
    "企业": "also what a line of the red and the black list is called",
    "平均分": "also what kind of result of a survey it is",
}
"""Labels that stand in the folder of their kind for something else, each with what."""


@pytest.fixture(params=KINDS, ids=lambda kind: kind.endpoint)
def kind(request):
    return request.param


def test_each_column_is_declared_or_excused(kind):
    columns = {each.key: each.columns[0] for each in mapped(kind.model).column_attrs}
    silent = {name for name, column in columns.items() if DECLARATION not in column.info}
    assert silent == EXCUSED.keys()
    for name in columns.keys() - silent:
        declared = columns[name].info[DECLARATION]
        assert declared.label, name
        assert isinstance(declared, RecordField) or declared.reason, name


def test_each_field_appears_in_each_place_or_says_why_not(kind):
    for field in kind.fields:
        for place in FieldPlace:
            is_there = field.name in [each.name for each in kind.fields_in(place)]
            assert is_there is not bool(field.absent.get(place, "").strip()), (field.name, place)


def test_no_two_columns_have_one_label(kind):
    labels = list(kind.labels.values())
    assert sorted(labels) == sorted(set(labels))


def test_a_label_is_written_once(kind):
    """Beside its column, and nowhere else in the folder of its kind."""
    folder = Path(inspect.getfile(type(kind))).parent
    written = [
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    again = {each.label for each in kind.fields if written.count(each.label) != 1}
    assert again <= HOMONYMS.keys()


def test_the_log_names_no_column_that_only_declared_kinds_have():
    declared = {kind.model for kind in KINDS}
    others = {
        attribute.key
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Audited) and mapper.class_ not in declared
        for attribute in mapper.column_attrs
    }
    only_declared = {name for kind in KINDS for name in kind.labels} - others
    assert FIELDS.keys() & only_declared == set()


def test_each_kind_has_its_sample():
    assert {name.partition(":")[0] for name in SAMPLES} == {kind.endpoint for kind in KINDS}
