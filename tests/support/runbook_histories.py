"""``python -m tests.support.runbook_histories``: keeps what each history of an execution said, where none is kept."""

from collections.abc import Callable, Mapping
from pathlib import Path

from shared.remediation.actions import ArgoSync
from shared.remediation.outcome import EffectStatus
from tests.support.fake_coder import UNDER_WAY
from tests.support.runbook_plays import LOOK, RESTART, SYNC, WITH_APP, a_runbook, changed
from tests.support.runbook_world import RunbookWorld

FOLDER = Path(__file__).parents[1] / "payloads" / "histories"
RESTARTED = "argocd.resource_action"


def _asked_for() -> RunbookWorld:
    return RunbookWorld().define(a_runbook(RESTART, LOOK, SYNC)).execute(**WITH_APP)


def to_the_end() -> RunbookWorld:
    return _asked_for().approve().report("look")


def refused() -> RunbookWorld:
    return RunbookWorld().define(a_runbook(LOOK, changed(RESTART, tool="k8s.exec_command"))).execute(**WITH_APP)


def rejected() -> RunbookWorld:
    return _asked_for().reject()


def cancelled() -> RunbookWorld:
    return _asked_for().approve().cancel()


def too_late() -> RunbookWorld:
    return _asked_for().approve().after(241)


def looked_at_again_and_tried_again() -> RunbookWorld:
    world = RunbookWorld().define(a_runbook(changed(RESTART, idempotent=True, attempts=2)))
    world.coder.says[RESTARTED] = [UNDER_WAY, EffectStatus.FAILED]
    return world.execute(**WITH_APP).approve().after(0.1)


def taken_back() -> RunbookWorld:
    world = RunbookWorld().define(a_runbook(RESTART, SYNC))
    world.coder.undo = ArgoSync(application="shop-web", revision="v1.2.3")
    world.coder.says["argocd.sync"] = [EffectStatus.FAILED]
    return world.execute(**WITH_APP).approve().approve()


HISTORIES: Mapping[str, Callable[[], RunbookWorld]] = {
    each.__name__.replace("_", "-"): each
    for each in (to_the_end, refused, rejected, cancelled, too_late, looked_at_again_and_tried_again, taken_back)
}


def file_of(name: str) -> Path:
    return FOLDER / f"runbook-{name}.jsonl"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, history in HISTORIES.items():
        if not file_of(name).exists():
            file_of(name).write_text(history().bytes_said() + "\n", "utf-8")


if __name__ == "__main__":
    main()
