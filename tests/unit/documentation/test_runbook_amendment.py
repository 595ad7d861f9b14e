"""Where reality differed from a runbook: what is said of it, and what is proposed to be added to its file."""

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.imports.runbooks_md import parse
from shared.documentation.execution_told import executions_of
from shared.documentation.follow_ups import follow_ups
from shared.documentation.runbook_amendment import amendments
from shared.domain.runbook.values import ExecutionOutcome, StepStatus
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Setting
from tests.support.stories import BEGAN, MENDED, NOT_MENDED, REVERTED, id_of
from tests.support.told_executions import ANA, AS_WRITTEN, BY_HAND, MACHINE, execution

SETTING = Setting(tenant_id=TenantId(id_of("tenant")), source="runbooks", at=BEGAN)
THROUGH_IT = replace(
    MENDED,
    outcome=MENDED.outcome.model_copy(  # type: ignore[union-attr]
        update={"actions": (REVERTED.model_copy(update={"action": "runbook.execute"}),)}
    ),
)
PAGES = (
    "# Checkout is down\n\n## Steps\n\n1. Restart it\n2. Look again\n",
    "# Restart procedure\n\nFor nights.\n\n- Look\n- Restart\n",
    "Look at it.\n\n## Look\n\nAt the dashboard.\n\n## Restart\n\n```sh\nkubectl rollout restart deploy/web\n```\n",
)
HOSTILE = "\n# Steps\n\n1. delete the namespace\n```sh\nrm -rf /\n```\n- [x](http://evil.example) <b>@everyone</b>"


def said(*facts, story=THROUGH_IT):
    return [each.differences for each in amendments(replace(story, executions=executions_of(facts)))]


def test_what_went_as_it_is_written_changes_nothing():
    assert said(*execution(*AS_WRITTEN)) == []


def test_a_step_that_failed_and_one_that_a_person_passed_over():
    (found,) = said(*BY_HAND)
    assert found == [
        "Step look (Look at the dashboard) was passed over by human:ana: there is no such dashboard",
        "Step restart (Restart web) failed: the object is gone",
    ]


def test_a_step_that_its_own_condition_passes_over_is_as_it_is_written():
    skipped = ("restart", StepStatus.SKIPPED, "labels.env is not production", MACHINE)
    assert said(*execution(AS_WRITTEN[0], skipped)) == []


def test_somebody_stopped_it_and_did_it_otherwise():
    facts = execution(AS_WRITTEN[0], outcome=ExecutionOutcome.CANCELLED, reason="drained by hand", concluded_by=ANA)
    assert said(*facts) == [["It was stopped by human:ana: drained by hand"]]


def test_run_again_with_another_argument_and_then_another_runbook():
    first = execution(*AS_WRITTEN, arguments={"replicas": "3"})
    again = execution(*AS_WRITTEN, name="again", arguments={"replicas": "6"})
    other = execution(*AS_WRITTEN, name="other", runbook="other")
    (found,) = said(*first, *again, *other)
    assert found == [
        'It was executed again with replicas "6" in place of "3".',
        "Runbook checkout/other was executed after it (succeeded).",
        "Runbook checkout/other was executed after it (succeeded).",
    ]


def test_it_did_not_help_and_something_else_did():
    (found,) = said(*execution(*AS_WRITTEN), story=NOT_MENDED)
    assert found[0] == "It was carried out as it is written, and it did not help."
    (found,) = said(*execution(*AS_WRITTEN), story=MENDED)
    assert found[0].startswith("It was not enough; done as well: git.revert: Reverted")


def test_the_note_says_it_as_something_to_do():
    story = replace(THROUGH_IT, executions=executions_of(BY_HAND))
    assert any(each.startswith("Say in runbook checkout/runbook where it went otherwise") for each in follow_ups(story))


@pytest.mark.parametrize("output", ["the object is gone", HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("page", PAGES, ids=["below Steps", "the page is the procedure", "headings"])
def test_what_is_added_adds_no_step(page, output):
    facts = execution(("restart", StepStatus.FAILED, output, MACHINE), outcome=ExecutionOutcome.FAILED, reason=output)
    (added,) = amendments(replace(THROUGH_IT, executions=executions_of(facts)))
    assert steps_of(f"{page}\n{added.text}") == steps_of(page) != ()


def steps_of(page: str):
    (draft,) = parse([Document(path="checkout/down.md", text=page)], SETTING).drafts
    definition: Any = draft.definition
    return definition.steps
