"""Pull requests as they are kept: one JSON file, and the repository says the rest."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPullRequest:
    """Times are as GitHub writes them; ``head_sha`` is what its branch was at when it was last looked at."""

    number: int
    title: str
    body: str
    head: str
    base: str
    head_sha: str
    base_sha: str
    author: str
    created_at: str
    closed_at: str | None = None
    merged_at: str | None = None
    merged_by: str | None = None
    merge_commit: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(slots=True)
class PullRequestFile:
    """All pull requests of the repository by their numbers, kept in a file."""

    file: Path
    kept: dict[int, KeptPullRequest] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file.exists():
            read: list[Mapping[str, str]] = json.loads(self.file.read_text("utf-8"))
            self.kept = {each.number: each for each in (KeptPullRequest(**told) for told in read)}  # type: ignore[arg-type]

    def keep(self, one: KeptPullRequest) -> KeptPullRequest:
        self.kept[one.number] = one
        partial = self.file.with_suffix(".partial")
        partial.write_text(json.dumps([asdict(each) for each in self.kept.values()]), "utf-8")
        partial.rename(self.file)
        return one

    def open_of(self, head: str, base: str) -> KeptPullRequest | None:
        return next(
            (each for each in self.kept.values() if each.is_open and (each.head, each.base) == (head, base)), None
        )

    def next_number(self) -> int:
        return max(self.kept, default=0) + 1

    def seen_at(self, one: KeptPullRequest, head_sha: str) -> KeptPullRequest:
        """Gives it with the commit that its branch is at now."""
        return one if one.head_sha == head_sha else self.keep(replace(one, head_sha=head_sha))
