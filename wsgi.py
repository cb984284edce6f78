"""Entry point for ``flask --app wsgi`` and for WSGI servers."""

from app.cli import CommandLine

app = CommandLine()
