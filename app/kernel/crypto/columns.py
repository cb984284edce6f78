"""Column types whose values lie encrypted, each bound to its table, its column and its row.

A value is read together with the primary key of its row, in the same SELECT, so that the database
says in which row it stands and the cipher whether it belongs there. It is written together with it
(``RowValue``): ``row_binding.py`` numbers new rows before they are inserted.

What does not open where it stands is not shown, and hinders nobody else: a text reads as
``ALTERED``, what is structured raises AlteredValueError when somebody looks into it.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import structlog
from flask import current_app
from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Label,
    String,
    Text,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.exc import DontWrapMixin

from app.kernel.crypto.encryption import CryptoError, Keyring, Ring, keyring
from app.kernel.errors import AlteredValueError

log = structlog.get_logger()

BOUND = "row"
"""Stands between the key's name and the cipher of a value that is bound to its row."""
REFUSES_UNBOUND = "refuses_unbound_values"
"""Extension of the app: says whether values that are bound to no row are refused by now."""
ALTERED = "〔这项内容没有通过完整性校验，不予显示〕"
"""Stands where a text does not open in its place."""


@dataclass(frozen=True)
class RowValue:
    """A value to be sealed, and the primary key of the row it is for."""

    row: object
    value: Any


class AlteredValueWrittenError(AlteredValueError, DontWrapMixin):
    """What was read as altered would be sealed anew, as if it were true."""


class AlteredText(str):
    """What is read in place of a text that does not open where it stands."""

    __slots__ = ()


class AlteredJSON(dict[str, Any]):
    """Stands in place of structured data that do not open; raises AlteredValueError when used."""

    def _refuse(self, *_given: Any) -> NoReturn:
        raise AlteredValueError

    __getitem__ = __contains__ = __iter__ = __len__ = __bool__ = __eq__ = __hash__ = _refuse  # type: ignore[assignment]
    __or__ = __ror__ = get = items = keys = values = copy = _refuse


def is_altered(value: object) -> bool:
    """Whether it stands in place of something that does not open."""
    return isinstance(value, AlteredText | AlteredJSON)


class EncryptedText(TypeDecorator[Any]):
    """Text that the database holds encrypted; it can't be compared or sorted in a query.

    ``context`` names the place, ``table.column``. It is written out so that renaming a column
    does not make its values unreadable. 个人信息保护法 Art. 51 asks for encryption.
    """

    impl = Text
    cache_ok = True
    ring: ClassVar[Ring] = Ring.CONTENT

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    @property
    def keys(self) -> Keyring:
        """The keys under which its values lie."""
        return keyring(self.ring)

    @property
    def current_prefix(self) -> str:
        """How values begin that need no renewal: under the first key, and bound to their row."""
        return f"{self.keys.current}:{BOUND}:"

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """What is selected: the primary key of the row, and the value as it is stored."""
        stored = column.element if isinstance(column, Label) else column
        row = _row_of(stored, self.context)
        return type_coerce(sql_cast(row, String) + " " + type_coerce(stored, Text), self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt on the way in. Raises CryptoError for a value without its row."""
        if isinstance(value, RowValue):
            return None if value.value is None else self.seal(value.value, value.row)
        if value is None:
            return None
        raise CryptoError(f"a value of {self.context} is written without its row (RowValue)")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        if value is None:
            return None
        row, _, stored = str(value).partition(" ")
        try:
            return self.open(stored, row, unbound=not _is_bound(stored) and not _refuses_unbound())
        except CryptoError as error:
            log.error("sealed value refused", place=self.context, row=row, reason=str(error))
            return self.altered()

    def seal(self, value: Any, row: object) -> str:
        """``k1:row:`` and base64 of nonce and ciphertext. Raises AlteredValueError for what was
        itself read as altered."""
        if is_altered(value) or (text := self.dump(value)) == ALTERED:
            raise AlteredValueWrittenError
        sealed = self.keys.seal(text.encode(), f"{self.context}:{row}")
        name, _, rest = sealed.partition(b":")
        return f"{name.decode()}:{BOUND}:{base64.b64encode(rest).decode()}"

    def open(self, stored: str, row: object, *, unbound: bool) -> Any:
        """The value that is stored in ``row``; raises CryptoError where it does not belong there.

        ``unbound`` also takes values of before they were bound to their row.
        """
        head, _, rest = stored.rpartition(":")
        name, _, bound = head.partition(":")
        if bound != BOUND and not (unbound and not bound):
            raise CryptoError(f"a value of {self.context} is not bound to its row")
        try:
            raw = base64.b64decode(rest, validate=True)
        except ValueError as error:
            raise CryptoError(f"a value of {self.context} is not encrypted text") from error
        place = f"{self.context}:{row}" if bound else self.context
        return self.load(self.keys.unseal(f"{name}:".encode() + raw, place).decode())

    def altered(self) -> Any:
        """What is read in place of a value that does not open."""
        return AlteredText(ALTERED)

    def dump(self, value: Any) -> str:
        """The value as text."""
        return str(value)

    def load(self, text: str) -> Any:
        """The value from its text."""
        return text


class EncryptedJSON(EncryptedText):
    """A JSON value that the database holds encrypted."""

    cache_ok = True

    def altered(self) -> Any:
        """As of a text, but it can't be looked into."""
        return AlteredJSON()

    def dump(self, value: Any) -> str:
        """The value as JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def load(self, text: str) -> Any:
        """The value from JSON."""
        return json.loads(text)


class SealedJSON(EncryptedJSON):
    """A JSON value about who a person is, under the keys of identities."""

    cache_ok = True
    ring = Ring.IDENTITY


class PayeeJSON(EncryptedJSON):
    """A JSON value about whom money goes to, under the keys of payees."""

    cache_ok = True
    ring = Ring.PAYEE


def _refuses_unbound() -> bool:
    refuses = current_app.extensions.get(REFUSES_UNBOUND)
    return bool(refuses and refuses())


def _is_bound(stored: str) -> bool:
    return stored.partition(":")[2].startswith(f"{BOUND}:")


def _row_of(stored: ColumnElement[Any], context: str) -> ColumnElement[Any]:
    """The primary key of the row that ``stored`` is selected from; it may be a subquery's."""
    bases = [base for base in stored.base_columns if isinstance(base, Column)]
    selected_from = getattr(stored, "table", None)
    if len(bases) != 1 or selected_from is None:
        raise CryptoError(f"{context} is selected as it stands, or not at all")
    (key,) = bases[0].table.primary_key
    row: ColumnElement[Any] | None = selected_from.corresponding_column(key)
    if row is None:
        raise CryptoError(f"{context} is selected without the primary key of its row")
    return row
