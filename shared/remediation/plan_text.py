"""A plan as the text that an approval is bound to, and back: the text's SHA-256 is the plan's hash."""

from pydantic import ValidationError

from shared.kernel.canonical import sha256_hex
from shared.remediation.canonical import canonical
from shared.remediation.proposal import RemediationPlan


class InvalidPlan(ValueError):  # noqa: N818 - says what it is
    """The text is no plan, or not in the one form that a plan has."""


def plan_text_of(plan: RemediationPlan) -> str:
    """Everything that the plan says but its hash, in canonical form."""
    return canonical({name: value for name, value in plan if name != "plan_hash"})


def read_plan(text: str) -> RemediationPlan:
    """Gives the plan with its hash computed anew. Raises InvalidPlan."""
    plan_hash = sha256_hex(text)
    try:
        plan = RemediationPlan.model_validate_json(f'{{"plan_hash":"{plan_hash}",{text.removeprefix("{")}')
    except ValidationError as invalid:
        raise InvalidPlan(f"this is no plan: {invalid.error_count()} fields of it are wrong") from invalid
    if plan_text_of(plan) != text:
        raise InvalidPlan("this plan is not written in canonical form")
    return plan
