"""What may be asked of pull requests, and how they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from local.cluster.moments import written
from local.fleet.repository import BRANCH
from local.forge.merges import Merges
from local.forge.pull_requests import KeptPullRequest, PullRequestFile
from local.forge.refusals import head_moved, not_found, not_mergeable, validation_failed
from local.world.access import WorldUser
from shared.ports.clock import Clock

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pulls:
    """Of one repository, ``owner/name``, whose pages begin with ``url``."""

    merges: Merges
    kept: PullRequestFile
    clock: Clock
    url: str
    project: str
    lock: RLock = field(default_factory=RLock)

    def every(self, query: Mapping[str, str]) -> list[Json]:
        """Lists them, the newest first unless it is asked otherwise."""
        owner, _, head = query.get("head", "").rpartition(":")
        state = query.get("state", "open")
        found = [
            each
            for each in self.kept.kept.values()
            if (not head or (head == each.head and owner in ("", self.project.partition("/")[0])))
            and query.get("base", each.base) == each.base
            and (state == "all" or (state == "open") == each.is_open)
        ]
        found.sort(key=lambda each: each.number, reverse=query.get("direction", "desc") == "desc")
        most, page = int(query.get("per_page", "30")), int(query.get("page", "1"))
        return [self._shown(each) for each in found[(page - 1) * most : page * most]]

    def one(self, number: str) -> Json:
        """Raises ForgeRefused."""
        found = self.find(number)
        mergeable = found.is_open and self._tree(found) is not None
        details = {"merged": found.merged_at is not None, "mergeable": mergeable if found.is_open else None}
        state = "unknown" if not found.is_open else "clean" if mergeable else "dirty"
        merged_by = {"login": found.merged_by} if found.merged_by else None
        return {**self._shown(found), **details, "mergeable_state": state, "merged_by": merged_by}

    def find(self, number: str) -> KeptPullRequest:
        """Raises ForgeRefused."""
        found = self.kept.kept.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise not_found()
        at = self.merges.branch(found.head)
        return self.kept.seen_at(found, at) if at and found.is_open else found

    def open(self, asked: Mapping[str, Any], user: WorldUser) -> Json:
        """Raises ForgeRefused."""
        head, base = str(asked.get("head") or "").rpartition(":")[2], str(asked.get("base") or "")
        head_sha, base_sha = self.merges.branch(head) if head else None, self.merges.branch(base) if base else None
        if head_sha is None:
            raise validation_failed("", "head")
        if base_sha is None:
            raise validation_failed("", "base")
        if self.kept.open_of(head, base):
            raise validation_failed(f"A pull request already exists for {self.project.partition('/')[0]}:{head}.")
        if not self.merges.ahead(base_sha, head_sha):
            raise validation_failed(f"No commits between {base} and {head}")
        if not asked.get("title"):
            raise validation_failed("", "title")
        made = KeptPullRequest(
            number=self.kept.next_number(),
            title=str(asked["title"]),
            body=str(asked.get("body") or ""),
            head=head,
            base=base,
            head_sha=head_sha,
            base_sha=base_sha,
            author=user.name,
            created_at=written(self.clock.now()),
        )
        return self.one(str(self.kept.keep(made).number))

    def close(self, number: str, asked: Mapping[str, Any]) -> Json:
        """Raises ForgeRefused."""
        found = self.find(number)
        if asked.get("state") == "closed" and found.is_open:
            self.kept.keep(replace(found, closed_at=written(self.clock.now())))
        return self.one(number)

    def merge(self, number: str, asked: Mapping[str, Any], user: WorldUser) -> Json:
        """Raises ForgeRefused."""
        found = self.find(number)
        if not found.is_open:
            raise not_mergeable()
        if asked.get("sha", found.head_sha) != found.head_sha:
            raise head_moved()
        base, tree, at = self.merges.branch(found.base), self._tree(found), self.clock.now()
        if base is None or tree is None:
            raise not_mergeable()
        title = asked.get("commit_title") or f"Merge pull request #{found.number} from {self._of(found)}"
        message = f"{title}\n\n{asked.get('commit_message') or found.title}\n"
        commit = self.merges.merge(found.base, base, found.head_sha, tree, message, user.name, at)
        if commit is None:
            raise not_mergeable("Base branch was modified. Review and try the merge again.")
        ended = written(at)
        self.kept.keep(replace(found, closed_at=ended, merged_at=ended, merged_by=user.name, merge_commit=commit))
        return {"sha": commit, "merged": True, "message": "Pull Request successfully merged"}

    def _tree(self, found: KeptPullRequest) -> str | None:
        base = self.merges.branch(found.base)
        return self.merges.tree(base, found.head_sha) if base and self.merges.branch(found.head) else None

    def _of(self, found: KeptPullRequest) -> str:
        return f"{self.project.partition('/')[0]}/{found.head}"

    def _shown(self, found: KeptPullRequest) -> Json:
        owner = self.project.partition("/")[0]
        repository = {"full_name": self.project, "name": self.project.partition("/")[2], "default_branch": BRANCH}
        return {
            "number": found.number,
            "url": f"{self.url}/repos/{self.project}/pulls/{found.number}",
            "html_url": f"{self.url}/{self.project}/pull/{found.number}",
            "state": "open" if found.is_open else "closed",
            "title": found.title,
            "body": found.body,
            "draft": False,
            "user": {"login": found.author},
            "created_at": found.created_at,
            "closed_at": found.closed_at,
            "merged_at": found.merged_at,
            "merge_commit_sha": found.merge_commit,
            "head": {"ref": found.head, "sha": found.head_sha, "label": f"{owner}:{found.head}", "repo": repository},
            "base": {"ref": found.base, "sha": found.base_sha, "label": f"{owner}:{found.base}", "repo": repository},
        }
