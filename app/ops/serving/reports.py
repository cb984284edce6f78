"""What Gunicorn has to say, as lines of our log."""

from typing import Any

from app.kernel.logging import log


class GunicornReports:
    """Stands in for Gunicorn's logger: where it speaks from and of which kind of error, no more.

    Its messages name addresses of visitors and of pages, and quote what could not be read. Only
    warnings and errors are written; requests the site logs itself.
    """

    def __init__(self, cfg: Any) -> None:
        self.cfg = cfg

    def setup(self, cfg: Any) -> None:
        """Take other settings."""
        self.cfg = cfg

    def critical(self, message: str, *values: object, **_more: object) -> None:
        """As of a process that did not answer for long."""
        log.critical("gunicorn", **_pattern_and_numbers(message, values))

    def error(self, message: str, *values: object, **_more: object) -> None:
        """As of a process that could not start."""
        log.error("gunicorn", **_pattern_and_numbers(message, values))

    def exception(self, message: str, *values: object, **_more: object) -> None:
        """An error that is being handled."""
        log.error("gunicorn", exc_info=True, **_pattern_and_numbers(message, values))

    def warning(self, message: str, *values: object, **_more: object) -> None:
        """As of a process that was ended by a signal."""
        log.warning("gunicorn", **_pattern_and_numbers(message, values))

    def info(self, *_: object, **__: object) -> None:
        """Nothing that is not logged elsewhere."""

    debug = access = info

    def log(self, *_: object, **__: object) -> None:
        """Nothing of levels that we don't know."""

    def reopen_files(self) -> None:
        """There are none: lines go to where the process writes its errors."""

    def close_on_exec(self) -> None:
        """There are no files."""


def _pattern_and_numbers(message: str, values: tuple[object, ...]) -> dict[str, object]:
    """The pattern of a message and the numbers in it; what is filled in already is left out."""
    if not values:
        return {}
    return {"pattern": message, "numbers": [one for one in values if isinstance(one, int)]}
