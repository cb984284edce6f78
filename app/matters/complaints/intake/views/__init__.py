"""Reporting: one question a page, then all answers to be checked, and handing in."""

from app.matters.complaints.intake.views import category, check, questions

__all__ = ["category", "check", "questions"]
