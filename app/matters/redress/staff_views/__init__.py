"""The desk: worklists and applications."""

from app.matters.redress.staff_views import application, inbox, papers
from app.matters.redress.staff_views.blueprint import bp

__all__ = ["application", "bp", "inbox", "papers"]
