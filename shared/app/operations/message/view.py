"""What became of a message."""

from typing import Literal
from uuid import UUID

from shared.app.operations.view import View


class ProblemView(View):
    """A refusal is told in words and with a stable code."""

    code: str
    """A stable dotted code."""
    title: str
    """What the code means."""
    detail: str
    """What is particular to this message; may be empty."""


class OutcomeView(View):
    """The answer is shown that a message's sender got, or would have got."""

    message_id: UUID
    """The message."""
    status: Literal["accepted", "ignored", "rejected", "conflict"]
    """What became of it."""
    version: int
    """The aggregate's version after the message."""
    fact_ids: tuple[UUID, ...]
    """The facts that followed; empty when nothing did."""
    position: int | None
    """The position of the newest of them in the log. Null: nothing followed."""
    problem: ProblemView | None
    """Why it was ignored, rejected or in conflict. Null: it was accepted and something may have followed."""
