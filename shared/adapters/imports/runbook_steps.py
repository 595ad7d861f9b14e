"""Steps in a runbook's text: what stands below "Steps", or else below every heading that holds something to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.adapters.imports.markdown import Block, MarkdownPage, unnumbered
from shared.adapters.imports.reading import made, told_apart
from shared.domain.runbook.values import RunbookStep, StepKind
from shared.kernel.vocabulary import RiskTier

_STEPS = re.compile(
    r"(?:\w+\s)?(?:steps?|procedures?|remediation|mitigation|resolution|actions?|playbook|instructions|what to do)",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"(?:summary|overview|background|description|context|meaning|impact|symptoms?|severity|alerts?|references?|links?"
    r"|see also|contacts?|escalation|owners?|history|changelog|prerequisites?|metadata|related.*|about.*)",
    re.IGNORECASE,
)
_SHELL = frozenset({"sh", "bash", "shell", "zsh", "console", "shell-session", "terminal"})
_SESSION = frozenset({"console", "shell-session", "terminal"})
_PROMPT = re.compile(r"^\s*[$#%>]\s+")
_ASIDE = re.compile(
    r"^\W*(verify|verification|check|rollback|roll back|undo)\W*:\W*\s*(.+)$", re.IGNORECASE | re.DOTALL
)
_PLACEHOLDER = re.compile(r"\{\{\s*(?:labels|annotations|incident|arguments)\.[A-Za-z_][A-Za-z0-9_]*\s*\}\}", re.ASCII)
_LONGEST_TITLE, _LONGEST_ID, _LONGEST_COMMAND = 200, 60, 20_000


@dataclass(slots=True)
class _Draft:
    title: str
    kind: StepKind = StepKind.MANUAL
    tool: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    verify: str = ""
    rollback: str = ""
    #: Something stands below the heading; a heading alone is no step.
    real: bool = True


def steps_of(page: MarkdownPage, notes: list[str]) -> tuple[RunbookStep, ...]:
    drafts: list[_Draft] = []
    for block in _scope(page):
        _take(block, drafts, notes)
    taken: dict[str, int] = {}
    return tuple(_step(draft, taken) for draft in drafts if draft.real)


def _scope(page: MarkdownPage) -> Sequence[Block]:
    named = [section for section in page.sections if _STEPS.fullmatch(unnumbered(section.title))]
    if named:
        outermost = [
            section
            for number, section in enumerate(named)
            if not any(other.line < section.line and section.blocks and section.blocks[0] in other.blocks
                       for other in named[:number])
        ]  # fmt: skip
        return [block for section in outermost for block in section.blocks]
    blocks: list[Block] = []
    prose_level = 0
    for block in page.blocks:
        if block.kind == "heading":
            if block.level == 1 or (prose_level and block.level > prose_level):
                continue
            prose_level = block.level if _PROSE.fullmatch(unnumbered(block.text)) else 0
        if not prose_level and (blocks or block.kind in ("heading", "code")):
            blocks.append(block)
    return blocks


def _take(block: Block, drafts: list[_Draft], notes: list[str]) -> None:
    if block.kind == "heading":
        if _PROSE.fullmatch(unnumbered(block.text)):
            return
        drafts.append(_Draft(unnumbered(block.text)[:_LONGEST_TITLE], real=False))
    elif block.kind == "item" and block.level == 1:
        if not _aside(block, drafts):
            drafts.append(_Draft(unnumbered(block.text)[:_LONGEST_TITLE]))
    elif block.kind == "code":
        _code(block, drafts, notes)
    elif not _aside(block, drafts) and drafts and block.kind == "paragraph":
        drafts[-1].real = True


def _aside(block: Block, drafts: list[_Draft]) -> bool:
    """``Verify: …`` and ``Rollback: …`` belong to the step before."""
    found = _ASIDE.match(block.text)
    if found is None or not drafts:
        return False
    if found[1].lower() in ("verify", "verification", "check"):
        drafts[-1].verify = found[2].strip()[:_LONGEST_COMMAND]
    else:
        drafts[-1].rollback = found[2].strip()[:_LONGEST_COMMAND]
    return True


def _code(block: Block, drafts: list[_Draft], notes: list[str]) -> None:
    language = block.info.split()[0] if block.info else ""
    if language in _SHELL:
        kind, tool, name = StepKind.COMMAND, "shell", "command"
        code = _commands(block.text) if language in _SESSION else block.text.strip()
    elif language == "promql":
        kind, tool, name, code = StepKind.QUERY, "prometheus", "query", block.text.strip()
    else:
        if drafts:
            drafts[-1].real = True
        return
    if not code:
        return
    if not drafts or drafts[-1].arguments:
        drafts.append(_Draft((drafts[-1].title if drafts else code.splitlines()[0])[:_LONGEST_TITLE]))
    step = drafts[-1]
    step.real = True
    if "{{" in _PLACEHOLDER.sub("", code):
        notes.append(f"line {block.line}: {{{{ … }}}} of another tool stands in a command; the step stays manual")
    else:
        step.kind, step.tool, step.arguments = kind, tool, {name: code[:_LONGEST_COMMAND]}


def _commands(session: str) -> str:
    """What was typed, without prompts and without what was answered."""
    lines = session.strip().splitlines()
    typed = [_PROMPT.sub("", line) for line in lines if _PROMPT.match(line)]
    return "\n".join(typed or lines)


def _step(draft: _Draft, taken: dict[str, int]) -> RunbookStep:
    return made(
        RunbookStep,
        id=told_apart(draft.title, _LONGEST_ID, "step", taken),
        title=draft.title or "Step",
        kind=draft.kind,
        tool=draft.tool,
        arguments=draft.arguments,
        # What a command does is not known here; looking at numbers changes nothing.
        risk=RiskTier.HIGH if draft.kind is StepKind.COMMAND else RiskTier.READ,
        verify=draft.verify,
        rollback=draft.rollback,
    )
