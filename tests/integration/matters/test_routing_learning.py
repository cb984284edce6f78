"""Learning from labelled files and from the site's own matters, and what is written of it."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from app.kernel import topics
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.topics.texts import families, read_labelled
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.complaints.routing.services.learning import LEAST_OF_CATEGORY, LEAST_SUBMISSIONS
from app.people.queries import bureau_by_code_or_name
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau

WORDS = {
    "环境保护": "噪音 油烟 废水 废气 垃圾 粉尘 臭气 排放 污染 河道".split(),
    "教育文体": "学校 老师 补课 学费 招生 家长 学生 教材 课程 考试".split(),
    "交通运输": "公路 司机 车站 公交 快递 班车 收费站 桥梁 出租车 道路".split(),
}
SECRET = "慕容试验"


def texts_of(label):
    """Twenty messages that share some of the words of their topic."""
    words = WORDS[label]
    return [
        (f"反映{words[n % 10]}的问题", "、".join(words[(n + step) % 10] for step in range(1, 5)))
        for n in range(20)
    ]


@pytest.fixture
def messages(tmp_path):
    """Whole messages, one of which names somebody again and again."""
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["留言主题", "留言详情", "一级标签"])
        for label in WORDS:
            for heading, body in texts_of(label):
                rows.writerow([heading, body, label])
        for _ in range(4):
            rows.writerow(["反映噪音的问题", f"邻居{SECRET}家噪音，电话13800138000", "环境保护"])
    return path


@pytest.fixture
def cut(tmp_path):
    """The same messages, cut into words."""
    path = tmp_path / "cut.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["分词文本", "一级标签"])
        for label in WORDS:
            for heading, body in texts_of(label)[:5]:
                head = ["反映", heading.removeprefix("反映").removesuffix("的问题"), "问题"]
                rows.writerow([" ".join([*head, *body.split("、")]), label])
    return path


def learned_file(app, name):
    return (Path(app.config["DATA_DIR"]) / "routing" / name).read_text(encoding="utf-8")


def test_weights_are_learned_from_files_and_used_at_once(app, runner, messages, cut):
    assert topics.current().topics.labels != tuple(sorted(WORDS))
    result = runner.invoke(args=["routing", "train", str(messages), str(cut)])
    assert result.exit_code == 0, result.output
    assert "topics.tsv: 79 texts" in result.output
    weights = topics.current().topics
    assert weights.labels == tuple(sorted(WORDS))
    chances = weights.read("楼下油烟和噪音").chances
    assert max(chances, key=lambda label: chances[label]) == "环境保护"
    row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert row is not None
    assert (row.action, row.object_id) == ("routing.learned", "topics.tsv")


def test_what_one_person_wrote_again_and_again_is_not_in_the_file(app, runner, messages):
    runner.invoke(args=["routing", "train", str(messages)])
    table = learned_file(app, "topics.tsv")
    assert "噪音" in table
    assert not [part for part in ("慕容", "试验", "邻居", "13800138000") if part in table]


def test_a_cut_copy_belongs_to_the_message_it_was_cut_from(messages, cut):
    texts = read_labelled([messages, cut]).messages
    kin = families(texts)
    whole = {text.whole: family for text, family in zip(texts, kin, strict=True) if not text.words}
    copies = [family for text, family in zip(texts, kin, strict=True) if text.words]
    assert copies
    assert set(copies) <= set(whole.values())


def test_figures_of_cross_validation_are_printed_for_as_many_draws_as_asked(
    app, runner, messages, cut
):
    result = runner.invoke(args=["routing", "check", str(messages), str(cut), "--draws", "2"])
    assert result.exit_code == 0, result.output
    assert "all rows: 79 texts, accuracy 0.9" in result.output.replace("1.0000", "0.9999")
    assert "whole messages, copies kept apart: 64 texts" in result.output
    assert "out of scope (教育文体)" in result.output
    lines = [line for line in result.output.splitlines() if line.startswith("whole messages")]
    assert "mean of 2 draws" in lines[-1]


@pytest.mark.parametrize("command", ["train", "check"])
def test_a_file_without_labels_is_refused_by_name(app, runner, tmp_path, command):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    result = runner.invoke(args=["routing", command, str(path)])
    assert result.exit_code == 1
    assert "other.csv" in result.output
    assert "一级标签" in result.output


def test_districts_of_companies_are_checked(app, runner, tmp_path):
    path = tmp_path / "companies.csv"
    path.write_text(
        "企业名称,注册号/统一社会信用代码,登记机关,管辖单位\n"
        "某某贸易有限公司,330304000000001,温州市瓯海区市场监督管理局,郭溪所\n"
        "苍南县某某纸业有限公司,330327000000001,苍南县市场监督管理局,龙港市场监管分局\n"
        "温州某某集团有限公司,330300000000001,温州市市场监督管理局,直属所\n",
        encoding="utf-8",
    )
    result = runner.invoke(args=["routing", "places", str(path)])
    assert "name: 2 companies, 0.0000 right, 0.5000 not found" in result.output
    assert "name, office and code: 2 companies, 1.0000 right, 0.0000 not found" in result.output


def body(code):
    found = bureau_by_code_or_name(code)
    assert found is not None
    return found


def closed(category, bureau, title, narrative, **changes):
    submission = make_submission(
        title=title, narrative=narrative, category_code=category, **changes
    )
    outcome = {"status": MatterStatus.CLOSED, "outcome": MatterOutcome.CORRECTED}
    make_matter(bureau=body(bureau), submission=submission, **outcome)


NOISE, TRAFFIC = (
    ("environment-life", "ouhai-urban-management"),
    ("service-passenger", "ouhai-transport"),
)


def close_some():
    """As many matters of two categories as are needed, the site's own words in them."""
    for number in range(LEAST_OF_CATEGORY):
        noise, school = (
            [WORDS[label][(number + step) % 10] for step in range(3)]
            for label in ("环境保护", "交通运输")
        )
        closed(*NOISE, f"{noise[0]}扰民", f"水潭角夜市{noise[1]}{noise[2]}")
        closed(*TRAFFIC, f"{school[0]}拒载", f"上车后{school[1]}{school[2]}")


