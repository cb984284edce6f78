"""How a case becomes an entry of the black list, and a failed inspection a case."""

from app.records.cases.rules import CaseField
from app.records.credit.rules import CreditCategory
from app.records.inspections.rules import ProductGroup

YEARS = 3
"""How many years a listing is shown at most (44号令); the editor may name an earlier day."""

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


FIELDS_OF_CASES: dict[ProductGroup, CaseField] = {
    ProductGroup.FOOD: CaseField.FOOD,
    ProductGroup.PRODUCE: CaseField.FOOD,
    ProductGroup.DRUG: CaseField.DRUG,
    ProductGroup.INDUSTRIAL: CaseField.PRODUCT,
}
"""The field of a case for a product of each group."""


def violation_words(group: ProductGroup) -> str:
    """The kind of violation that a failed inspection points to; whether it was one is decided."""
    return f"涉嫌生产经营不合格{group.label}"
