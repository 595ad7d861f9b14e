"""Command lines in what people paste: which command printed what follows, and of what."""

import re
import shlex
from dataclasses import dataclass, field

from shared.adapters.case_files.kinds import ResourceKind, kind_named

_LONGEST_PROMPT = 120
_LONGEST_COMMAND = 1_000
_TOOL = re.compile(r"(?:^|[\s$#%>\u276f\u279c`*])(kubectl|oc|argocd|k)\s+(?=[a-z-])")
_PROMPT_ENDS = ("$", "#", "%", ">", "\u276f", "\u279c", "sudo", "minikube", "microk8s")
_VERBS = frozenset(
    {"get", "describe", "logs", "log", "app", "cluster-info", "apply", "create", "delete", "rollout", "top", "events"}
)
_AFTER = " :.*`"
_CUT = re.compile(r"\s(?:\||&&|;|>|2>)")
_VALUED = {
    "-n": "namespace", "--namespace": "namespace", "-o": "output", "--output": "output", "-c": "container",
    "--container": "container", "-l": "selector", "--selector": "selector", "--field-selector": "selector",
    "--context": "", "--cluster": "", "--kubeconfig": "", "--tail": "", "--since": "", "--sort-by": "", "-f": "file",
    "--filename": "file",
}  # fmt: skip
_FLAGGED = {"-A": "all", "--all-namespaces": "all", "-p": "previous", "--previous": "previous"}


@dataclass(frozen=True, slots=True)
class Command:
    """One command line of kubectl, oc or argocd."""

    tool: str
    verb: str
    kinds: tuple[ResourceKind, ...] = ()
    names: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    is_filtered: bool = False
    """Its output went on into another command."""

    @property
    def namespace(self) -> str:
        return self.options.get("namespace", "")

    @property
    def kind(self) -> ResourceKind | None:
        """The one kind that it asks for."""
        return self.kinds[0] if len(self.kinds) == 1 else None

    @property
    def lists_all(self) -> bool:
        """Whether what it prints is all there is of its kind in its namespace, or in all of them."""
        return not (self.names or self.is_filtered or "selector" in self.options or "file" in self.options)


def prompted(line: str) -> Command | None:
    """The command of a line that is one: after a prompt, or from its beginning on."""
    found = _TOOL.search(line[:_LONGEST_PROMPT])
    if found is None:
        return None
    before = line[: found.start(1)].strip("* ")
    if before and not before.endswith(_PROMPT_ENDS):
        return None
    if found[1] == "k" and not before:
        return None
    return command_of(found[1], line[found.end() :].rstrip(_AFTER))


def mentioned(line: str) -> Command | None:
    """A command that a sentence names."""
    found = _TOOL.search(line[:_LONGEST_COMMAND])
    return None if found is None else command_of(found[1], line[found.end() :].split("`", 1)[0].rstrip(_AFTER))


def command_of(tool: str, rest: str) -> Command | None:
    """None where its verb is not one whose output is read."""
    cut = _CUT.split(rest[:_LONGEST_COMMAND], maxsplit=1)
    words, options = _sorted(_words(cut[0]))
    if not words or words[0] not in _VERBS:
        return None
    verb = "logs" if words[0] == "log" else words[0]
    kinds, names = ((), tuple(words[1:])) if verb == "logs" else _asked(words[1:])
    return Command("kubectl" if tool == "k" else tool, verb, kinds, names, options, len(cut) > 1)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _sorted(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Words and options apart. Behind ``logs``, -f follows a log and names no file."""
    words = [word for word in words if word != "-f"] if "logs" in words else words
    plain: list[str] = []
    options: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if name in _VALUED:
            options[_VALUED[name]] = value if equals else next(waiting, "")
        elif word in _FLAGGED:
            options[_FLAGGED[word]] = "yes"
        elif word[:2] in {"-n", "-o", "-c", "-l"} and not word.startswith("--"):
            options[_VALUED[word[:2]]] = word[2:]
        elif not word.startswith("-"):
            plain.append(word)
    return plain, options


def _asked(words: list[str]) -> tuple[tuple[ResourceKind, ...], tuple[str, ...]]:
    """Of ``pods,svc``, ``pod web-0``, ``pod/web-0 svc/web``."""
    kinds: list[ResourceKind] = []
    names: list[str] = []
    for word in words:
        kind, slash, name = word.partition("/")
        if slash and (known := kind_named(kind)) is not None:
            kinds.append(known)
            names.append(name)
        elif not kinds:
            kinds += [known for each in word.split(",") if (known := kind_named(each)) is not None]
        else:
            names.append(word)
    return tuple(dict.fromkeys(kinds)), tuple(names)
