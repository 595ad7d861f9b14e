"""The gate before publishing: what a postmortem must have so that others can learn from it."""

from shared.domain.postmortem.values import PostmortemContent


def missing_for_publishing(content: PostmortemContent) -> tuple[str, ...]:
    """In words, all of it at once; empty when nothing is missing."""
    wanted = {
        "a root cause": content.root_cause is not None,
        "the impact": content.impact is not None,
        "an action item, or the word that none is needed": bool(content.action_items) or content.no_action_needed,
        "a reviewer who is not an author": bool(set(content.reviewers) - set(content.authors)),
    }
    return tuple(what for what, is_there in wanted.items() if not is_there)
