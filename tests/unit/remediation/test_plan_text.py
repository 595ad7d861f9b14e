"""The text that an approval is bound to is the plan, and nothing but that text is."""

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.kernel.canonical import sha256_hex
from shared.remediation.plan_text import InvalidPlan, plan_text_of, read_plan
from tests.support.remediation import application, cause, deployment, planned

PLAN = planned(cause(FaultKind.CRASH_LOOP, "exit_error"), deployment(), application())
TEXT = plan_text_of(PLAN)


def test_the_hash_of_the_text_is_the_hash_of_the_plan():
    assert sha256_hex(TEXT) == PLAN.plan_hash


def test_what_is_read_back_is_the_plan():
    assert read_plan(TEXT) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f" {TEXT}", id="a space before"),
        pytest.param(TEXT.replace('":', '": ', 1), id="a space within"),
        pytest.param(TEXT.replace("{", '{"plan_hash":"0",', 1), id="a hash of its own"),
        pytest.param(TEXT.replace("{", '{"more":1,', 1), id="a field that no plan has"),
        pytest.param(TEXT[:-1], id="cut"),
        pytest.param("", id="nothing"),
        pytest.param('{"action":"incident.resolve"}', id="another kind of plan"),
    ],
)
def test_a_text_that_is_not_exactly_a_plan_is_refused(text):
    with pytest.raises(InvalidPlan):
        read_plan(text)
