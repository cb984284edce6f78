"""Tables of what is published, and the columns that every record carries."""

from app.publishing.life.models.published import PUBLIC_PERIOD, Contestable, Publication, Sourced
from app.publishing.life.models.versions import (
    AboutRecord,
    ChangeNote,
    KeptFinding,
    RecordVersion,
    Withdrawal,
)

__all__ = [
    "PUBLIC_PERIOD",
    "AboutRecord",
    "ChangeNote",
    "Contestable",
    "KeptFinding",
    "Publication",
    "RecordVersion",
    "Sourced",
    "Withdrawal",
]
