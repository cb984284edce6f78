"""Results of surveys for tests."""

from datetime import date
from typing import Any

from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind
from tests.support.factories import make, publication


def make_survey(**changes: Any) -> SurveyResult:
    """A published result: 864 of 1,000 were satisfied."""
    defaults = {
        **publication(),
        "publish_until": None,
        "title": "2025年医疗卫生服务满意度调查",
        "question": "您对医疗和公共卫生服务总体上满意吗？",
        "period": "2025",
        "surveying_body": "试验卫生健康委员会",
        "method": "随机拨打电话访问。",
        "sample_size": 1000,
        "kind": ResultKind.SHARE,
        "satisfied": 864,
        "document": "2025年调查报告",
        "document_on": date(2026, 1, 20),
    }
    return make(SurveyResult, defaults, changes)
