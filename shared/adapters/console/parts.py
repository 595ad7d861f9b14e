"""The parts of a page, asked for side by side: one that fails or is slow is named, and the others are shown."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass, replace
from typing import Any

from shared.adapters.console.asking import PersonalCatalogue, Question
from shared.adapters.observe import failed
from shared.ports.operation import Declined


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """``missing`` says to people why there is no content. None: there is, or nothing is there to be shown.

    ``about`` is what was asked for, in the words of the operation.
    """

    about: str = ""
    content: Any = None
    missing: str | None = None


class PageParts:
    """``threads`` for all pages of a process, ``within_s`` for the parts of one page together."""

    def __init__(self, transient: tuple[type[Exception], ...], *, within_s: float, threads: int = 8) -> None:
        self._transient = transient
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="console-part")
        self._within_s = within_s

    def gather(self, asking: PersonalCatalogue, asks: Mapping[str, Question]) -> dict[str, PagePart]:
        """Asks all of them, and waits for none longer than for the page."""
        until = time.monotonic() + self._within_s
        begun = {name: self._threads.submit(asking.content, asked) for name, asked in asks.items()}
        found = {name: self._part(name, future, until) for name, future in begun.items()}
        return {name: replace(part, about=asking.summary(asks[name].operation)) for name, part in found.items()}

    def _part(self, name: str, future: Future[Any], until: float) -> PagePart:
        try:
            return PagePart(content=future.result(max(0.0, until - time.monotonic())))
        except NotInTime:
            # What has begun ends with its statement's time; what has not never begins.
            future.cancel()
            return PagePart(missing=f"It took longer than {self._within_s:g} s. Reload to ask again.")
        except Declined as declined:
            return PagePart(missing=None if declined.reason == "not_found" else _sentence(declined))
        except self._transient:
            return PagePart(missing="The database cannot be reached at the moment. Reload to ask again.")
        except Exception as error:  # noqa: BLE001 - the part says so, with the trace; the rest of the page is shown
            return PagePart(missing=f"It is broken here. The trace is {failed(f'console.{name}', error)}.")


def _sentence(declined: Declined) -> str:
    problem = declined.problem
    return f"{problem.title}{f': {problem.detail}' if problem.detail else ''}."


Gather = Callable[[Mapping[str, Question]], dict[str, PagePart]]
