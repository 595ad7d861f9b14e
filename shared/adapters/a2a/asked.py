"""What a message of another agent asks for: one part with data, strictly read; everything else is refused."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Literal
from uuid import UUID

from a2a.types import Message, Part, Role
from a2a.utils.errors import InvalidParamsError
from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.remediation.skills import COMPARE, DRY_RUN_PLAN, STOP, WRITING

_LONGEST_ID = 200
_MOST_ACTIONS = 20
_LONGEST_PLAN = 100_000
_KINDS: Mapping[str, Literal["dry_run", "compare", "stop"]] = MappingProxyType(
    {DRY_RUN_PLAN: "dry_run", COMPARE: "compare", STOP: "stop"}
)


class CoderMessage(BaseModel):
    """The data of a message. Whatever else it says is no request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    skill: str = ""
    """One of the card's skills; absent: carry out what was approved, whatever it is."""
    approval_id: UUID | None = None
    """The approval to carry out; of `dry_run_plan` absent."""
    actions: Annotated[tuple[Annotated[int, Field(ge=0, lt=100)], ...], Field(max_length=_MOST_ACTIONS)] = ()
    """Only these actions of the plan, by their places from 0, in order; absent: all."""
    plan: Annotated[str, Field(max_length=_LONGEST_PLAN)] | None = None
    """Of `dry_run_plan` only: the plan's canonical text."""
    within_s: Annotated[float, Field(gt=0, le=300)] = 300.0
    """Seconds after which the sender would rather have an answer that it is under way."""

    @property
    def kind(self) -> Literal["dry_run", "compare", "stop", "carry_out"]:
        return _KINDS.get(self.skill, "carry_out")


def asked_in(message: Message) -> CoderMessage:
    """Raises InvalidParamsError."""
    if message.role != Role.ROLE_USER or not 0 < len(message.message_id) <= _LONGEST_ID:
        raise InvalidParamsError(f"a message has the role of a user, and an id of at most {_LONGEST_ID} characters")
    if "\x00" in message.message_id:
        raise InvalidParamsError("a message's id is text")
    try:
        asked = CoderMessage.model_validate(_data(message.parts))
    except ValidationError as wrong:
        named = {str(error["loc"][0]) for error in wrong.errors() if error["loc"]}
        known = sorted(named & CoderMessage.model_fields.keys())
        raise InvalidParamsError(f"these fields are wrong: {', '.join(known) or 'some that are not there'}") from wrong
    if asked.skill and asked.skill not in (*_KINDS, *WRITING):
        raise InvalidParamsError("there is no such skill")
    dry_run = asked.kind == "dry_run"
    if (asked.plan is not None) is not dry_run or (asked.approval_id is None) is not dry_run:
        raise InvalidParamsError("a dry run names a plan, everything else an approval")
    return asked


def _data(parts: Sequence[Part]) -> Any:
    if len(parts) != 1 or parts[0].WhichOneof("content") != "data":
        raise InvalidParamsError("a message has one part, and that is data")
    return MessageToDict(parts[0].data)
