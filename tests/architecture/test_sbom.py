"""The bill of materials names each package that a site is installed from."""

import json
import re
import shlex
import subprocess

import pytest

from tests.support.source import ROOT, text

pytestmark = pytest.mark.trust(46)

PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.M | re.I)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@pytest.fixture(scope="module")
def components(tmp_path_factory):
    """What ``make sbom`` writes of packages."""
    target = tmp_path_factory.mktemp("sbom") / "sbom.json"
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", f"SBOM={target}", "sbom"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    recipe = told.stdout.replace("\\\n", " ").splitlines()
    (command,) = (line for line in recipe if "cyclonedx-py" in line)
    subprocess.run([*shlex.split(command), "--no-validate"], cwd=ROOT, check=True)
    bill = json.loads(target.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    return bill["components"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-production.lock"])
def test_each_locked_package_is_in_the_bill_with_its_version(lock, components):
    locked = set(PINNED.findall(text(ROOT / lock)))
    assert len(locked) > 50
    assert locked <= {(part["name"].lower(), part["version"]) for part in components}


def test_each_package_of_the_bill_has_the_hashes_of_the_lock(components):
    locked = set(HASH.findall(text(ROOT / "requirements-production.lock")))
    told = {
        one["content"]
        for part in components
        for reference in part["externalReferences"]
        for one in reference.get("hashes", [])
    }
    assert told == locked
