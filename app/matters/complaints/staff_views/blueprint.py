"""Nested under ``admin``, whose guard lets only signed-in staff through."""

from flask import Blueprint

bp = Blueprint("complaints", __name__, url_prefix="/complaints")
