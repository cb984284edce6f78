"""Words that senders write of an inspection, and what they mean."""

from dataclasses import dataclass

from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.values import Converter, plain
from app.kernel.imports.words import meaning
from app.kernel.labels import LabelledEnum
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import Choice

_ANSWERS = {"是": True, "本地": True, "Y": True, "1": True, "否": False, "N": False, "0": False}


@dataclass(frozen=True, kw_only=True)
class SpokenChoice(Choice):
    """One of some values, for which senders have many words; ``spoken`` is their field there."""

    spoken: str

    def convert(self, field: RecordField) -> Converter:
        def convert(cell: Cell, _unit: str | None = None) -> LabelledEnum:
            written = plain(cell)
            found = meaning("inspections", self.spoken, written)
            if found is None:
                known = "、".join(word.label for word in self.of)
                message = f"看不出“{written[:30]}”是哪种{field.label}，可以填 {known}"
                raise BadValueError(message)
            return self.of(found)

        return convert


def local(cell: Cell, _unit: str | None = None) -> bool:
    """Whether the product was made in the city."""
    written = plain(cell).upper()
    if written not in _ANSWERS:
        raise BadValueError(f"“{written[:30]}”请写成 是 或 否")
    return _ANSWERS[written]
