"""Trees and commits made from objects alone: files are read and written in the store, never on the disk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.adapters.git.command import MOST_BYTES, Git, fields_of
from shared.adapters.git.places import edited
from shared.adapters.git.yaml_value import LONGEST
from shared.ports.repository import ChangeRefused, ManifestEdit
from shared.remediation.effect_policy import is_plain_path

#: Files of manifests that are looked at for one change.
MOST_FILES: Final = 2_000
_YAML = re.compile(r"(?:^|/)(?:[^/]+\.ya?ml|Kustomization)$")
_REGULAR = frozenset({"100644", "100755"})
_AUTHOR = re.compile(r"(?P<name>[^<>]+) <(?P<email>[^<> ]+)>")


@dataclass(frozen=True, slots=True)
class Tree:
    tree_id: str
    paths: Sequence[str]
    """Files that differ from the base."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    mode: str
    blob: str
    size: int


def entries_of(git: Git, base: str, folder: str = "") -> Mapping[str, TreeEntry]:
    """Lists the files of a commit below a folder; links and submodules are among them, by their modes."""
    below = [folder] if folder else []
    found: dict[str, TreeEntry] = {}
    for line in fields_of(git.tell("ls-tree", "-r", "-l", "-z", "--full-tree", base, "--", *below)):
        head, _, path = line.partition("\t")
        mode, _kind, blob, size = head.split()
        found[path] = TreeEntry(mode, blob, int(size) if size.isdigit() else 0)
    return found


def content_of(git: Git, blob: str) -> bytes:
    return contents_of(git, [blob])[blob]


def contents_of(git: Git, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """Reads all of them by one command, whose answer is a line and the content for each, in their order."""
    wanted = list(dict.fromkeys(blobs))
    told, at = git.tell("cat-file", "--batch", given="\n".join([*wanted, ""]).encode()).out, 0
    found: dict[str, bytes] = {}
    for blob in wanted:
        begins = told.index(b"\n", at) + 1
        ends = begins + int(told[at:begins].split()[2])
        found[blob], at = told[begins:ends], ends + 1
    return found


def edited_tree(git: Git, folder: str, edits: Sequence[ManifestEdit], base: str, index: Mapping[str, str]) -> Tree:
    """Changes values in the manifests of a commit. Raises ChangeRefused."""
    entries = {
        path: entry
        for path, entry in entries_of(git, base, folder).items()
        if entry.mode in _REGULAR and entry.size <= LONGEST and _YAML.search(path)
    }
    if len(entries) > MOST_FILES:
        raise ChangeRefused("repository.too_many_files", f"more than {MOST_FILES} files of YAML: name a folder")
    if sum(entry.size for entry in entries.values()) > MOST_BYTES // 2:
        raise ChangeRefused("repository.too_many_files", "more YAML than can be looked at: name a folder")
    contents = contents_of(git, (entry.blob for entry in entries.values()))
    texts = {path: text for path, entry in entries.items() if (text := _text_of(contents[entry.blob]))}
    changed: dict[str, str] = {}
    for edit in edits:
        path, text = edited({**texts, **changed}, edit)
        changed[path] = text
    for path, text in changed.items():
        put(git, path, entries[path].mode, text.encode(), index)
    return Tree(git.tell("write-tree", environment=index).text.strip(), sorted(changed))


def tree_with_files(git: Git, files: Mapping[str, str], base: str, index: Mapping[str, str]) -> Tree:
    """Adds files to a commit's tree. Raises ChangeRefused where one of them is there with another text."""
    entries = entries_of(git, base)
    for path, text in files.items():
        above = {"/".join(path.split("/")[:count]) for count in range(1, path.count("/") + 1)}
        if not is_plain_path(path) or above & entries.keys():
            raise ChangeRefused("repository.path_invalid", f"{path[:200]!a} is no path below the root")
        there = entries.get(path)
        if there is not None and (there.mode not in _REGULAR or content_of(git, there.blob) != text.encode()):
            raise ChangeRefused("repository.path_taken", f"{path} is there with another text")
        put(git, path, there.mode if there else "100644", text.encode(), index)
    return Tree(git.tell("write-tree", environment=index).text.strip(), sorted(files))


def tree_with_ends(git: Git, ends: Mapping[str, str], base: str, index: Mapping[str, str]) -> Tree:
    """Adds texts to the ends of files, in the line ends of each. Raises ChangeRefused where one is no file of text."""
    entries = entries_of(git, base)
    for path, end in ends.items():
        there = entries.get(path)
        if there is None or there.mode not in _REGULAR or there.size > LONGEST:
            raise ChangeRefused("repository.file_not_found", f"{path[:200]!a} is no file of text there")
        before = _text_of(content_of(git, there.blob))
        if before is None:
            raise ChangeRefused("repository.file_not_found", f"{path[:200]!a} is no file of text there")
        put(git, path, there.mode, _with_end(before, end).encode(), index)
    return Tree(git.tell("write-tree", environment=index).text.strip(), sorted(ends))


def _with_end(before: str, end: str) -> str:
    """What is there already is not added again."""
    line_end = "\r\n" if "\r\n" in before else "\n"
    added = end.strip("\n").replace("\r\n", "\n").replace("\n", line_end)
    if added in before:
        return before
    return f"{before.rstrip()}{line_end * 2}{added}{line_end}"


def put(git: Git, path: str, mode: str, content: bytes, index: Mapping[str, str]) -> None:
    blob = git.tell("hash-object", "-w", "--stdin", given=content).text.strip()
    git.tell("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", environment=index)


def commit_of(git: Git, tree: Tree, base: str, message: str, author: str) -> str:
    who = _AUTHOR.fullmatch(author)
    if who is None:
        raise ValueError(f"not a name and an address: {author}")
    signed = {f"GIT_{role}_{part.upper()}": who[part] for role in ("AUTHOR", "COMMITTER") for part in ("name", "email")}
    made = git.tell("commit-tree", tree.tree_id, "-p", base, "-F", "-", given=message.encode(), environment=signed)
    return made.text.strip()


def _text_of(content: bytes) -> str | None:
    """None: it is not text, so nobody's manifest."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
