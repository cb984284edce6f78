"""Wrong codes and misread names are refused with the fault; right ones are kept in one form."""

import pytest

from app.kernel.imports.targets import FirstRowHints, unpaired_brackets
from app.records.companies import uscc
from app.records.companies.parties import misread

VALID = ["91350100M000100Y43", "91320105780688132K", "91440115618712245T"]


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_kept_as_it_is(code):
    assert uscc.parse(code) == code


def test_full_width_lower_case_and_spaces_are_forgiven():
    assert uscc.parse(" ９１３５０１００m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y4Z", "第18位“Z”不是代码可用的字符"),
        ("91350100M000100Y44", "第18位校验码应为“3”，现为“4”"),
        ("91350100M000100Y4", "应为18位，现为17位"),
        (
            "91350100MO00100Y43",
            "第10位“O”不是代码可用的字符（数字和不含I、O、S、V、Z的大写字母），可能应为“0”",
        ),
        ("913501A0M000100Y43", "第7位“A”应为数字"),
    ],
)
def test_a_wrong_code_says_which_character_is_wrong(code, words):
    with pytest.raises(uscc.CompanyCodeError) as refusal:
        uscc.parse(code)
    assert words in refusal.value.message


def test_an_old_registration_number_is_accepted_beside_a_code():
    assert uscc.parse_any("330300000012345").registration_number == "330300000012345"
    assert uscc.parse_any(VALID[0]).uscc == VALID[0]
    with pytest.raises(uscc.CompanyCodeError):
        uscc.parse_any("33030000001234")


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
    notes = FirstRowHints()
    assert notes.once("", "decided_on") is None
    assert "请补上" in notes.once("原表未列日期", "decided_on").reason
    assert notes.once("原表未列日期", "decided_on") is None
