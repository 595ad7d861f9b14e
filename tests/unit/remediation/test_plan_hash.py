"""What an approval binds to: any change of a plan changes its hash, and nothing else does."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.actions import ResourceAction
from shared.remediation.canonical import canonical, plan_hash_of
from shared.remediation.proposal import RemediationPlan
from shared.remediation.propose import sealed
from tests.support.remediation import NOW, application, cause, deployment, planned, ref

PLAN = planned(cause(FaultKind.CRASH_LOOP, "exit_error"), deployment(), application())


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a plan where a value stands that is no list and no object."""
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in paths(each, (*path, name))]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in paths(each, (*path, place))]
    return [path]


def changed(value: Any, path: tuple[str | int, ...]) -> Any:
    """The same with another value at that place: a longer text, a later moment, another word of a list of words."""
    if path:
        copy = dict(value) if isinstance(value, dict) else dict(enumerate(value))
        copy[path[0]] = changed(copy[path[0]], path[1:])
        return copy if isinstance(value, dict) else list(copy.values())
    if value in {"low", "high", "read"}:
        return {"low": "high", "high": "low", "read": "low"}[value]
    if value is None:
        return "something"
    if isinstance(value, str) and value.endswith("Z"):
        return (datetime.fromisoformat(value) + timedelta(microseconds=1)).isoformat()
    return f"{value}x"


DUMPED = PLAN.model_dump(mode="json")
CHANGEABLE = [path for path in paths(DUMPED) if path[-1] not in {"action", "plan_hash"}]


@pytest.mark.parametrize("path", CHANGEABLE, ids=lambda path: ".".join(map(str, path)))
def test_any_change_of_any_field_changes_the_hash(path):
    other = RemediationPlan.model_validate(changed(DUMPED, path))
    assert other != PLAN
    assert plan_hash_of(other) != PLAN.plan_hash


@pytest.mark.parametrize("field", ["hypothesis_ids", "actions", "rollback", "verify", "preconditions"])
def test_what_is_left_out_or_in_another_order_changes_the_hash(field):
    whole = getattr(PLAN, field)
    doubled = PLAN.model_copy(update={field: (*whole, whole[0])})
    assert plan_hash_of(doubled) != PLAN.plan_hash
    if len(whole) > 1:
        turned = PLAN.model_copy(update={field: whole[::-1]})
        assert plan_hash_of(turned) != PLAN.plan_hash


def test_a_plan_says_its_own_hash_and_survives_json():
    again = RemediationPlan.model_validate_json(PLAN.model_dump_json())
    assert plan_hash_of(again) == PLAN.plan_hash == sealed(again).plan_hash


def test_another_hash_in_the_plan_does_not_change_its_hash():
    assert plan_hash_of(PLAN.model_copy(update={"plan_hash": "0" * 64})) == PLAN.plan_hash


@given(parameters=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=5), turn=st.randoms())
def test_the_order_of_keys_does_not_matter_and_their_values_do(parameters, turn):
    names = list(parameters)
    turn.shuffle(names)
    action, turned = (
        ResourceAction(target=ref("Deployment", "web"), name="scale", parameters=each)
        for each in (parameters, {name: parameters[name] for name in names})
    )
    assert canonical(action) == canonical(turned)
    for name in names:
        other = action.model_copy(update={"parameters": {**parameters, name: parameters[name] + "x"}})
        assert canonical(other) != canonical(action)


def test_a_moment_has_one_form_in_every_zone():
    berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    assert plan_hash_of(PLAN.model_copy(update={"expires_at": berlin})) == plan_hash_of(
        PLAN.model_copy(update={"expires_at": NOW})
    )


def test_the_canonical_form_is_written_out():
    action = ResourceAction(target=ref("Deployment", "web"), name="scale", parameters={"replicas": "3", "ä": "\ud800"})
    assert canonical({"at": datetime(2026, 1, 2, tzinfo=UTC), "what": [action.parameters, None, True, 7]}) == (
        r'{"at":"2026-01-02T00:00:00.000000Z","what":[{"replicas":"3","\u00e4":"\ud800"},null,true,7]}'
    )


@pytest.mark.parametrize("value", [1.5, datetime(2026, 1, 2), {1, 2}, b"x"])
def test_what_has_no_exact_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"value": value})
