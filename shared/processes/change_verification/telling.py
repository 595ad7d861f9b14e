"""How an incident names a change: title, description, what is affected."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.kernel.vocabulary import ResourceRef
from shared.processes.change_verification.look import ChangeCommit, ChangeLook
from shared.processes.change_verification.state import ChangeRun
from shared.processes.wording import one_line

_SHORT: Final = 12
_MOST_SHOWN: Final = 10
_MOST_AFFECTED: Final = 50


def title_of(run: ChangeRun, reason: str) -> str:
    return one_line(f"Change {run.revision[:_SHORT]} of {run.application.name} is not confirmed: {reason}")


def lines_of(run: ChangeRun, look: ChangeLook, reason: str) -> Iterator[str]:
    """What the change is, what is wrong, and how it could be taken back."""
    yield one_line(f"Application {run.application.name} went from {run.previous[:_SHORT]} to {run.revision}.")
    yield one_line(f"It is not confirmed: {reason}")
    if look.commit is not None:
        yield from _commit(look.commit)
    if look.touched:
        yield one_line(f"It touched {named(look.touched)}")
    yield from (f"- {one_line(check.what)}: {one_line(check.seen)}" for check in look.failing[:_MOST_SHOWN])
    if look.unwell:
        yield one_line(f"Not well now: {named(look.unwell)}")
    if look.unread:
        yield one_line(f"The live state could not be read: {look.unread}")
    yield one_line(f"A revert of {run.revision[:_SHORT]} takes it back; before it was {run.previous[:_SHORT]}.")


def affected(run: ChangeRun, look: ChangeLook) -> tuple[ResourceRef, ...]:
    """The application, then what of it is not well: there the fault is looked for."""
    return tuple(dict.fromkeys((run.application, *look.unwell)))[:_MOST_AFFECTED]


def named(resources: Sequence[ResourceRef]) -> str:
    names = [f"{ref.kind} {ref.name}" for ref in resources[:_MOST_SHOWN]]
    more = f" and {len(resources) - _MOST_SHOWN} more" if len(resources) > _MOST_SHOWN else ""
    return f"{', '.join(names)}{more}"


def _commit(commit: ChangeCommit) -> Iterator[str]:
    by = f" by {commit.author}" if commit.author else ""
    at = f" at {commit.written_at:%Y-%m-%d %H:%M} UTC" if commit.written_at else ""
    request = f", pull request {commit.pull_request}" if commit.pull_request else ""
    yield one_line(f"Commit {commit.revision}{by}{at}{request}")
    yield from (f"> {one_line(each)}" for each in commit.message.splitlines()[:_MOST_SHOWN] if each.strip())
