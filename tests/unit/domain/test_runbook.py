"""What can be asked of a runbook, and what follows: versions."""

import pytest

from shared.domain.runbook.facts import RunbookUpdated
from shared.domain.runbook.values import RunbookDefinition, RunbookStep
from tests.support.given import ANA
from tests.support.runbooks import (
    BY_HAND,
    BY_MACHINE,
    LOOK,
    RUNBOOK,
    complete,
    create,
    created,
    execute,
    given,
    update,
)


def test_a_slug_is_one_runbook_and_its_first_definition_is_version_1():
    past = given.when(create()).then(created())
    past.when(create()).then_nothing()
    past.when(create(BY_MACHINE)).then_rejected("runbook.exists", saying="'checkout'")


def test_each_other_definition_is_the_next_version():
    updated = RunbookUpdated(runbook_id=RUNBOOK, runbook_version=2, definition=BY_MACHINE, updated_by=ANA)
    past = given.facts(created()).when(update(BY_MACHINE)).then(updated)
    past.when(update(BY_MACHINE)).then_nothing()
    assert (past.state.runbook_version, past.state.definition) == (2, BY_MACHINE)


def step(**arguments: str) -> RunbookStep:
    return RunbookStep(id="s", title="Do", arguments=arguments)


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (RunbookDefinition(title="x", trigger_conditions=("alertname",)), "runbook.invalid_matcher"),
        (RunbookDefinition(title="x", steps=(LOOK, LOOK)), "runbook.step_twice"),
        (RunbookDefinition(title="x", steps=(step(a="{{ labels.a b }}"),)), "runbook.invalid_template"),
        (RunbookDefinition(title="x", steps=(step(a="{{ __import__('os') }}"),)), "runbook.invalid_template"),
        (RunbookDefinition(title="x", steps=(step(a="{{ labels.a"),)), "runbook.invalid_template"),
    ],
)
def test_a_definition_that_could_not_be_found_or_run_is_refused(definition, code):
    given.when(create(definition)).then_rejected(code)
    given.facts(created()).when(update(definition)).then_rejected(code)


def test_placeholders_name_labels_annotations_the_incident_and_arguments():
    text = "kubectl -n {{ labels.namespace }} get {{arguments.pod}} # {{ incident.number }} {{ annotations.summary }}"
    definition = RunbookDefinition(title="x", steps=(step(command=text),))
    given.when(create(definition)).then(created(definition))


@pytest.mark.parametrize("intent", [update(BY_HAND), execute(), complete()], ids=lambda intent: type(intent).__name__)
def test_nothing_can_be_asked_of_a_runbook_that_nobody_created(intent):
    given.when(intent).then_rejected("runbook.not_found")
