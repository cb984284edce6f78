"""Mail to bodies and staff: ``notify.mail("new_matter", notify.bureau(5), number=...)``."""

from app.kernel.notify.delivery import init_app, resolve
from app.kernel.notify.services import Recipient, bureau, mail, staff

__all__ = ["Recipient", "bureau", "init_app", "mail", "resolve", "staff"]
