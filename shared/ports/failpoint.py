"""The seam at which everything outside is called: SQL, commit, publish, HTTP. Tests stop the process here.

``failpoint("writer.commit")`` stands before an external call and ``failpoint("writer.committed")`` after it. In
production the hook is absent and the call costs one comparison.
"""

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def failpoint(name: str) -> None:
    if _hook is not None:
        _hook(name)


def install_failpoint(hook: Callable[[str], None] | None) -> None:
    global _hook  # noqa: PLW0603 - one process, one hook
    _hook = hook
