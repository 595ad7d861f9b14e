"""Values inside messages, and the bounds that many of them share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


#: A name that identifies a thing for people and in addresses; it never changes, titles do.
Slug = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$")]
Title = Annotated[str, Field(min_length=1, max_length=500)]
Text = Annotated[str, Field(max_length=20_000)]
Reason = Annotated[str, Field(min_length=1, max_length=4_000)]
Tag = Annotated[str, Field(min_length=1, max_length=100)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=50)]
#: ``human:ana``, a user name, an address: how people are called in a schedule or a review.
Person = Annotated[str, Field(min_length=1, max_length=200)]
#: One matcher in Alertmanager syntax: ``team="payments"``, ``namespace=~"prod-.*"``.
Matcher = Annotated[str, Field(min_length=3, max_length=2_000)]
#: Only addresses that a browser may follow.
Url = Annotated[str, Field(max_length=4_000, pattern=r"^https?://[^\s<>\"]+$")]
#: Where a definition was imported from (``backstage:catalog/payments.yaml``); None is a person's own work.
Origin = Annotated[str, Field(min_length=1, max_length=500)]
#: An IANA zone, ``Europe/Berlin``; that it exists is for the decision to say.
Zone = Annotated[str, Field(min_length=1, max_length=100)]


class Link(Value):
    title: Annotated[str, Field(max_length=200)] = ""
    """What a person reads in place of the address; empty shows the address itself."""
    url: Url
    """The address, http or https only, because a browser follows it."""
