"""A page of the reference, and what a browser may do with it."""

from dataclasses import dataclass

#: No script, nothing from elsewhere, in no frame.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Page:
    content: bytes
    media_type: str
