"""Words that senders write of an inspection, and what they mean."""

from app.kernel.imports.cells import Cell
from app.kernel.imports.problems import BadValueError
from app.kernel.imports.values import Converter, plain
from app.kernel.imports.words import meaning
from app.kernel.labels import LabelledEnum

_ANSWERS = {"是": True, "本地": True, "Y": True, "1": True, "否": False, "N": False, "0": False}


def one_of(words: type[LabelledEnum], field: str, what: str) -> Converter:
    """A member of ``words`` by what senders write for it."""

    def convert(cell: Cell, _unit: str | None = None) -> LabelledEnum:
        written = plain(cell)
        found = meaning("inspections", field, written)
        if found is None:
            labels = "、".join(word.label for word in words)
            raise BadValueError(f"看不出“{written[:30]}”是哪种{what}，可以填 {labels}")
        return words(found)

    return convert


def local(cell: Cell, _unit: str | None = None) -> bool:
    """Whether the product was made in the city."""
    written = plain(cell).upper()
    if written not in _ANSWERS:
        raise BadValueError(f"“{written[:30]}”请写成 是 或 否")
    return _ANSWERS[written]
