"""What the log calls the fields of records."""

import pytest

from app.site.admin.audit_words import field_words


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("case", "fine_cents", "罚款金额（分）"),
        ("project", "investment_cents", "总投资（分）"),
        ("project", "plan", "节点"),
        ("bulletin", "level", "警示级别"),
        ("indicator", "value", "数值"),
        ("livelihood", "evidence", "解决情况"),
    ],
)
def test_the_log_calls_a_field_as_it_is_declared_with_the_unit_it_is_kept_in(
    kind: str, field: str, words: str
) -> None:
    assert field_words(kind, field) == words
