"""``python -m tests.drills install``: docs/operate/install.md, word for word, on a bare root.

The blocks marked ``sh`` are run in order, as they stand, in a Debian that debootstrap has just
made, with a network of its own as soon as packages are there. Where there is no systemd, a small
program stands in for ``systemctl``: it starts what a unit says, as the account that it says, and
everything that only systemd can do is left out. Needs root, debootstrap, and a mirror of Debian.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.source import ROOT

GUIDE = ROOT / "docs" / "operate" / "install.md"
RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
ONLINE = 3
"""So many blocks need a network: packages of Debian, folders, packages of Python."""
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OURS = "/etc/certificates-of-the-drill.crt"
"""In the root, where its packages don't put others in their place."""
AS_HERE = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/xdg/pip")
"""What of this machine the root is given, so that it finds the same mirrors."""
BELIEVED = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
STAND_IN = Path(__file__).with_name("_systemctl.sh")


def main(arguments: list[str]) -> int:
    """Follow the guide; an argument names a root that debootstrap has made before."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        sys.exit("root and debootstrap are needed: apt-get install debootstrap")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        begun = time.monotonic()
        if arguments:
            subprocess.run(["cp", "-ax", arguments[0], str(root)], check=True)
        else:
            command = ["debootstrap", "--variant=minbase", RELEASE, str(root), MIRROR]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        _say(f"bare root of {RELEASE}", begun)
        _furnish(root)
        return _follow(root)


def _furnish(root: Path) -> None:
    """The release where the guide wants it unpacked, ways to mirrors, and the stand-in."""
    program = root / "opt" / "mingjian"
    program.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(program)], input=archive.stdout, check=True)
    for name in AS_HERE:
        source, target = Path(name), root / name.lstrip("/")
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-aL", str(source), str(target)], check=True)
    if CERTIFICATES.exists():
        shutil.copy(CERTIFICATES, root / OURS.lstrip("/"))
    shutil.copy(STAND_IN, root / "usr/local/sbin/systemctl")
    _refuse_starting(root)


def _refuse_starting(root: Path) -> None:
    """Packages start nothing by themselves: this machine may run the same on the same ports."""
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)


def _follow(root: Path) -> int:
    """Run the blocks; the status for the shell."""
    steps = list(_blocks())
    for title, script in steps[:ONLINE]:
        if not _run(root, title, f"cd /\n{script}", "unshare", "--mount", "--pid", "--fork"):
            return 1
    offline = "\n".join(f"echo '== {title}' >&2\n{script}" for title, script in steps[ONLINE:])
    script = f"systemctl prepare\ncd /opt/mingjian\n{offline}\n{_last_look()}"
    alone = ("unshare", "--mount", "--pid", "--fork", "--net")
    return 0 if _run(root, "all that needs no network", script, *alone) else 1


def _last_look() -> str:
    """What a visitor gets by the proxy once the guide is at its end."""
    ask = "curl --insecure --silent --output /dev/null --write-out '%{http_code}' --header"
    host = "'Host: www.example.gov.cn'"
    return "\n".join(
        f'echo "{path} answers $({ask} {host} https://127.0.0.1{path})" >&2'
        for path in ("/", "/complaints/new", "/search", "/metrics")
    )


def _blocks() -> Iterator[tuple[str, str]]:
    title = ""
    text = GUIDE.read_text(encoding="utf-8")
    for heading, script in re.findall(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", text, re.M | re.S):
        title = heading or title
        if script:
            yield title, script


def _run(root: Path, title: str, script: str, *apart: str) -> bool:
    begun = time.monotonic()
    (root / "step.sh").write_text(
        "set -eu\nmount -t proc proc /proc\nip link set lo up 2>/dev/null || true\n"
        f"export DEBIAN_FRONTEND=noninteractive\n{script}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [*apart, "chroot", str(root), "/bin/sh", "/step.sh"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=os.environ | dict.fromkeys(BELIEVED, OURS),
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith(("== ", "/"))]
    sys.stdout.write("".join(f"   {line}\n" for line in lines))
    _say(title, begun)
    if done.returncode != 0:
        sys.stdout.write(f"{done.stdout[-3000:]}\n{title}: ended with {done.returncode}\n")
    return done.returncode == 0


def _say(title: str, begun: float) -> None:
    sys.stdout.write(f"{time.monotonic() - begun:6.1f} s  {title}\n")
    sys.stdout.flush()