def test_closed_matters_teach_the_site_its_own_words(app, runner):
    close_some()
    result = runner.invoke(args=["routing", "train"])
    assert result.exit_code == 0, result.output
    assert f"categories.tsv: {2 * LEAST_OF_CATEGORY} texts" in result.output
    own = topics.current().categories
    assert own is not None
    chances = own.read("水潭角夜市太吵").chances
    assert chances["environment-life"] > chances["service-passenger"]


def test_what_few_reporters_wrote_is_not_in_the_file(app, runner):
    close_some()
    for number in range(LEAST_SUBMISSIONS - 1):
        narrative = f"{SECRET}住在司徒巷，电话13800138000，第{number}次"
        closed(*NOISE, f"第{number}次反映噪音", narrative)
    runner.invoke(args=["routing", "train"])
    table = learned_file(app, "categories.tsv")
    assert "夜市" in table
    assert not [part for part in ("慕容", "试验", "司徒", "13800138000") if part in table]


def test_too_few_matters_teach_nothing(app, runner):
    closed(*NOISE, "噪音扰民", "夜里噪音很大")
    result = runner.invoke(args=["routing", "train"])
    assert result.exit_code == 0
    assert "too few matters" in result.output
    assert topics.current().categories is None


def test_matters_about_officials_teach_nothing(app, runner):
    about = make_bureau()
    for number in range(LEAST_OF_CATEGORY * 2):
        of_one = (NOISE, TRAFFIC)[number % 2]
        closed(*of_one, "噪音扰民", f"第{number}次", subject_bureau_id=about.id)
    assert "too few matters" in runner.invoke(args=["routing", "train"]).output


def test_a_matter_routed_anew_counts_for_the_body_that_closed_it(app, runner):
    close_some()
    for number in range(LEAST_OF_CATEGORY):
        closed(
            "food-catering",
            "ouhai-transport",
            "出租车司机拒载",
            f"出租车绕路，水晶广场{WORDS['交通运输'][number % 10]}上车",
        )
    result = runner.invoke(args=["routing", "train"])
    assert f"categories.tsv: {3 * LEAST_OF_CATEGORY} texts" in result.output
    own = topics.current().categories
    assert own is not None
    assert set(own.labels) == {"environment-life", "service-passenger"}
    assert own.read("水晶广场").chances["service-passenger"] > 0.5
