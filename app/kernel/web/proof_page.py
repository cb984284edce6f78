"""What somebody sees whom a limit would refuse: a proof to work out, or a minute to wait.

Who gives the proof is counted apart from all others at the same address (``limits.visitor_key``),
and goes on where they were. Each proof counts once.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import HiddenField, StringField

from app.kernel.web import flood_gate, limits

bp = Blueprint("proof", __name__)


class ProofForm(FlaskForm):
    """A proof, and the page to go on with. ``website`` is for programs, as in all guarded forms."""

    proof = HiddenField()
    back = HiddenField()
    website = StringField("防机器人用，请留空")


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)


@bp.post("/proof")
@limits.limiter.exempt  # who is refused must be able to come here
def prove() -> Response | tuple[str, int]:
    """Count the visitor apart from now on, and send them back to where they were."""
    form = ProofForm()
    is_person = form.validate_on_submit() and not form.website.data
    if not is_person or not flood_gate.passes_once(form.proof.data):
        return ask(str(form.back.data or "")), 429
    limits.count_apart()
    return redirect(_page_of_ours(form.back.data), code=303)


def ask_here() -> str:
    """The page that asks, in place of the page that was asked for."""
    is_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return ask(request.full_path if is_page else "/")


def ask(back: str) -> str:
    """The page that asks; ``back`` is the address to go on with."""
    form = ProofForm(formdata=None, back=_page_of_ours(back))
    gate = flood_gate.gate_for_once()
    return render_template(
        "errors/proof.html", form=form, gate=gate, was_sent=request.method == "POST"
    )


def _page_of_ours(address: str | None) -> str:
    """The address, if it is one of this site; else the home page."""
    parts = urlsplit((address or "").replace("\\", "/"))
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return parts.geturl() if is_ours else "/"
