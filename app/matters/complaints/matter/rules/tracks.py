"""The steps of each track: how a mediation goes and ends, and why no case is filed."""

from app.kernel.labels import LabelledEnum


class EndGround(LabelledEnum):
    """Grounds for ending a mediation (总局令121号 Art. 23)."""

    SETTLED = ("settled", "投诉人撤回投诉，或者双方自行和解")
    ABSENT = ("absent", "一方无正当理由不参加调解，或者明确拒绝调解")
    NO_AGREEMENT = ("no_agreement", "一方明确表示无法达成调解协议")
    TEST_COSTS = ("test_costs", "对检测、鉴定费用的承担协商不成")
    TIME_OVER = ("time_over", "调解期限届满，未能达成调解协议")
    NOT_TO_ACCEPT = ("not_to_accept", "受理后发现有不予受理等法定情形")
    PARTY_GONE = ("party_gone", "一方死亡或者主体灭失，没有权利义务承受人")
    OTHER = ("other", "法律、法规、规章规定的其他情形")


class SessionResult(LabelledEnum):
    """What came of a meeting of both sides."""

    AGREED = ("agreed", "双方达成一致")
    CONTINUED = ("continued", "没有达成一致，另行约定调解")
    FAILED = ("failed", "没有达成一致，不再继续调解")
    COMPLAINANT_ABSENT = ("complainant_absent", "投诉人没有到场")
    OTHER_ABSENT = ("other_absent", "被投诉人没有到场")


class NotFiledGround(LabelledEnum):
    """Why no case is filed (市场监督管理行政处罚程序规定 Art. 19 and 20)."""

    NO_VIOLATION = ("no_violation", "没有证据初步证明存在违法行为")
    MINOR = ("minor", "违法行为轻微并及时改正，没有造成危害后果")
    FIRST_TIME = ("first_time", "初次违法且危害后果轻微并及时改正")
    NO_FAULT = ("no_fault", "当事人有证据足以证明没有主观过错")
    NOT_COMPETENT = ("not_competent", "不属于本部门管辖")
    OTHER = ("other", "依法可以不予立案的其他情形")
