"""Files of an import in as many requests as they need, none of which is too large, and which leave out no path."""

from cli.import_parts import MOST_BYTES, MOST_DOCUMENTS, joined, parts_of, size_of


def file(path: str, text: str = "text") -> dict[str, str]:
    return {"path": path, "text": text}


def test_parts_follow_the_paths_and_leave_out_none():
    files = [file(f"{number:04}.md") for number in range(2 * MOST_DOCUMENTS + 1)]
    parts = parts_of(reversed(files))
    assert [len(part.documents) for part in parts] == [MOST_DOCUMENTS, MOST_DOCUMENTS, 1]
    assert [(part.after, part.until) for part in parts] == [
        (None, "0199.md"),
        ("0199.md", "0399.md"),
        ("0399.md", None),
    ]
    assert [each for part in parts for each in part.documents] == files


def test_a_part_is_as_large_as_it_is_sent():
    newlines = [file(f"{number}.md", "\n" * 500_000) for number in range(3)]
    assert size_of(newlines[0]) > 1_000_000
    assert [len(part.documents) for part in parts_of(newlines)] == [1, 1, 1]
    assert max(size_of(each) for part in parts_of(newlines) for each in part.documents) < MOST_BYTES


def test_what_fits_is_one_part_without_bounds():
    (part,) = parts_of([file("b.md"), file("a.md")])
    assert (part.after, part.until) == (None, None)


def test_reports_of_parts_are_one():
    def report(created: int, *, dry_run: bool) -> dict[str, object]:
        return {
            "kind": "knowledge",
            "dry_run": dry_run,
            "counts": {"create": created, "same": 1},
            "lines": [created],
            "lines_left_out": 2,
            "elsewhere": 3,
        }

    assert joined([report(1, dry_run=False), report(4, dry_run=False)]) == {
        "kind": "knowledge",
        "dry_run": False,
        "counts": {"create": 5, "same": 2},
        "lines": [1, 4],
        "lines_left_out": 4,
        "elsewhere": 6,
    }
