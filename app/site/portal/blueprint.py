"""The blueprint of the public pages that belong to no single feature."""

from flask import Blueprint

bp = Blueprint("portal", __name__)
