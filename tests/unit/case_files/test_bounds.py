"""Whatever is handed in, reading it ends, and what was left out is said."""

from itertools import pairwise
from pathlib import Path

import pytest

from shared.adapters.case_files import bounds, found
from shared.adapters.case_files.case import CaseFile, Unread
from shared.adapters.case_files.found import find, read_all
from tests.support.cases import case_in, case_of


def names(root: Path) -> list[str]:
    return [file.name for file in find([root]).files]


def read_of(root: Path) -> list[CaseFile | Unread]:
    return list(read_all(find([root]).files))


def test_a_link_that_leads_out_is_named_and_not_followed(tmp_path: Path):
    (tmp_path / "outside.json").write_text("{}")
    case = tmp_path / "case"
    case.mkdir()
    (case / "in.json").write_text("{}")
    (case / "within.json").symlink_to(case / "in.json")
    (case / "out.json").symlink_to(tmp_path / "outside.json")
    (case / "up").symlink_to(tmp_path, target_is_directory=True)
    assert names(case) == ["in.json", "within.json"]
    assert [each.path for each in find([case]).unread] == ["out.json", "up"]


def test_files_beyond_the_bound_are_said_to_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(found, "MOST_FILES", 2)
    for name in "abc":
        (tmp_path / f"{name}.json").write_text("{}")
    assert names(tmp_path) == ["a.json", "b.json"]
    assert [each.path for each in find([tmp_path]).unread] == ["c.json"]


def test_bytes_beyond_the_bound_are_said_to_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(found, "LONGEST_IN_ALL", 5)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("four")
    assert [isinstance(each, Unread) for each in read_of(tmp_path)] == [False, False, True]


def test_a_long_file_is_cut_and_says_so(tmp_path: Path):
    (tmp_path / "big.txt").write_text("x" * (bounds.LONGEST_FILE + 7))
    (file,) = read_of(tmp_path)
    assert isinstance(file, CaseFile)
    assert (len(file.text), file.size, file.cut) == (bounds.LONGEST_FILE, bounds.LONGEST_FILE + 7, True)


def test_of_a_long_log_the_end_is_read_with_its_lines_counted(tmp_path: Path):
    lines = 200_000
    (tmp_path / "web-0.log").write_text("".join(f"line {number}\n" for number in range(1, lines + 1)))
    (file,) = read_of(tmp_path)
    assert isinstance(file, CaseFile)
    first = file.text.split("\n", 1)[0]
    assert first == f"line {file.first_line}"
    assert len(file.text) < bounds.LOG_BYTES


def test_what_is_no_text_is_named(tmp_path: Path):
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b")
    (tmp_path / "b.bin").write_bytes(b"a\0b")
    (tmp_path / ".hidden").write_text("{}")
    assert [each.why for each in read_of(tmp_path) if isinstance(each, Unread)] == [
        "it is packed; unpack it first",
        "it is no text",
    ]
    assert [each.why for each in find([tmp_path]).unread] == ["1 hidden files"]


def test_what_cannot_be_opened_is_named(tmp_path: Path):
    (tmp_path / "a.json").write_text("{}")
    files = find([tmp_path]).files
    (tmp_path / "a.json").unlink()
    assert [each.why for each in read_all(files) if isinstance(each, Unread)] == [
        "it cannot be opened: No such file or directory"
    ]


def test_text_of_the_other_shell_is_read(tmp_path: Path):
    (tmp_path / "pods.txt").write_bytes("NAME    READY   STATUS\n".encode("utf-16"))
    (file,) = read_of(tmp_path)
    assert isinstance(file, CaseFile)
    assert file.text == "NAME    READY   STATUS\n"


def test_many_lines_of_anything_end():
    unkind = ["Name: " * 20, "NAME  " * 400, "$ kubectl " * 50, "```", "  a: b: c: d", "==== START logs for", "\t" * 90]
    case = case_of(text="\n".join(unkind[number % len(unkind)] for number in range(10_000)))
    assert case.unread


def test_a_line_as_long_as_a_file_ends():
    for line in (
        "a:" * 500_000,
        "NAME " * 200_000,
        " " * 1_000_000 + "x",
        "web-0 1/1 " * 100_000,
        "kubectl " * 125_000,
    ):
        assert case_of(text=line).files == {"ticket.txt": 0}


def test_aliases_that_stand_for_billions_are_refused():
    lines = ["a: &a [x, x, x, x, x, x, x, x]"]
    for before, name in pairwise("abcdefghij"):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]")
    case = case_in({"bomb.yaml": "kind: Pod\n" + "\n".join(lines)})
    assert "counted with what aliases repeat" in case.unread[0].why


def test_nothing_is_run_by_the_tags_of_a_file():
    case = case_in({"tags.yaml": "kind: Pod\nmetadata: !!python/object/apply:os.system ['true']\n"})
    assert "is not read" in case.unread[0].why
