"""What can be wrong with a spreadsheet or a cell, said in Chinese to the sender."""

from app.kernel.errors import InvalidInputError


class SpreadsheetError(InvalidInputError):
    """The file as a whole can't be read; the message says why and what to do."""

    message = "无法读取该文件，请用 Excel 或 WPS 另存为 xlsx 或 CSV 后重试。"


class BadValueError(ValueError):
    """One cell can't be taken; ``reason`` is written beside it in the list of errors."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
