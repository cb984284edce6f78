"""What a scanner has misread is refused, and names that only look odd are not."""

import pytest

from app.kernel.imports.remarks import Notes, unpaired_brackets
from app.records.companies.parties import misread


@pytest.mark.parametrize("name", ["虚构机械有眼公司", "虚构股扮有限公司", "虚构食品有限公词"])
def test_a_misread_name_is_told_with_what_gives_it_away(name):
    assert "扫描识别错误" in str(misread(name))


@pytest.mark.parametrize(
    "name", ["虚构有限公司", "虚构眼镜有限责任公司", "慧眼公司", "虚构股份有限公司"]
)
def test_a_sound_name_is_left_alone(name):
    assert misread(name) is None


def test_a_number_that_lost_a_bracket_is_pointed_out():
    assert unpaired_brackets("02015〕虚中执字第00396号", "decision_number") is not None
    assert unpaired_brackets("（2015）虚中执字第00396号", "decision_number") is None
    assert unpaired_brackets(None, "decision_number") is None


def test_what_holds_for_many_rows_is_said_once():
    notes = Notes()
    assert notes.once("", "decided_on") is None
    assert "请补上" in notes.once("原表未列日期", "decided_on").reason
    assert notes.once("原表未列日期", "decided_on") is None
