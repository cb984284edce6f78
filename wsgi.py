"""Entry point for ``flask --app wsgi`` and for gunicorn."""

from app import create_app

app = create_app()
