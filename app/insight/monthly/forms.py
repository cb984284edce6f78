"""Which table of a report, which edition of it, and why it is counted again."""

from flask_wtf import FlaskForm

from app.kernel.web.filtering import ChoiceFilter, FilterForm
from app.publishing.fields.inputs import ProseInput


class MonthlyReportForm(FilterForm):
    """The edition, and the table of a download."""

    edition = ChoiceFilter("版次")
    table = ChoiceFilter("数据表")


class ReportCorrectionForm(FlaskForm):
    """Why a month is counted again."""

    reason = ProseInput("更正理由", 500, description="公开显示在月报上：哪里错了，为什么")
