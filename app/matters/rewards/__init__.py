"""Rewards for reports of grave violations: proposed, approved by two, claimed by code, paid."""

from flask import Flask

from app.kernel.jobs import jobs
from app.matters.rewards.services import erase_paid_payees
from app.matters.rewards.views import bp


def init_app(app: Flask) -> None:
    """Register the reporter's pages and the public ledger, and forget payees in time."""
    app.register_blueprint(bp)
    jobs.each_hour(app, "paid payees", erase_paid_payees)


__all__ = ["bp", "init_app"]
