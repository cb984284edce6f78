"""How much the public may upload in a day: one address, and all together.

Counted in megabytes that were sent, one for each file at least: a picture of a few kilobytes can
take as long to decode as one of ten megabytes. Staff are not counted.
"""

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from app.kernel.errors import InvalidInputError
from app.kernel.web import limits

MEGABYTE = 1024 * 1024
_QUOTAS = (("UPLOAD_MB_ADDRESS", limits.address_key), ("UPLOAD_MB_ALL", limits.everyone_key))


class UploadQuotaError(InvalidInputError):
    """The day's quota is used up. A form says so beside what was typed, which it keeps."""

    message = (
        "今天从您的网络或者向本站上传的文件已经太多，暂时不能再传。"
        "请先提交文字，明天凭查询码补充，或者拨打 12345。已填内容都在。"
    )


def take(files: Sequence[FileStorage]) -> None:
    """Count the files of a form; raises UploadQuotaError where they would pass a quota."""
    cost = sum(_megabytes(file) for file in files if file and file.filename)
    if not cost:
        return
    if not limits.is_within_day("uploads", _QUOTAS, cost):
        raise UploadQuotaError


def _megabytes(file: FileStorage) -> int:
    file.stream.seek(0, 2)
    size = file.stream.tell()
    file.stream.seek(0)
    return max(1, -(-size // MEGABYTE))
