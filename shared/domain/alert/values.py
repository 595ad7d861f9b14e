"""Values inside alert messages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: Prometheus label sets; sizes are caps against hostile senders, far above what real systems send.
Labels = Annotated[
    dict[Annotated[str, Field(max_length=1024)], Annotated[str, Field(max_length=65_536)]], Field(max_length=1_000)
]
Annotations = Labels

MOST_MARKS = 30
LONGEST_MARK = 300

#: What had to be cut, replaced or guessed before the alert could be taken in; one sentence each, for people.
Marks = Annotated[tuple[Annotated[str, Field(max_length=LONGEST_MARK)], ...], Field(max_length=MOST_MARKS)]


class Difference(BaseModel):
    """What one sighting says otherwise than the one before: ``severity``, ``label team``, ``annotation summary``.

    ``before`` and ``after`` are short: a long text is cut. None: it was not there, or it is gone.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    what: str
    """What differs: a field's name, or `label …` or `annotation …` with the label's name."""
    before: str | None
    """What was said before, cut when it is long; null when it was not there."""
    after: str | None
    """What is said now, cut when it is long; null when it is gone."""
