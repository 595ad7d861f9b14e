"""How an incident names a change: title, description, what is affected."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.kernel.vocabulary import ResourceRef
from shared.processes.change_verification.look import ChangeCommit, ChangeLook
from shared.processes.change_verification.state import ChangeRun

_SHORT: Final = 12
_LONGEST_LINE: Final = 300
_MOST_SHOWN: Final = 10
_MOST_AFFECTED: Final = 50


def title_of(run: ChangeRun, reason: str) -> str:
    return line(f"Change {run.revision[:_SHORT]} of {run.application.name} is not confirmed: {reason}")


def lines_of(run: ChangeRun, look: ChangeLook, reason: str) -> Iterator[str]:
    """What the change is, what is wrong, and how it could be taken back."""
    yield line(f"Application {run.application.name} went from {run.previous[:_SHORT]} to {run.revision}.")
    yield line(f"It is not confirmed: {reason}")
    if look.commit is not None:
        yield from _commit(look.commit)
    if look.touched:
        yield line(f"It touched {named(look.touched)}")
    yield from (f"- {line(check.what)}: {line(check.seen)}" for check in look.failing[:_MOST_SHOWN])
    if look.unwell:
        yield line(f"Not well now: {named(look.unwell)}")
    if look.unread:
        yield line(f"The live state could not be read: {look.unread}")
    yield line(f"A revert of {run.revision[:_SHORT]} takes it back; before it was {run.previous[:_SHORT]}.")


def affected(run: ChangeRun, look: ChangeLook) -> tuple[ResourceRef, ...]:
    """The application, then what of it is not well: there the fault is looked for."""
    return tuple(dict.fromkeys((run.application, *look.unwell)))[:_MOST_AFFECTED]


def named(resources: Sequence[ResourceRef]) -> str:
    names = [f"{ref.kind} {ref.name}" for ref in resources[:_MOST_SHOWN]]
    more = f" and {len(resources) - _MOST_SHOWN} more" if len(resources) > _MOST_SHOWN else ""
    return f"{', '.join(names)}{more}"


def line(text: str) -> str:
    """One line without what steers a terminal."""
    flat = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return flat if len(flat) <= _LONGEST_LINE else f"{flat[: _LONGEST_LINE - 1]}…"


def _commit(commit: ChangeCommit) -> Iterator[str]:
    by = f" by {commit.author}" if commit.author else ""
    at = f" at {commit.written_at:%Y-%m-%d %H:%M} UTC" if commit.written_at else ""
    request = f", pull request {commit.pull_request}" if commit.pull_request else ""
    yield line(f"Commit {commit.revision}{by}{at}{request}")
    yield from (f"> {line(each)}" for each in commit.message.splitlines()[:_MOST_SHOWN] if each.strip())
