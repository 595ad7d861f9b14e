"""Cases made in a test: texts by their paths."""

import json
from typing import Any

from shared.adapters.case_files.case import Case, CaseFile
from shared.adapters.case_files.read_case import read_case
from shared.diagnosis.diagnose import diagnose
from tests.support.manifests import NOW


def case_of(**texts: str) -> Case:
    """Of one file named ``ticket.txt`` where only ``text`` is given."""
    return case_in({f"{'ticket.txt' if name == 'text' else name}": text for name, text in texts.items()})


def case_in(texts: dict[str, str]) -> Case:
    return read_case([CaseFile(path, text, len(text)) for path, text in texts.items()], NOW)


def faults_of(case: Case) -> list[str]:
    return [f"{each.fault} {each.variant}" for each in diagnose(case.snapshot).hypotheses]


def listed(*objects: Any, kind: str = "List") -> str:
    return json.dumps({"apiVersion": "v1", "items": objects, "kind": kind}, indent=2)
