"""What became of a message."""

from typing import Literal
from uuid import UUID

from shared.app.operations.view import View


class ProblemView(View):
    code: str
    title: str
    detail: str


class OutcomeView(View):
    """What became of a message: the answer its sender got, or would have got."""

    message_id: UUID
    status: Literal["accepted", "ignored", "rejected", "conflict"]
    version: int
    fact_ids: tuple[UUID, ...]
    position: int | None
    problem: ProblemView | None
