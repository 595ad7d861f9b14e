"""What may be changed where, looked at when it is asked for: repositories, branches and paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from shared.ports.repository import ChangeRefused, RepositoryChange

DENIED_PATHS = ("**/secrets/**", "**/*.key", "**/*.pem", ".git/**", "**/.gitmodules", "**/.gitattributes")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryPolicy:
    repositories: Sequence[str]
    """Addresses that may be changed; one that ends in a star stands for all that begin so."""
    branch_prefix: str = "sre/"
    """Every branch that is pushed begins so; none that people work on does."""
    denied_paths: Sequence[str] = DENIED_PATHS
    """Files that are never changed. ``**/`` stands for any folders, none included."""

    def refuse_change(self, change: RepositoryChange) -> None:
        """Raises ChangeRefused."""
        if not any(_matches(change.repository, allowed) for allowed in self.repositories):
            raise ChangeRefused("repository.not_allowed", f"{change.repository} is not on the list of repositories")
        if not change.branch.startswith(self.branch_prefix) or change.branch == change.base_branch:
            raise ChangeRefused("repository.branch_protected", f"only branches under {self.branch_prefix} are pushed")
        if bool(change.edits) is (change.revert is not None):
            raise ChangeRefused("repository.nothing_to_do", "a change has values to edit, or one commit to revert")

    def refuse_paths(self, paths: Sequence[str]) -> None:
        """Raises ChangeRefused."""
        for path in paths:
            if any(_is_below(path, pattern) for pattern in self.denied_paths):
                raise ChangeRefused("repository.path_denied", f"{path} is never changed")


def _matches(address: str, allowed: str) -> bool:
    return address.startswith(allowed[:-1]) if allowed.endswith("*") else address == allowed


def _is_below(path: str, pattern: str) -> bool:
    """Letters of either case are alike: on some machines they name the same file."""
    lowered = f"/{path.lower()}"
    return fnmatchcase(lowered, "*/" + pattern.lower().removeprefix("**/").replace("/**", "/*"))
