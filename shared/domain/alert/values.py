"""Values inside alert messages."""

from typing import Annotated

from pydantic import Field

#: Prometheus label sets; sizes are caps against hostile senders, far above what real systems send.
Labels = Annotated[
    dict[Annotated[str, Field(max_length=1024)], Annotated[str, Field(max_length=65_536)]], Field(max_length=1_000)
]
Annotations = Labels
