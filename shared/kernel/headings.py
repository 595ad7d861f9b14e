"""A heading of Markdown as a reader sees it: tools that make documentation put anchors and links into every one."""

import re

# Each part ends where the next of its kind could begin, so that no heading takes longer than its length says.
_ANCHOR = re.compile(r"</?(?:a|img|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


def as_read(heading: str) -> str:
    """Gives its text: links as what they are called, without anchors; other names in ``<>`` stay.

    A heading that is nothing else stays as it is.
    """
    text = _LINK.sub(r"\1", _ANCHOR.sub("", heading))
    return text.strip() or heading
