"""A directory of Markdown becomes documents; the next import asks only for what differs, and people's words stay."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import import_parts
from cli.commands import app
from shared.kernel.ids import document_id_for
from tests.support.api import ADA, Api
from tests.support.importing import ask_import, counts, lines, sample
from tests.support.served import served
from tests.support.writing_gate import deciding_api

pytestmark = pytest.mark.postgres

SOURCE = "github.com/acme/notes"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


@pytest.fixture
def key(api: Api) -> str:
    return api.key(ADA, "admin")


def path_of(slug: str, source: str = SOURCE) -> str:
    return f"/v1/knowledge-documents/{document_id_for(ADA, f'{source}/{slug}')}"


def brought_in(api: Api, key: str, documents: list[dict[str, str]], **more: Any) -> Any:
    return ask_import(api, key, "knowledge", documents, **{"source": SOURCE, "dry_run": False, "whole": True} | more)


def sre_knowledge(*words: str) -> Result:
    return CliRunner().invoke(app, ["knowledge", *words])


def files(**texts: str) -> list[dict[str, str]]:
    return [{"path": f"{name}.md", "text": text} for name, text in texts.items()]


def test_a_note_is_there_with_its_parts_and_where_it_comes_from(api: Api, key: str):
    brought_in(api, key, sample("knowledge"))
    shown = api.ask("GET", path_of("incidents:2026-03-14-dns-timeouts"), key=key).json
    assert shown["slug"] == "github.com/acme/notes/incidents:2026-03-14-dns-timeouts"
    content = shown["content"]
    assert (content["kind"], content["environment"], content["fix"]) == (
        "incident_note",
        "staging",
        "restarted CoreDNS",
    )
    assert content["origin"].startswith("knowledge:github.com/acme/notes/incidents.md#")


def test_only_what_changed_is_asked_for(api: Api, key: str):
    first = brought_in(api, key, sample("knowledge"))
    assert (counts(first), len(lines(first, "create"))) == ({"create": 6, "skip": 1}, 6)
    assert counts(brought_in(api, key, sample("knowledge"))) == {"same": 6, "skip": 1}
    changed = [
        {**each, "text": each["text"].replace("restarted CoreDNS", "scaled CoreDNS")} for each in sample("knowledge")
    ]
    report = brought_in(api, key, changed)
    assert counts(report) == {"change": 1, "same": 5, "skip": 1}
    assert [(line["slug"], line["fields"]) for line in lines(report, "change")] == [
        ("github.com/acme/notes/incidents:2026-03-14-dns-timeouts", ["fix"])
    ]
    assert api.ask("GET", path_of("incidents:2026-03-14-dns-timeouts"), key=key).json["document_version"] == 2


def test_a_note_that_left_its_file_and_a_file_that_left_the_source_are_removed(api: Api, key: str):
    log = "# Log\n\nintro\n\n## 2026-01-01 down\n\nFix: a\n\n## 2026-01-02 slow\n\nFix: b\n"
    brought_in(api, key, files(log=log, other="# Other\n\ntext", kept="# Kept\n\ntext"))
    shorter = files(log=log.partition("## 2026-01-02")[0], kept="# Kept\n\ntext")
    planned = brought_in(api, key, shorter, dry_run=True)
    assert {(line["path"], line["slug"]) for line in lines(planned, "remove")} == {
        ("log.md", f"{SOURCE}/log:2026-01-02-slow"),
        ("other.md", f"{SOURCE}/other"),
    }
    assert api.ask("GET", path_of("other"), key=key).json["deleted"] is False
    assert counts(brought_in(api, key, shorter)) == {"same": 3, "remove": 2}
    assert api.ask("GET", path_of("other"), key=key).json["deleted"] is True
    listed = api.ask("GET", "/v1/knowledge-documents", key=key).json["items"]
    assert {item["slug"] for item in listed} == {f"{SOURCE}/{slug}" for slug in ("log", "log:2026-01-01-down", "kept")}
    assert counts(brought_in(api, key, shorter)) == {"same": 3}


def test_what_comes_back_to_the_source_is_found_again(api: Api, key: str):
    both = files(one="# One\n\ntext", two="# Two\n\ntext")
    brought_in(api, key, both)
    brought_in(api, key, both[:1])
    assert counts(brought_in(api, key, both)) == {"same": 1, "change": 1}
    assert api.ask("GET", path_of("two"), key=key).json["deleted"] is False


def test_a_file_that_says_nothing_any_more_takes_its_documents_along(api: Api, key: str):
    brought_in(api, key, files(one="# One\n\ntext", two="# Two\n\ntext"))
    assert counts(brought_in(api, key, files(one="# One", two="# Two\n\ntext"))) == {"same": 1, "skip": 1, "remove": 1}


def test_what_was_not_read_and_what_is_of_another_source_stays(api: Api, key: str):
    brought_in(api, key, files(one="# One\n\ntext", two="# Two\n\ntext"))
    brought_in(api, key, files(one="# One\n\ntext"), source="github.com/acme/notes-two")
    unread = files(one="# One\n\ntext", two="---\ntimezone: Nowhere/Land\n---\n# Two")
    assert counts(brought_in(api, key, unread)) == {"same": 1, "skip": 1}
    assert counts(brought_in(api, key, files(one="# One\n\ntext"), whole=False)) == {"same": 1}
    assert counts(brought_in(api, key, files(one="# One\n\ntext"), source="github.com/acme")) == {
        "create": 1,
        "remove": 3,
    }


def test_peoples_documents_are_never_removed_and_their_edits_are_for_a_person(api: Api, key: str):
    own = {"slug": f"{SOURCE}/mine", "content": {"kind": "guide", "title": "Mine"}}
    assert api.ask("PUT", path_of("mine"), key=key, body=own).status_code == 200
    brought_in(api, key, files(one="# One\n\ntext", two="# Two\n\ntext"))
    content = api.ask("GET", path_of("two"), key=key).json["content"] | {"body": "better"}
    body = {"slug": f"{SOURCE}/two", "content": content}
    assert api.ask("PUT", path_of("two"), key=key, body=body).status_code == 200
    report = brought_in(api, key, files(one="# One\n\ntext", mine="# Theirs\n\ntext"))
    assert [(line["slug"], line["code"]) for line in lines(report, "conflict")] == [
        (f"{SOURCE}/mine", "import.ours"),
        (f"{SOURCE}/two", "import.edited_here"),
    ]
    assert api.ask("GET", path_of("two"), key=key).json["content"]["body"] == "better"
    assert counts(brought_in(api, key, files(one="# One\n\ntext"), take_over=True)) == {"same": 1, "remove": 1}
    assert api.ask("GET", path_of("mine"), key=key).json["deleted"] is False


def test_what_a_person_removed_is_not_brought_back_by_itself(api: Api, key: str):
    brought_in(api, key, files(one="# One\n\ntext"))
    assert api.ask("POST", f"{path_of('one')}/removal", key=key, body={"reason": "wrong"}).status_code == 200
    (conflict,) = lines(brought_in(api, key, files(one="# One\n\ntext")), "conflict")
    assert conflict["code"] == "import.deleted_here"


def test_this_repositorys_own_documents_come_in_from_the_command_line(api: Api, key: str):
    with served(api.client.application) as url:
        options = ["--source", "docs", "--url", url, "--token", key]
        done, again = (sre_knowledge("import", str(DOCS), "--yes", *options) for _ in range(2))
    pages = len(list(DOCS.rglob("*.md")))
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, f"done: {pages} create")
    assert again.stdout.splitlines()[-1] == f"plan: {pages} same"
    glossary = api.ask("GET", path_of("glossary", "docs"), key=key).json
    assert (glossary["content"]["kind"], glossary["content"]["title"]) == ("guide", "Glossary")


def test_files_that_are_no_text_are_named_and_nothing_is_removed_for_them(api: Api, key: str, tmp_path: Path):
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(f"# {name}\n\ntext\n")
    with served(api.client.application) as url:
        words = ["import", str(tmp_path), "--yes", "--whole", "--source", SOURCE, "--url", url, "--token", key]
        assert sre_knowledge(*words).stdout.splitlines()[-1] == "done: 2 create"
        (tmp_path / "two.md").write_bytes(b"# Caf\xe9\n")
        (tmp_path / "three.md").write_bytes(b"a\x00b")
        done = sre_knowledge(*words)
        (tmp_path / "three.md").unlink()
        (tmp_path / "two.md").unlink()
        removed = sre_knowledge(*words)
    assert "left out: two.md: cannot be read" in done.stderr
    assert "left out: three.md: it holds a NUL character" in done.stderr
    assert done.stdout.splitlines()[-1] == "plan: 1 same"
    assert removed.stdout.splitlines()[-1] == "done: 1 same, 1 remove"


def test_two_directories_of_one_source_stand_beside_each_other(api: Api, key: str, tmp_path: Path):
    for name in ("first/one.md", "first/two.md", "second/three.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n\ntext\n")
    with served(api.client.application) as url:
        options = ["--yes", "--source", SOURCE, "--url", url, "--token", key]
        sre_knowledge("import", str(tmp_path / "first"), *options)
        beside = sre_knowledge("import", str(tmp_path / "second"), *options)
        whole = sre_knowledge("import", str(tmp_path / "second"), "--whole", *options)
    assert beside.stdout.splitlines()[-1] == "done: 1 create"
    assert f"2 more came from other files of {SOURCE} and stay" in " ".join(beside.stderr.split())
    assert whole.stdout.splitlines()[-1] == "done: 1 same, 2 remove"
    assert "more came from" not in whole.stderr


def test_a_checkout_is_the_whole_of_its_source(api: Api, key: str, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text('[remote "origin"]\n\turl = https://github.com/acme/notes\n')
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(f"# {name}\n\ntext\n")
    with served(api.client.application) as url:
        words = ["import", str(tmp_path), "--yes", "--url", url, "--token", key]
        sre_knowledge(*words)
        (tmp_path / "two.md").unlink()
        again = sre_knowledge(*words)
    assert again.stdout.splitlines()[-1] == "done: 1 same, 1 remove"


def test_only_a_named_directory_can_be_said_to_be_whole(tmp_path: Path):
    (tmp_path / "one.md").write_text("# One\n\ntext\n")
    reach = ["--url", "http://127.0.0.1:9", "--token", "none"]
    unnamed = sre_knowledge("import", str(tmp_path), "--whole", *reach)
    one_file = sre_knowledge("import", str(tmp_path / "one.md"), "--whole", "--source", SOURCE, *reach)
    assert [each.exit_code for each in (unnamed, one_file)] == [1, 1]
    assert "only a directory can be --whole" in unnamed.stderr


def test_more_files_than_a_request_takes_come_in_several_and_are_one_import(
    api: Api, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(import_parts, "MOST_DOCUMENTS", 3)
    for number in range(10):
        (tmp_path / f"{number:02}.md").write_text(f"# Page {number}\n\ntext\n")
    with served(api.client.application) as url:
        words = ["import", str(tmp_path), "--yes", "--whole", "--source", SOURCE, "--url", url, "--token", key]
        first = sre_knowledge(*words)
        for number in (0, 4, 9):
            (tmp_path / f"{number:02}.md").unlink()
        (tmp_path / "05.md").write_text("# Page 5\n\nanother text\n")
        again = sre_knowledge(*words)
        third = sre_knowledge(*words)
    assert first.stdout.splitlines()[-1] == "done: 10 create"
    assert again.stdout.splitlines()[-1] == "done: 1 change, 6 same, 3 remove"
    assert third.stdout.splitlines()[-1] == "plan: 7 same"


def test_a_path_outside_of_the_stretch_is_refused(api: Api, key: str):
    body = {"kind": "knowledge", "documents": files(b="# B\n\ntext"), "after": "b.md"}
    answer = api.ask("POST", "/v1/imports", key=key, body=body)
    assert (answer.status_code, answer.json["code"]) == (422, "import.path-outside")
