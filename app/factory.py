"""The application factory: a table of contents of the site."""

from flask import Flask

import config
from app import cli, people
from app.insight import assessment, evaluation, monthly
from app.kernel import aggregates, audit, notify, search, topics
from app.kernel import parts as kernel
from app.kernel.db import session as database
from app.kernel.web import addresses, templating
from app.matters import complaints, redress, rewards, risks
from app.ops import parts as ops
from app.publishing import life, workbench
from app.records import (
    bulletins,
    companies,
    creation,
    credit_reports,
    indicators,
    livelihood,
    projects,
    record_links,
    register,
)
from app.site import admin, api, portal

PARTS = (
    cli,
    kernel,
    audit,
    notify,
    search,
    aggregates,
    topics,
    life,
    people,
    companies,
    projects,
    bulletins,
    credit_reports,
    indicators,
    record_links,
    register,
    livelihood,
    creation,
    complaints,
    evaluation,
    assessment,
    monthly,
    redress,
    rewards,
    risks,
    workbench,
    portal,
    api,
    admin,
    ops,
)


def create_app(settings: config.Config | None = None) -> Flask:
    """Make the site from ``settings`` (from the environment when not given)."""
    settings = settings or config.load()
    app = Flask(
        "app",
        template_folder=str(config.BASE_DIR / "templates"),
        static_folder=str(config.BASE_DIR / "static"),
        instance_path=str(settings.DATA_DIR),
    )
    app.jinja_environment = templating.Environment
    app.url_rule_class = addresses.AddressRule
    app.config.from_mapping(settings.as_flask())
    database.init_app(app)
    for part in PARTS:
        part.init_app(app)
    return app
