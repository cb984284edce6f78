"""Once a day the end of the audit chain goes by mail to somebody who has no hand in the site.

A copy in another place keeps even whoever holds host, database and keys from shortening the log.
"""

from flask import Flask, current_app

from app.kernel import clock, notify
from app.kernel.audit.queries import head
from app.kernel.db.session import db, writing
from app.kernel.db.site import claim_fact, facts
from app.kernel.jobs import jobs

SETTING = "AUDIT_MAIL_TO"
MAILED_ON = "audit_mailed_on"
RECIPIENT = notify.Recipient("audit", 0)


def init_app(app: Flask) -> None:
    """Have the worker look each hour whether today's mail is still to be written."""
    notify.resolve(app, RECIPIENT.kind, lambda _: app.config[SETTING] or None)
    jobs.each_hour(app, "audit mail", mail_head)


def mail_head() -> None:
    """Ask for today's mail, in one transaction with the claim that nobody else does."""
    today = clock.today().isoformat()
    if not current_app.config[SETTING] or facts().get(MAILED_ON) == today:
        db.session.rollback()
        return
    with writing():
        end = head()
        if end is not None and claim_fact(MAILED_ON, today):
            notify.mail("audit_head", RECIPIENT, date=today, last_id=end.last_id, mac=end.last_mac)
