"""What a check found: that it holds, that it does not, or that it could not be read; and what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.diagnosis.finding import short
from shared.remediation.outcome import VerificationCheck

_LONGEST = 900
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CheckResult:
    holds: bool | None
    seen: str

    def of(self, what: str) -> VerificationCheck:
        """The check that it answers."""
        return VerificationCheck(what=short(what, _LONGEST), holds=self.holds, seen=short(self.seen, _LONGEST))


def met(seen: str) -> CheckResult:
    return CheckResult(holds=True, seen=seen)


def unmet(seen: str) -> CheckResult:
    return CheckResult(holds=False, seen=seen)


def unread(why: str) -> CheckResult:
    return CheckResult(holds=None, seen=why)


def all_of(results: Iterable[CheckResult]) -> CheckResult:
    """One that fails decides, then one that was not read; what decides is told first."""
    found = sorted(results, key=lambda each: {False: 0, None: 1, True: 2}[each.holds])
    return CheckResult(found[0].holds, "; ".join(dict.fromkeys(each.seen for each in found)))


def named(names: Iterable[str]) -> str:
    """The first of them, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else ""
    return f"{', '.join(every[:_MOST_NAMED])}{more}"
