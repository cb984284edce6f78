"""Nested under ``admin``, whose guard lets only signed-in staff through."""

from flask import Blueprint

bp = Blueprint("redress", __name__, url_prefix="/redress")
