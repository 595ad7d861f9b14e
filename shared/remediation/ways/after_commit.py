"""What has to follow a commit for the cluster to follow git."""

from shared.remediation.actions import Action, ArgoSync
from shared.remediation.case import CauseInView, Open
from shared.remediation.gitops import Application


def committed(case: CauseInView, app: Application | None, commits: tuple[Action, ...], why: str) -> Open:
    """The commits, with an explicit sync behind them where the application does not take them up by itself."""
    if app is None:
        return Open(
            commits, why, ("no Argo CD application is known to own it: where the commit belongs is to be said",)
        )
    gates = case.world.gates_of(app)
    waits, closed = gates.applied_by_itself(), gates.sync()
    if waits is None:
        return Open(commits, why)
    if app.automated or closed:
        return Open(commits, why, tuple(each for each in (waits, closed) if each))
    return Open((*commits, ArgoSync(application=app.name)), why, (waits,))
