"""What we ship to run the site by: units, settings, container. What can be checked of it is."""

import re
import shutil
import subprocess

import pytest
import yaml

import config
from app.ops.monitoring import MEASURED
from tests.support.alert_faults import rules
from tests.support.source import ROOT, text

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MOST_EXPOSED = 2.0
OPERATE = ROOT / "docs" / "operate"


def settings_of(name: str) -> dict[str, str]:
    lines = (line for line in text(DEPLOY / name).splitlines() if line and line[0] != "#")
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_can_do_little_beside_its_work(unit):
    command = ["systemd-analyze", "security", "--offline=true", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    (exposure,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert float(exposure) <= MOST_EXPOSED, said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_every_line_of_the_units(tmp_path):
    """Programs that only an installation has are put there; else it would complain of these."""
    for unit in UNITS:
        here = re.sub(r"^(Exec\w+)=.*", r"\1=/bin/true", text(unit), flags=re.M)
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in said.stderr.splitlines() if "mingjian" in line]
    assert not ours, said.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_calls_a_command_that_there_is(app, unit):
    (command,) = re.findall(r"^ExecStart=\S+/flask --app wsgi (\S+)", text(unit), re.M)
    assert app.cli.get_command(None, command) is not None


def test_every_setting_that_is_shipped_is_known(app):
    documented = text(ROOT / "docs" / "configuration.md")
    container = re.findall(r"^(?:ENV|   ) ([A-Z_]+)=", text(DEPLOY / "Containerfile"), re.M)
    units = [
        name for unit in SERVICES for name in re.findall(r"^Environment=(\w+)", text(unit), re.M)
    ]
    for name in (*settings_of("site.env.example"), *container, *units):
        assert f"`{name}`" in documented, name


def test_the_example_filled_in_is_a_site_that_starts(tmp_path):
    filled = settings_of("site.env.example") | {
        "SECRET_KEY": "5e" * 32,
        "ENCRYPTION_KEYS": f"k1:{'7' * 64}",
        "DATA_DIR": str(tmp_path),
    }
    loaded = config.load(filled)
    assert loaded.PRODUCTION
    assert loaded.PROXY_HOPS == 1
    with pytest.raises(config.ConfigurationError, match="SECRET_KEY"):
        config.load(settings_of("site.env.example") | {"DATA_DIR": str(tmp_path)})


def test_the_container_takes_along_what_there_is_and_installs_by_hashes():
    said = text(DEPLOY / "Containerfile")
    for sources in re.findall(r"^COPY (.+) \S+$", said, re.M):
        for source in sources.split():
            assert (ROOT / source).exists(), source
    assert "--require-hashes --no-deps -r requirements-production.lock" in said
    assert "weasyprint==" in text(ROOT / "requirements-production.lock")
    assert "USER mingjian" in said


def test_compose_names_files_and_volumes_that_there_are():
    composed = yaml.safe_load(text(DEPLOY / "compose.yaml"))
    assert set(composed["services"]) == {"site", "database", "queue", "proxy"}
    named = {
        volume.partition(":")[0]
        for service in composed["services"].values()
        for volume in service.get("volumes", ())
    }
    own = {name for name in named if name.startswith("./")}
    assert named - own == set(composed["volumes"])
    assert (DEPLOY / "nginx" / "mingjian.conf").exists()
    build = composed["services"]["site"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).exists()


@pytest.mark.parametrize("page", sorted(OPERATE.glob("*.md")), ids=lambda page: page.name)
def test_commands_and_tests_that_the_guides_name_are_there(app, page):
    said = text(page)
    for path in re.findall(r"tests/[\w/]+\.py", said):
        assert (ROOT / path).exists(), path
    for drill in re.findall(r"python -m tests\.drills ([a-z_]+)", said):
        assert (ROOT / "tests" / "drills" / f"{drill}.py").exists(), drill
    calls = re.findall(r"(?:^|[`|(] ?)(?:mingjian|flask --app wsgi) ([a-z-]+)\b", said, re.M)
    unknown = {call for call in calls if app.cli.get_command(None, call) is None}
    assert not unknown, unknown


def test_the_alerts_of_the_guide_are_those_that_are_shipped():
    shipped = {rule.name for rule in rules()}
    table = text(OPERATE / "monitoring.md").partition("| alert |")[2].partition("\n\n")[0]
    assert shipped <= set(re.findall(r"\w+", table))


def test_the_guide_names_every_value_that_is_given_out():
    counted = re.findall(r'"(mingjian_[a-z_]+)"', text(ROOT / "app" / "kernel" / "metrics.py"))
    measured = [f"mingjian_{name}" for name, *_ in MEASURED]
    said = text(OPERATE / "monitoring.md")
    silent = [name for name in (*counted, *measured) if not re.search(rf"`{name}(_total)?`", said)]
    assert not silent, silent
