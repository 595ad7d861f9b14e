"""What may be changed where, looked at when it is asked for: repositories, branches and paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from shared.kernel.globs import glob_matches
from shared.ports.repository import ChangeRefused, RepositoryChange
from shared.remediation.effect_policy import same_repository

DENIED_PATHS = (
    "**/secrets/**",
    "**/*.key",
    "**/*.pem",
    ".git/**",
    "**/.gitmodules",
    "**/.gitattributes",
    # What a forge runs when it sees it.
    "**/.github/**",
    "**/.gitlab-ci.yml",
    "**/CODEOWNERS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryPolicy:
    repositories: Sequence[str]
    """Addresses that may be changed; a star in one stands for any stretch."""
    branch_prefix: str = "sre/"
    """Every branch that is pushed begins so; none that people work on does."""
    allowed_paths: Sequence[str] = ("*",)
    """Files that may be changed, from the root; a star stands for any stretch, of folders too."""
    denied_paths: Sequence[str] = DENIED_PATHS
    """Files that are never changed. ``**/`` stands for any folders, none included."""

    def refuse_change(self, change: RepositoryChange) -> None:
        """Raises ChangeRefused."""
        if not any(same_repository(allowed, change.repository) for allowed in self.repositories):
            raise ChangeRefused("repository.not_allowed", f"{change.repository} is not on the list of repositories")
        if not change.branch.startswith(self.branch_prefix) or change.branch == change.base_branch:
            raise ChangeRefused("repository.branch_protected", f"only branches under {self.branch_prefix} are pushed")
        ways = (change.edits, change.revert is not None, change.files, change.appended)
        if sum(map(bool, ways)) != 1:
            raise ChangeRefused("repository.nothing_to_do", "a change has values to edit, a commit to revert, or files")

    def refuse_paths(self, paths: Sequence[str]) -> None:
        """Raises ChangeRefused."""
        for path in paths:
            if any(_is_below(path, pattern) for pattern in self.denied_paths):
                raise ChangeRefused("repository.path_denied", f"{path} is never changed")
            if not any(glob_matches(pattern, path) for pattern in self.allowed_paths):
                raise ChangeRefused("repository.path_not_allowed", f"{path} is not on the list of paths")


def _is_below(path: str, pattern: str) -> bool:
    """Letters of either case are alike: on some machines they name the same file."""
    lowered = f"/{path.lower()}"
    return fnmatchcase(lowered, "*/" + pattern.lower().removeprefix("**/").replace("/**", "/*"))
