"""What two places claim is nobody's until a person says whose it is."""

from collections.abc import Sequence

from shared.ports.imports import Draft, Trouble


def claimed_once(drafts: Sequence[Draft], code: str) -> tuple[list[Draft], list[Trouble]]:
    """Gives the drafts whose slug is written down once, and a conflict for each further place of the others."""
    first: dict[str, Draft] = {}
    troubles: list[Trouble] = []
    for draft in drafts:
        before = first.setdefault(draft.slug, draft)
        if before is not draft:
            why = f"{draft.slug} is also in {before.path}; neither is imported"
            troubles.append(
                Trouble(path=draft.path, line=draft.line, code=code, why=why, conflict=True, slug=draft.slug)
            )
    contested = {trouble.slug for trouble in troubles}
    return [draft for draft in drafts if draft.slug not in contested], troubles
