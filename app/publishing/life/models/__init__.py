"""Tables of what is published, and the columns that every record carries."""

from app.publishing.life.models.published import PUBLIC_PERIOD, Contestable, Publication, Sourced
from app.publishing.life.models.versions import ChangeNote, KeptFinding, RecordVersion
from app.publishing.life.models.withdrawals import Withdrawal

__all__ = [
    "PUBLIC_PERIOD",
    "ChangeNote",
    "Contestable",
    "KeptFinding",
    "Publication",
    "RecordVersion",
    "Sourced",
    "Withdrawal",
]
