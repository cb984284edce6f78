"""Where the pages of accounts are. Nested under ``admin``."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
