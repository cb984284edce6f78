"""Personal data in texts to be published is found; what only looks like it is left alone."""

import pytest

from app.kernel.masking import PersonalData, find, hidden
from tests.support.uscc import uscc

FOUND = [
    # Invented people and numbers. The part in brackets 〔〕 is what must be found.
    ("identity", "身份证号〔11010519491231002X〕，男"),
    ("identity", "身份证〔11010519491231002x〕"),
    ("identity", "公民身份号码：〔110105 19491231 0021〕"),
    ("identity", "证件〔１１０１０５１９４９１２３１００２１〕"),
    ("identity", "证件号〔110105-19491231-0021〕。"),
    ("identity", "旧证〔110105491231002〕"),
    ("identity", "身份证编号：〔110105491231002〕"),
    ("phone", "联系电话〔13800138000〕"),
    ("phone", "联系电话：〔138 0013 8000〕，"),
    ("phone", "手机〔138-0013-8000〕"),
    ("phone", "〔+86 13800138000〕"),
    ("phone", "号码〔１３８００１３８０００〕"),
    ("phone", "家中电话〔0577-88123456〕"),
    ("phone", "其座机〔88123456〕"),
    ("bank", "汇入〔6222021234567890128〕"),
    ("bank", "卡号〔6222 0212 3456 7890 128〕"),
    ("bank", "开户银行账号：〔120320200987654321〕"),
    ("plate", "驾驶〔浙C12345〕小型轿车"),
    ("plate", "车牌〔浙C·D1234〕"),
    ("plate", "新能源车〔浙CD12345〕"),
    ("plate", "货车〔浙C12345F〕运输"),
    ("plate", "挂车〔浙C1234挂〕"),
    ("address", "家住〔温州市鹿城区某路1号楼302室〕，"),
    ("address", "住址：〔试验县某镇某村12号〕"),
    ("address", "王某某，男，住〔试验市某街道某弄5号〕"),
    ("address", "货物送到，〔安居花园3幢2单元501室〕"),
    ("email", "发到〔zhang.san@example.com〕，"),
    ("email", "邮箱〔zhang_san＠example.com.cn〕"),
    ("email", "〔zhang.san[at]example.com〕"),
    ("account", "微信号：〔wxid_ab12cd〕"),
    ("account", "加微信〔zhangsan88〕联系"),
    ("account", "微信：〔13800〕转账"),
    ("account", "ＱＱ号〔123456789〕"),
    ("account", "QQ：〔１２３４５６７８９〕"),
    ("passport", "护照号码〔E12345678〕"),
    ("passport", "持港澳通行证（〔C12345678〕）"),
    ("name", "店主〔张三强〕说这批货没问题"),
    ("name", "〔张三强〕说这批货没问题"),
    ("name", "当日，〔李小明〕称不知情。"),
    ("name", "检查时，〔王建国〕承认"),
    ("name", "姓名：〔张三丰〕"),
    ("name", "姓名  〔张三丰〕"),
    ("name", "员工〔李明〕将过期食品上架"),
    ("name", "消费者〔王小花〕购买"),
    ("name", "举报人〔郑大路〕反映"),
    ("name", "证人：〔万福〕。"),
    ("name", "经营者〔欧阳明〕在店内"),
    ("name", "〔张三〕（男，1980年生人）"),
    ("name", "当事人，〔林小雨〕，女，汉族"),
    ("name", "对〔李明〕警告并罚款"),
    ("name", "由〔李小明〕先生签收"),
    ("name", "部门总经理〔徐大力〕，团队负责人〔田小阳〕，"),
    ("birth", "出生日期：〔1980年3月5日〕"),
    ("birth", "王某，男，汉族，〔1980年3月5日〕出生"),
    ("birth", "王某，生于〔1980年〕"),
    ("birth", "张某某（男，〔1980年〕生，小学文化）"),
    ("minor", "向学生李某（〔15岁〕）出售"),
    ("minor", "其儿子今年〔9岁〕"),
    ("minor", "年仅〔7周岁〕的女儿"),
    ("minor", "当事人〔未满16周岁〕"),
    ("minor", "经查，当事人〔系未成年人〕"),
]

