"""A body is as long as its kind may be: text everywhere, files where they are asked for."""

import re

import pytest
from flask import Flask

from app.kernel.web.bodies import longest_body
from tests.support.pages import PageClient

UPLOADS = {
    "complaints.evidence",
    "complaints.add_material_to",
    "redress.files",
    "admin.complaints.check_registration",
    "admin.complaints.attach",
    "admin.complaints.pause",
    "admin.complaints.show_item",
    "admin.creation.evidence",
    "admin.assessment.mark",
    "admin.workbench.new",
    "admin.cases.files",
}
"""Each form of the templates that sends files, and one kind of record for all."""
MULTIPART = "multipart/form-data; boundary=b"
TEXT = "application/x-www-form-urlencoded"
LENGTH = {"CONTENT_LENGTH": str(3 * 1024 * 1024)}


@pytest.mark.parametrize("endpoint", sorted(UPLOADS))
def test_files_may_be_sent_to_where_they_are_asked_for(app: Flask, endpoint: str) -> None:
    rule = next(app.url_map.iter_rules(endpoint)).rule
    path = re.sub(r"<\w+>", "x", re.sub(r"<int:\w+>", "1", rule))
    assert longest_body(app, "POST", path, MULTIPART) == app.config["MAX_CONTENT_LENGTH"]
    assert longest_body(app, "POST", path, TEXT) == app.config["MAX_FORM_MEMORY_SIZE"]


@pytest.mark.parametrize("kind", [MULTIPART, TEXT, "application/json"])
@pytest.mark.parametrize("path", ["/complaints/track", "/admin/login", "/", "/nowhere"])
def test_long_body_is_refused_by_its_length_alone(client: PageClient, path: str, kind: str) -> None:
    """Nothing is read of it: what does not come can't be."""
    page = client.post(path, content_type=kind, environ_overrides=LENGTH)
    assert page.status_code == 413
    assert "文件太大" in page.body_text


def test_long_text_is_refused_where_files_are_taken(client: PageClient) -> None:
    page = client.post("/complaints/new/evidence", content_type=TEXT, environ_overrides=LENGTH)
    assert page.status_code == 413
