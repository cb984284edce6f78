"""``python -m tests.bench.bare DATABASE PAGE PORT``: what Flask itself can do under our gunicorn.

One route returns the bytes of a page; the other selects with one statement as many rows as make
a page of the same size, and renders a template.
"""

import sys
from pathlib import Path

from flask import Flask, Response, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import text

from app.ops.serving.server import WebServer

SAMPLE = 20
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
    app.jinja_loader = DictLoader({"rows.html": ROWS_TEMPLATE})
    with app.app_context(), app.test_request_context():
        rows = SAMPLE * len(page) // len(_render(SAMPLE).encode())

    @app.get("/bytes")
    def same_bytes() -> Response:
        return Response(page, mimetype="text/html")

    @app.get("/statement")
    def one_statement() -> str:
        return _render(rows)

    @app.get("/")
    def ready() -> str:
        return ""

    return app


def _render(rows: int) -> str:
    return render_template("rows.html", rows=db.session.execute(STATEMENT, {"rows": rows}))


if __name__ == "__main__":
    database, page, port = sys.argv[1:]
    site = create_app(Path(database), Path(page).read_bytes())
    site.config.update(WEB_PROCESSES=2, WEB_THREADS=4)
    WebServer(site, {"bind": f"127.0.0.1:{port}"}).run()
