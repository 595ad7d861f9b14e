"""A diagnosis of files, for people and for programs: each claim with the file and the lines that it rests on."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from cli.answering import console, harmless
from cli.diagnose_places import Places
from shared.adapters.case_files.case import CaseOfFiles, UnreadPart
from shared.diagnosis.hypothesis import Citation, Diagnosis, Hypothesis
from shared.kernel.vocabulary import ResourceRef

_FEW = 6
_MOST_UNREAD = 15
_CONFIDENCE = {"certain": "bold green", "likely": "bold yellow", "possible": "dim"}


def as_document(case: CaseOfFiles, diagnosis: Diagnosis, places: Places) -> dict[str, Any]:
    """The diagnosis, each citation with its place; the reads that it cites, the files, and what could not be read."""
    document = diagnosis.model_dump(mode="json")
    for citation in (each for hypothesis in document["hypotheses"] for each in hypothesis["citations"]):
        citation["place"] = places.get((citation["evidence_id"], citation["path"]), "")
    cited = {each.evidence_id for hypothesis in diagnosis.hypotheses for each in hypothesis.citations}
    evidence = [
        {
            "evidence_id": each.evidence_id,
            "file": each.target,
            "lines": each.query.removeprefix("lines "),
            "title": each.title,
        }
        for each in case.evidence
        if each.evidence_id in cited
    ]
    return {
        **document,
        "at": case.snapshot.at.isoformat(),
        "evidence": evidence,
        "files": [{"path": path, "evidence": many} for path, many in case.files.items()],
        "unread": [{"path": each.path, "lines": each.lines, "why": each.why} for each in case.unread],
    }


def show_diagnosis(case: CaseOfFiles, diagnosis: Diagnosis, places: Places, *, everything: bool) -> None:
    """Answer first: how much is wrong; then each fault with its reasons, then what is not known."""
    _say(_summary(case, diagnosis), style="bold")
    numbers = {each.hypothesis_id: number for number, each in enumerate(diagnosis.hypotheses, 1)}
    for hypothesis in diagnosis.hypotheses:
        _say("")
        _hypothesis(hypothesis, numbers, places, everything=everything)
    _listed("Not explained by any fault that is known", diagnosis.unexplained, everything=everything)
    _listed("Missing", diagnosis.missing, everything=everything)
    _listed("Not read", [_of(each) for each in case.unread], everything=everything)


def _summary(case: CaseOfFiles, diagnosis: Diagnosis) -> str:
    read = f"{_many(len(case.evidence), 'read')} of {_many(len(case.files), 'file')}"
    causes = len(diagnosis.causes)
    following = len(diagnosis.hypotheses) - causes
    if causes:
        more = f", and {_many(following, 'consequence')}" if following else ""
        return f"{_many(causes, 'fault')}{more}, from {read}."
    if diagnosis.unexplained:
        return f"Something is wrong, and none of the faults that are known by name explains it, from {read}."
    if diagnosis.missing:
        return f"Nothing that was read is wrong, but what would tell was not read, from {read}."
    return f"Nothing is wrong with what could be read: {read}."


def _hypothesis(found: Hypothesis, numbers: dict[str, int], places: Places, *, everything: bool) -> None:
    headline = Text(f"{numbers[found.hypothesis_id]}  {harmless(found.title)}  ", style="bold")
    headline.append(found.confidence.value, style=_CONFIDENCE[found.confidence.value])
    console.print(headline, highlight=False)
    words = [found.fault.value, found.variant, _reference(found.subject)]
    if found.consequence_of is not None:
        words.append(f"follows from {numbers.get(found.consequence_of, 'another')}")
    _say("   " + " · ".join(word for word in words if word), style="dim")
    for sentence in found.why:
        _say(f"   {sentence}")
    few = None if everything else _FEW
    for citation in found.citations[:few]:
        _citation(citation, places)
    _rest(len(found.citations), few)
    if found.affected:
        _say(f"   affects {', '.join(_reference(each) for each in found.affected[:_FEW])}{_more(len(found.affected))}")
    for title, sentences in (("would confirm it", found.confirm), ("would refute it", found.refute)):
        for sentence in sentences if everything or found.confidence.value != "certain" else ():
            _say(f"   {title}: {sentence}", style="dim")


def _citation(citation: Citation, places: Places) -> None:
    where = places.get((citation.evidence_id, citation.path), "?")
    line = Text(f"   {harmless(where)}", style="cyan")
    line.append(f"  {citation.path}: ", style="dim")
    line.append(harmless(citation.says))
    console.print(line, highlight=False, soft_wrap=False)


def _listed(title: str, sentences: Sequence[str], *, everything: bool) -> None:
    if not sentences:
        return
    _say("")
    _say(title, style="bold")
    few = None if everything else _MOST_UNREAD
    for sentence in sentences[:few]:
        _say(f"   {sentence}")
    _rest(len(sentences), few)


def _rest(many: int, shown: int | None) -> None:
    if shown is not None and many > shown:
        _say(f"   and {many - shown} more (--all)", style="dim")


def _of(unread: UnreadPart) -> str:
    return f"{unread.path}{':' if unread.lines else ''}{unread.lines}  {unread.why}"


def _reference(resource: ResourceRef) -> str:
    return (
        f"{resource.kind} {resource.namespace}/{resource.name}"
        if resource.namespace
        else f"{resource.kind} {resource.name}"
    )


def _more(many: int) -> str:
    return f" and {many - _FEW} more" if many > _FEW else ""


def _many(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def _say(text: str, style: str = "") -> None:
    console.print(Text(harmless(text), style=style), highlight=False)
