"""Public lists: what is typed is taken literally, and one choice never answers for another."""

import pytest

from app.kernel.db.session import db
from app.publishing.kind.lists import page_of
from app.records.cases.kind import KIND as CASES
from app.records.cases.rules import CaseField
from tests.support import factories


def titles(**asked):
    return [case.title for case in page_of(CASES, **asked).items]


@pytest.mark.parametrize("mark", ["%", "_", "/"])
def test_marks_of_a_pattern_stand_for_themselves(app, mark):
    factories.make_case(title=f"含量不足5{mark}案")
    factories.make_case(title="含量不足50案")
    db.session.commit()
    assert titles(q=f"5{mark}案") == [f"含量不足5{mark}案"]


def test_the_same_filters_with_other_values_show_other_records(app):
    factories.make_case(title="食品案", field=CaseField.FOOD)
    factories.make_case(title="药品案", field=CaseField.DRUG)
    db.session.commit()
    for field, expected in ((CaseField.FOOD, "食品案"), (CaseField.DRUG, "药品案")):
        assert titles(field=field) == [expected]


@pytest.mark.parametrize(
    "codes", [{}, {"uscc": None, "registration_number": "330300000012345"}, {"uscc": None}]
)
def test_a_line_shows_the_amount_and_where_its_company_is_found(app, codes):
    company = factories.make_company(**codes)
    factories.make_case(company=company, fine_cents=200_00, confiscated_cents=50_00)
    db.session.commit()
    (line,) = page_of(CASES, order="amount").items
    assert (line.cents, line.company_ref) == (250_00, company.ref)


def test_a_page_that_does_not_exist_gives_the_last(app):
    for number in range(21):
        factories.make_case(title=f"第{number}案")
    db.session.commit()
    page = page_of(CASES, number=9)
    assert (page.page, page.total, len(page.items)) == (2, 21, 1)
