"""Where in the files each citation stands: read once more, and only what is cited."""

import re
from collections.abc import Callable
from functools import cache

from shared.adapters.case_files.case import CaseOfFiles
from shared.adapters.case_files.locating import line_of
from shared.diagnosis.hypothesis import Citation, Diagnosis

_LINES = re.compile(r"lines (\d{1,9})(?:-(\d{1,9}))?")

Places = dict[tuple[str, str], str]
"""By evidence id and path of a citation: ``pods.json:37``, or ``ticket.md:12-40`` where the line cannot be told."""


def places_of(case: CaseOfFiles, diagnosis: Diagnosis, text_of: Callable[[str], str]) -> Places:
    """``text_of`` gives the text of a file by its path in the case."""
    evidence = {each.evidence_id: each for each in case.evidence}
    lines_of = cache(lambda path: text_of(path).split("\n"))
    places: Places = {}
    for citation in _citations(diagnosis):
        read = evidence.get(citation.evidence_id)
        found = _LINES.fullmatch(read.query) if read is not None else None
        if read is None or found is None:
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        line = line_of("\n".join(lines_of(read.target)[first - 1 : last]), citation.path)
        where = read.query.removeprefix("lines ") if line is None else str(first + line - 1)
        places[citation.evidence_id, citation.path] = f"{read.target}:{where}"
    return places


def _citations(diagnosis: Diagnosis) -> list[Citation]:
    return [citation for hypothesis in diagnosis.hypotheses for citation in hypothesis.citations]
