"""The application factory: a table of contents of the site."""

from flask import Flask

import config
from app import (
    accounts,
    admin,
    aggregates,
    api,
    assessment,
    audit,
    bulletins,
    cases,
    chains,
    cli,
    companies,
    complaints,
    core,
    creation,
    credit,
    credit_reports,
    evaluation,
    funds,
    honours,
    indicators,
    inspections,
    licences,
    livelihood,
    monthly,
    notify,
    operations,
    portal,
    projects,
    publishing,
    redress,
    rewards,
    risks,
    search,
    surveys,
    topics,
    workbench,
)
from app.core import addresses, templating
from app.core import db as database

PARTS = (
    cli,
    *(core, audit, notify, search, aggregates, topics, publishing, accounts),
    *(companies, credit, cases, licences, inspections, funds, projects, bulletins, credit_reports),
    *(indicators, chains, surveys, livelihood, honours, creation),
    *(complaints, evaluation, assessment, monthly, redress, rewards, risks, workbench),
    *(portal, api, admin, operations),
)


def create_app(settings: config.Config | None = None) -> Flask:
    """Make the site from ``settings`` (from the environment when not given)."""
    settings = settings or config.load()
    app = Flask(
        __name__,
        template_folder=str(config.BASE_DIR / "templates"),
        static_folder=str(config.BASE_DIR / "static"),
        instance_path=str(settings.DATA_DIR),
    )
    app.jinja_environment = templating.Environment
    app.url_rule_class = addresses.Rule
    app.config.from_mapping(settings.as_flask())
    database.init_app(app)
    for part in PARTS:
        part.init_app(app)
    return app
