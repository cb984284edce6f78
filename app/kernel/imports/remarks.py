"""Hints that rows of every kind may give."""

from app.kernel.imports.targets import Hint

_BRACKETS = (("〔", "〕"), ("［", "］"), ("[", "]"), ("（", "）"), ("(", ")"), ("【", "】"))


class Notes:
    """What holds for many rows of a file, and is said at the first of them."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def once(self, remark: str, field: str) -> Hint | None:
        """A hint at the first row to which the remark applies; none where there is no remark."""
        if not remark or remark in self._said:
            return None
        self._said.add(remark)
        return Hint(f"{remark}，请补上（同样的行不再逐一列出）", field)


def unpaired_brackets(number: str | None, field: str) -> Hint | None:
    """Whether the number of a document has lost a bracket, as scans do."""
    if number is None or all(number.count(a) == number.count(b) for a, b in _BRACKETS):
        return None
    return Hint("文号的括号不成对，像是识别或录入错误，请核对", field)
