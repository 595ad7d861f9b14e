"""GitOps gates: which ways an application leaves open. A closed way says by what, in words for whoever reads the plan.

Each rule is Argo CD's own: self-heal takes a live change back, auto-sync refuses a rollback and does not try again what
failed, a sync window blocks what it denies, and an application counts as missing only where all of it is.
"""

from dataclasses import dataclass

from shared.remediation.gitops import Application
from shared.remediation.sync_windows import WindowGate


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of one application. Each question answers None where the way is open, else what closes it."""

    app: Application
    window: WindowGate

    def live_change(self) -> str | None:
        """Whether a field that git states may be changed in the cluster."""
        if self.app.self_heal:
            return f"live change closed: {self.app.called} has selfHeal on and takes it back within seconds"
        return None

    def sync(self) -> str | None:
        """Whether a synchronisation may be asked for."""
        if not self.window.manual:
            return f"sync closed: {self.app.called}: {self.window.why}"
        if self.app.operation.running:
            return f"sync closed: {self.app.called} has an operation that has not ended"
        return None

    def rollback(self) -> str | None:
        """Whether an earlier revision may be deployed without a commit."""
        if self.app.automated:
            return f"rollback closed: {self.app.called} has auto-sync on, which refuses any revision but the target's"
        if len(self.app.sources) != 1:
            return f"rollback closed: {self.app.called} has {len(self.app.sources)} sources, a revision names one"
        return self.sync()

    def applied_by_itself(self) -> str | None:
        """Whether a new commit is deployed without anybody's doing."""
        if not self.app.automated:
            return f"auto-sync is off: {self.app.called} takes a commit up when it is asked to"
        if not self.window.automatic:
            return f"auto-sync waits: {self.app.called}: {self.window.why}"
        return None

    def healthy_alone(self) -> str | None:
        """Whether the application's own word for its health may be believed."""
        entries = self.app.manifest.at("status", "resources").each()
        missing = sum(entry.at("status").text == "OutOfSync" for entry in entries)
        if missing and self.app.manifest.at("status", "health", "status").text == "Healthy":
            return f"Healthy proves nothing: {self.app.called} has resources that are not as in git: {missing}"
        return None

    def retried_by_itself(self) -> str | None:
        """Whether what failed is tried again without anybody's doing."""
        failed = self.app.operation.revisions
        if self.app.operation.failed:
            tried = failed[0][:12] if failed else "the revision"
            return f"auto-sync never retries {tried}, which failed: it takes an explicit sync or a new commit"
        return None
