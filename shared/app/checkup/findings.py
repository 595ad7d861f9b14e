"""What is wrong, how much it matters, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    WARNING = "warning"
    """Not yet wrong, or wrong for few: within days."""
    ERROR = "error"
    """Wrong now."""


@dataclass(frozen=True, slots=True)
class CheckupFinding:
    severity: FindingSeverity
    what: str
    next_step: str


def warning(what: str, next_step: str) -> CheckupFinding:
    return CheckupFinding(FindingSeverity.WARNING, what, next_step)


def error(what: str, next_step: str) -> CheckupFinding:
    return CheckupFinding(FindingSeverity.ERROR, what, next_step)


def exit_code(findings: Iterable[CheckupFinding]) -> int:
    """Gives 0 where nothing was found, 1 for warnings only, 2 for errors."""
    found = {finding.severity for finding in findings}
    return 2 if FindingSeverity.ERROR in found else int(bool(found))
