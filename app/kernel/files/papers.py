"""Papers that a body issues: numbered per year, kept with all that they said on their day."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.kernel.crypto.encryption import EncryptedJSON
from app.kernel.db.serials import next_serial

Facts = list[tuple[str, str]]
"""Lines of a form: what is asked, and what stands there."""


class PaperRow:
    """Mixin: a paper. ``content`` holds ``title``, ``to``, ``body`` and ``text``."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    """``温州市监信办〔2026〕3号``: counted per year and body."""
    issued_on: Mapped[date]

    @declared_attr
    def content(cls) -> Mapped[dict[str, str]]:
        return mapped_column(EncryptedJSON(f"{cls.__tablename__}.content"))

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.content["title"]

    @property
    def addressee(self) -> str:
        """To whom it is written; empty for a form that is written to nobody."""
        return self.content.get("to", "")

    @property
    def body(self) -> str:
        """The body that issued it, by its name on that day."""
        return self.content["body"]

    @property
    def paragraphs(self) -> list[str]:
        """What it says."""
        return self.content["text"].splitlines()


def next_paper_number(counter: str, mark: str, on: date) -> str:
    """The next number of ``counter`` in the year of ``on``: 试验局信办〔2026〕3号.

    Part of the caller's transaction, as all serials are.
    """
    return f"{mark}〔{on:%Y}〕{next_serial(counter, f'{on:%Y}')}号"


def day_words(day: date | None) -> str:
    """A date as papers write it; nothing for none."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""


def led_in(opening: str, text: str) -> list[str]:
    """The lines of ``text`` as paragraphs, the first of them after ``opening``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [f"{opening}{lines[0]}", *lines[1:]] if lines else []
