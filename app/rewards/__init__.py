"""Rewards for reports of grave violations: proposed, approved by two, claimed by code, paid."""

from flask import Flask

from app.rewards.views import bp


def init_app(app: Flask) -> None:
    """Register the reporter's pages and the public ledger."""
    app.register_blueprint(bp)


__all__ = ["bp", "init_app"]
