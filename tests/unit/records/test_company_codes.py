"""A wrong code is refused with the place of the fault, a right one kept in one form."""

import pytest

from app.records.companies import uscc

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
    with pytest.raises(uscc.CodeError) as refusal:
        uscc.parse(code)
    assert words in refusal.value.message


def test_an_old_registration_number_is_accepted_beside_a_code():
    assert uscc.parse_any("330300000012345").registration_number == "330300000012345"
    assert uscc.parse_any(VALID[0]).uscc == VALID[0]
    with pytest.raises(uscc.CodeError):
        uscc.parse_any("33030000001234")
