"""Mails to a person about the own account, so that a stranger in it is noticed."""

from app.kernel import clock, notify
from app.people.models import Staff
from app.people.rules import AccountNews


def tell(staff: Staff, *news: AccountNews) -> None:
    """Ask for a mail in the caller's transaction; who has left no address gets none.

    It says what happened and when, and neither who nor from where.
    """
    if news and staff.email:
        at = clock.now().astimezone(clock.CITY_ZONE)
        happened = "；".join(one.label for one in news)
        notify.mail(
            "account_news", notify.staff(staff.id), event=happened, at=f"{at:%Y-%m-%d %H:%M}"
        )
