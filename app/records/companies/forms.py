"""What forms that name a company check."""

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from app.records.companies.uscc import CodeError, parse


def known_code(_form: FlaskForm, field: Field) -> None:
    """Refuse a credit code that can't be right, and say why."""
    if field.data:
        try:
            field.data = parse(field.data)
        except CodeError as error:
            raise ValidationError(error.message) from error


def known_number(_form: FlaskForm, field: Field) -> None:
    """Refuse what is no registration number of the days before the credit code."""
    if field.data and not (field.data.isdecimal() and len(field.data) in (13, 15)):
        raise ValidationError(f"{field.label.text}应为15位（2007年以前的为13位）数字")
