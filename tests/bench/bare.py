"""``python -m tests.bench.bare DATABASE PAGE PORT``: what Flask itself can do under our gunicorn.

One route returns the bytes of a page; the other selects twenty rows with one statement and
renders a template of the same size.
"""

import sys
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Result, text

from app.operations.serving import SETTINGS, WebServer

ROWS = 20
STATEMENT = text(
    "SELECT id, title, party_name, violation, deciding_body, decision_number, decided_on "
    "FROM case_disclosures ORDER BY id DESC LIMIT :rows"
)
ROWS_TEMPLATE = """
{% for row in rows %}
<tr><th><a href="/cases/{{ row.id }}">{{ row.title }}</a></th><td>{{ row.party_name }}</td>
<td>{{ row.violation }}</td><td>{{ row.deciding_body }}<br>{{ row.decision_number }}</td>
<td><time>{{ row.decided_on }}</time></td></tr>
{% endfor %}
"""
db = SQLAlchemy()


def create_app(database: Path, page: bytes) -> Flask:
    """The two routes, on the database of the site that is measured."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{database}"
    db.init_app(app)
    short = app.jinja_env.from_string(ROWS_TEMPLATE)
    with app.app_context():
        rest = len(page) - len(short.render(rows=_rows()).encode())
    template = app.jinja_env.from_string("-" * rest + ROWS_TEMPLATE)

    @app.get("/bytes")
    def same_bytes() -> Response:
        return Response(page, mimetype="text/html")

    @app.get("/statement")
    def one_statement() -> str:
        return template.render(rows=_rows())

    @app.get("/")
    def ready() -> str:
        return ""

    return app


def _rows() -> Result[Any]:
    return db.session.execute(STATEMENT, {"rows": ROWS})


if __name__ == "__main__":
    database, page, port = sys.argv[1:]
    site = create_app(Path(database), Path(page).read_bytes())
    WebServer(site, {**SETTINGS, "bind": f"127.0.0.1:{port}"}).run()