LEFT_ALONE = [
    "投诉请发邮件至jubao@wenzhou.gov.cn",
    "统一社会信用代码913303QQ1234567",
    "通过微信支付宝付款，微信小程序下单",
    "微信公众号和QQ群均有宣传",
    "护照办理，出入境证件号段",
    "经理说、周边商户反映、金店称、李科长表示、张教练称",
    "高某某称不知情，王某承认",
    "麻烦告知处理结果，温州称第一",
    "温市监处罚〔2026〕330302号",
    "浙温鹿市监案字〔2026〕第13800138号",
    f"统一社会信用代码{uscc(7)}",
    "注册号330302000212561",
    "注册号：330302491231002",
    "罚款13800138000元",
    "货值金额13800138000.50元",
    "共计 13800138000 件",
    "2026年11月25日至2027年11月24日",
    "生产日期20261125，批号13800138000",
    "许可证编号：JY13303990012345",
    "生产许可证SC10633039900012",
    "条码6901234567892",
    "商品条形码：6222021234567890128",
    "订单号 6222021234567890128",
    "检验报告编号：13800138000",
    "增值电信业务经营许可证浙B2-20261234",
    "执行标准GB/T 12345-2026、Q/WZ 0001S-2026",
    "产品型号A12345，规格500g",
    "全国工业产品生产许可证（浙）XK13-006-00123",
    "举报电话：0577-88123456",
    "投诉举报热线12315、12345",
    "试验区市场监管局联系电话：0577-88123456",
    "住所：试验市某区某路12号3幢2单元501室",
    "经营场所位于试验市某区安居花园3幢2单元501室",
    "住宿费、住房公积金、住院",
    "试验市张三食品有限公司",
    "李记小吃店",
    "当事人张某某的行为",
    "员工李某某将过期食品上架",
    "消费者王某购买",
    "侵害消费者权益，经营者应当依法承担责任",
    "经营者陈述、申辩的权利",
    "员工管理制度、员工高级培训",
    "负责人陈述，当事人申辩",
    "会计顾问、税务代理",
    "顾客金额较大，客户黄金制品",
    "对高管警告，对单位罚款",
    "保护未成年人，禁止向未成年人销售烟酒",
    "适用年龄3岁以上，0-3岁婴幼儿配方奶粉",
    "2026年3月5日生产的面包",
    "2026年3月5日生效",
    "",
]


def split(marked: str) -> tuple[str, list[str]]:
    places = [part.split("〕")[0] for part in marked.split("〔")[1:]]
    return marked.replace("〔", "").replace("〕", ""), places


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_personal_data_is_found_where_it_stands(kind: str, marked: str) -> None:
    text, places = split(marked)
    found = [each for each in find(text) if each.kind is PersonalData(kind)]
    assert [each.text for each in found] == places
    assert [text[each.start : each.end] for each in found] == places
    assert all(place not in hidden(text) for place in places)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_personal_data_is_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_hidden_text_holds_nothing_more_to_find(kind: str, marked: str) -> None:
    assert find(hidden(split(marked)[0])) == []


def test_names_that_may_stand_are_not_found() -> None:
    text = "法定代表人张三丰，员工李明将其上架"
    assert [each.text for each in find(text)] == ["张三丰", "李明"]
    assert hidden(text, allowed={"张三丰"}) == "法定代表人张三丰，员工李某将其上架"


def test_an_excerpt_shows_neither_its_own_finding_nor_one_beside_it() -> None:
    text = "经查，员工李小明，电话13800138000，身份证11010519491231002X，将过期食品上架"
    findings = find(text)
    assert len(findings) == 3
    for finding in findings:
        shown = finding.excerpt(text, findings)
        assert not any(each.text in shown for each in findings)
    assert (
        findings[1].excerpt(text, findings)
        == "…查，员工李＊＊，电话1＊＊＊＊＊，身份证1＊＊＊＊＊…"
    )


def test_a_finding_does_not_show_its_text_when_it_is_printed() -> None:
    assert "13800138000" not in repr(find("电话13800138000"))
