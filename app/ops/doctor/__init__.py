"""What an installation lacks before citizens may use it, and the next command for each.

One table a module: the settings, the machine, the database with what is in it, what runs. What
needs a table of the database is asked only when the schema is there.
"""

from app.ops.doctor import contents, machine, running, settings
from app.ops.doctor.checks import DoctorFinding


def examine() -> list[DoctorFinding]:
    """Look at the settings, the machine, the database and what is in it, and what runs."""
    findings = [check.look() for check in (*settings.CHECKS, *machine.CHECKS)]
    for check in contents.FOUNDATIONS:
        findings.append(check.look())
        if findings[-1].is_missing:
            return findings
    return [*findings, *(check.look() for check in (*contents.CHECKS, *running.CHECKS))]
