"""How a case becomes an entry of the black list."""

from app.cases.rules import CaseField
from app.credit.rules import CreditCategory

YEARS = 3
"""How long a listing is shown at the most (44号令); the editor may name an earlier day."""

CATEGORIES: dict[CaseField, CreditCategory] = {
    CaseField.FOOD: CreditCategory.FOOD_SAFETY,
    CaseField.DRUG: CreditCategory.DRUG_SAFETY,
    CaseField.PRODUCT: CreditCategory.PRODUCT_QUALITY,
    CaseField.SPECIAL_EQUIPMENT: CreditCategory.PRODUCT_QUALITY,
    CaseField.CONSTRUCTION: CreditCategory.ENGINEERING_QUALITY,
    CaseField.ENVIRONMENT: CreditCategory.ENVIRONMENT,
    CaseField.WORK_SAFETY: CreditCategory.WORK_SAFETY,
    CaseField.ADVERTISING: CreditCategory.FALSE_ADVERTISING,
    CaseField.INTELLECTUAL_PROPERTY: CreditCategory.INTELLECTUAL_PROPERTY,
    CaseField.LABOUR: CreditCategory.WAGES,
    CaseField.TAX: CreditCategory.TAX_VIOLATION,
}


def category_of(field: CaseField) -> CreditCategory:
    """The ground of a listing for a violation in that field."""
    return CATEGORIES.get(field, CreditCategory.OTHER)
