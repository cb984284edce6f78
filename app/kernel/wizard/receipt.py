"""The end of a form of one question per page: the receipt, giving up, and having been too slow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug import Response

from app.kernel.crypto.tracking_codes import code_behind
from app.kernel.wizard.flow import Flow


class Receipt(Protocol):
    """What a draft has become: it can be followed by its number and a code."""

    number: str
    code_hash: str


@dataclass(frozen=True)
class Receipts:
    """The views ``done``, ``receipt``, ``discard`` and ``expired`` of the form ``flow``.

    ``find`` gives what the draft with a token has become, None before it is handed in;
    ``discard`` forgets a draft. The templates ``done.html`` and ``receipt.txt`` in the flow's
    folder get it as ``receipt``, with its ``code``.
    """

    flow: Flow[Any]
    find: Callable[[str], Receipt | None]
    discard_draft: Callable[..., None]

    def register(self, blueprint: Blueprint) -> None:
        """Add the views."""
        blueprint.add_url_rule("/new/done", "done", self.done)
        blueprint.add_url_rule("/new/receipt.txt", "receipt", self.receipt)
        blueprint.add_url_rule("/new/discard", "discard", self.discard, methods=["POST"])
        blueprint.add_url_rule("/new/expired", "expired", self.expired)

    def done(self) -> str | Response:
        """The number and the code, as long as this browser holds the draft."""
        held = self._held()
        return self._render("done.html", *held) if held else self._elsewhere()

    def receipt(self) -> Response:
        """The same as a small file to keep."""
        held = self._held()
        if held is None:
            return self._elsewhere()
        response = FlaskResponse(self._render("receipt.txt", *held), mimetype="text/plain")
        name = f"{held[0].number}.txt"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def discard(self) -> Response:
        """Forget the draft, or the receipt, in this browser and on the server."""
        if token := self.flow.let_go():
            self.discard_draft(token=token)
        flash("本机上的内容已清除。")
        return redirect(url_for(f"{self.flow.name}.new"))

    def expired(self) -> str:
        """Kind words for who took longer than the draft is kept."""
        return render_template(f"{self.flow.folder}/expired.html")

    def _held(self) -> tuple[Receipt, str] | None:
        token = self.flow.token
        receipt = self.find(token) if token else None
        code = code_behind(token, receipt.code_hash) if receipt else None
        return (receipt, code) if receipt and code else None

    def _render(self, template: str, receipt: Receipt, code: str) -> str:
        return render_template(f"{self.flow.folder}/{template}", receipt=receipt, code=code)

    def _elsewhere(self) -> Response:
        """Nothing is handed in yet, or the key that its code was made with has been taken away."""
        return redirect(url_for(f"{self.flow.name}.{'check' if self.flow.current() else 'track'}"))
