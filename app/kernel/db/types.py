"""Column types that the database lacks."""

from sqlalchemy import Dialect, String, TypeDecorator


class CodeList(TypeDecorator[list[str]]):
    """A short list of codes in one text column, as ``,fine,warning,``.

    Kept as text, not JSON, so that ``LIKE '%,fine,%'`` filters alike on every database.
    """

    impl = String(300)
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return f",{','.join(value)}," if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str] | None:
        if value is None:
            return None
        return [code for code in value.split(",") if code]
