"""Markdown becomes documents: notes of incidents with their parts, and the rest of each file as a guide."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.adapters.imports.knowledge_md import LONGEST_FILE, parse
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Parsed, Setting
from tests.support.importing import sample

NOTE, GUIDE, ITEM = DocumentKind.INCIDENT_NOTE, DocumentKind.GUIDE, DocumentKind.BACKLOG_ITEM


def parsed(*files: tuple[str, str], source: str = "") -> Parsed:
    setting = Setting(tenant_id=TenantId(UUID(int=1)), source=source, at=datetime(2026, 3, 1, tzinfo=UTC))
    return parse([Document(path, text) for path, text in files], setting)


def read(text: str, path: str = "ops/seen.md", source: str = "") -> dict[str, KnowledgeContent]:
    found = parsed((path, text), source=source)
    assert not found.troubles
    return {draft.slug: KnowledgeContent.model_validate(draft.definition) for draft in found.drafts}


def said(content: KnowledgeContent) -> dict[str, object]:
    return content.model_dump(exclude_defaults=True, exclude={"kind"})


def troubles(*files: tuple[str, str]) -> list[tuple[str, str]]:
    return [(trouble.path, trouble.code) for trouble in parsed(*files).troubles]


def test_each_dated_note_is_a_document_and_the_rest_stays_a_guide():
    files = [(each["path"], each["text"]) for each in sample("knowledge") if each["path"] == "incidents.md"]
    found = {draft.slug: draft for draft in parsed(*files).drafts}
    assert {slug: draft.line for slug, draft in found.items()} == {
        "incidents": 1,
        "incidents:2026-03-14-checkout-5xx-in-production": 11,
        "incidents:2026-03-14-dns-timeouts": 35,
        "incidents:2026-03-02-disk-full-on-orders-db": 43,
    }
    definitions = {slug: KnowledgeContent.model_validate(draft.definition) for slug, draft in found.items()}
    guide = definitions["incidents"]
    assert guide.kind is GUIDE
    assert guide.body.startswith("# Incidents of the checkout team")
    assert guide.body.endswith("**Symptom:** what was seen\n```")
    assert said(definitions["incidents:2026-03-14-checkout-5xx-in-production"]) == {
        "title": "checkout 5xx in production",
        "environment": "production",
        "application": "checkout",
        "resource": "deployment/checkout",
        "symptom": "- 5xx from checkout\n- `FATAL: remaining connection slots are reserved`",
        "root_cause": "the pool was larger than the database allows",
        "fix": "rolled back, then lowered the pool:\n\n```sh\n# Verification: this is a comment\n"
        "kubectl -n shop rollout undo deployment/checkout\n```",
        "verification": "confirmed, no 5xx for an hour\n\nSeen by Ana.",
        "verified": True,
        "occurred_at": datetime(2026, 3, 14, tzinfo=UTC),
    }
    assert said(definitions["incidents:2026-03-14-dns-timeouts"]) == {
        "title": "DNS timeouts",
        "environment": "staging",
        "symptom": "lookups time out | sometimes",
        "fix": "restarted CoreDNS",
        "occurred_at": datetime(2026, 3, 14, 21, 30, tzinfo=UTC),
    }
    assert said(definitions["incidents:2026-03-02-disk-full-on-orders-db"]) == {
        "title": "disk full on orders-db",
        "symptom": "no space left on device",
        "root_cause": "WAL was kept for a replica that is gone",
        "fix": "Dropped the replication slot.",
        "occurred_at": datetime(2026, 3, 2, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    "fields",
    [
        "**Environment:** prod\n**Symptom:** slow\n**Root cause**: a lock\n__Fix:__ killed it\n",
        "- Environment: prod\n- Symptom(s): slow\n- Root cause: a lock\n- Fix: killed it\n",
        "* **Environment** — prod\n* **Symptoms:** slow\n* **Root Cause:** a lock\n* **Resolution:** killed it\n",
        "| | |\n|-|-|\n| **Environment** | prod |\n| Symptom | slow |\n| Root cause | a lock |\n| Fix | killed it |\n",
        "### Environment\nprod\n### Symptoms\nslow\n### Root cause\na lock\n### Fix\nkilled it\n",
        "Environment: prod\nSymptom: slow\nRoot cause: a lock\nFix: killed it\n",
    ],
    ids=["bold", "items", "bold items", "table", "headings", "lines"],
)
def test_labels_are_recognised_in_every_form(fields: str):
    (note,) = read(f"## 2026-01-02 Orders\n\n{fields}").values()
    assert said(note) == {
        "title": "Orders",
        "environment": "prod",
        "symptom": "slow",
        "root_cause": "a lock",
        "fix": "killed it",
        "occurred_at": datetime(2026, 1, 2, tzinfo=UTC),
    }


def test_what_has_no_label_of_ours_stays_the_text_of_the_note():
    (note,) = read(
        "## 2026-01-02 x fails\n\n**Symptom:** a\n\n**Owner:** ana\n\n### Timeline\n\n- 09:00 seen\n"
    ).values()
    assert (note.symptom, note.body) == ("a", "**Owner:** ana\n\n### Timeline\n\n- 09:00 seen")


def test_a_value_that_does_not_fit_stays_the_text():
    (note,) = read(f"## 2026-01-02 x\n\n**Symptom:** a\n\n**Environment:** {'e' * 301}\n").values()
    assert (note.environment, note.body) == ("", f"**Environment:** {'e' * 301}")


def test_each_row_of_a_table_of_incidents_is_a_note():
    table = (
        "| Date | Environment | Symptom | Root cause | Fix |\n|---|---|---|---|---|\n"
        "| 2026-01-02 | prod | 5xx | pool | raised |\n| 03.02.2026 | test | slow | lock | killed |\n"
    )
    found = read(f"# Seen\n\nAll of it.\n\n{table}")
    assert list(found) == ["ops/seen", "ops/seen:2026-01-02-5xx", "ops/seen:2026-02-03-slow"]
    assert found["ops/seen"].body == "# Seen\n\nAll of it."
    assert said(found["ops/seen:2026-02-03-slow"]) == {
        "title": "slow",
        "environment": "test",
        "symptom": "slow",
        "root_cause": "lock",
        "fix": "killed",
        "occurred_at": datetime(2026, 2, 3, tzinfo=UTC),
    }


def test_blocks_of_labels_without_headings_are_notes():
    block = "- Date: 2026-01-0{0}\n- Symptom: seen {0}\n- Fix: done {0}\n"
    found = read("# Log\n\n" + "\n---\n\n".join(block.format(number) for number in (1, 2)))
    assert [(slug, note.symptom, note.fix) for slug, note in found.items()] == [
        ("ops/seen:2026-01-01-seen-1", "seen 1", "done 1"),
        ("ops/seen:2026-01-02-seen-2", "seen 2", "done 2"),
    ]


def test_a_file_that_is_one_note_has_the_name_of_the_file():
    found = read("# Orders slow\n\n**Environment:** prod\n\n## Symptom\n\nslow\n\n## Fix\n\nkilled\n", "2026/orders.md")
    assert list(found) == ["2026/orders"]
    assert (found["2026/orders"].kind, found["2026/orders"].title) == (NOTE, "Orders slow")


def test_two_notes_of_one_day_and_title_have_names_of_their_own():
    assert list(read("## 2026-01-02 down\n\nFix: a\n\n## 2026-01-02 down\n\nFix: b\n")) == [
        "ops/seen:2026-01-02-down",
        "ops/seen:2026-01-02-down-2",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CHANGELOG.md", "# Changelog\n\n## 2026-03-14\n\n- added a\n\n## 2026-03-01\n\n- added b\n"),
        ("how.md", "# How\n\n```\n## 2026-03-14 — checkout down\n\n**Symptom:** a\n**Fix:** b\n```\n"),
        ("how.md", "# How\n\n    ## 2026-03-14 checkout down\n\n<!--\n## 2026-03-14 checkout down\nFix: b\n-->\n"),
        ("how.md", "# How\n\n~~~\n```\n## 2026-03-14 down\n~~~\n\ntext\n"),
        ("failover.md", "# Failover\n\n## Symptoms\n\nno primary\n\n## Fix\n\npromote\n"),
        ("ops.md", "---\nkind: guide\nservice: a\n---\n# Ops\n\n## Symptoms\n\nno primary\n\n## Fix\n\npromote\n"),
        ("ops.md", "# Ops\n\n## 2026-13-45 down\n\n**Fix:** a\n"),
    ],
)
def test_what_is_no_note_of_an_incident_stays_whole(path: str, text: str):
    (content,) = read(text, path).values()
    assert content.kind is GUIDE
    assert content.body == text.rpartition("---\n")[2].strip()


def test_front_matter_says_what_the_document_is():
    front = (
        "---\ntitle: Retry\nkind: backlog-item\nstatus: In progress\ntags: [pay, later]\n"
        "url: https://t.example/PAY-12\nservices: [checkout, ledger]\n"
        "date: 2026-03-14 10:00\ntimezone: Europe/Berlin\n---\n"
    )
    (item,) = read(f"{front}# Other title\n\n## 2026-01-01 down\n\nFix: not a note\n").values()
    assert item.kind is ITEM
    assert said(item) == {
        "title": "Retry",
        "status": "In progress",
        "tags": ("pay", "later", "service:ledger"),
        "url": "https://t.example/PAY-12",
        "application": "checkout",
        "occurred_at": datetime(2026, 3, 14, 9, tzinfo=UTC),
        "body": "# Other title\n\n## 2026-01-01 down\n\nFix: not a note",
    }


def test_a_title_may_hold_a_colon():
    (item,) = read("---\ntitle: Runbook: the disk's full\ntags: [disk]\n---\nFree it.").values()

    assert (item.title, item.tags) == ("Runbook: the disk's full", ("disk",))


def test_what_front_matter_says_holds_for_the_notes_below_it():
    front = "---\ntags: [pay]\nenvironment: prod\n---\n"
    found = read(f"{front}## 2026-01-01 down\n\nFix: a\n\n## 2026-01-02 slow\n\nEnvironment: test\n\nFix: b\n")
    assert [(note.tags, note.environment) for note in found.values()] == [(("pay",), "prod"), (("pay",), "test")]


@pytest.mark.parametrize(
    ("path", "text", "kind", "title"),
    [
        ("backlog/PAY-12.md", "# Retry\n\ntext", ITEM, "Retry"),
        ("x.md", "# Retry\n\n## Acceptance criteria\n\n- a", ITEM, "Retry"),
        ("notes/name-of_file.md", "text", GUIDE, "name of file"),
        ("x.md", "text\n\n### **Deep** heading\n\ntext", GUIDE, "Deep heading"),
    ],
)
def test_kind_and_title_are_guessed(path: str, text: str, kind: DocumentKind, title: str):
    (content,) = read(text, path).values()
    assert (content.kind, content.title) == (kind, title)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    text = "---\ntags: [a]\n---\n# Log\n\n## 2026-01-01 down\n\n**Symptom:** a\nb\n\n**Fix:** c\n"
    assert read("\ufeff" + text.replace("\n", "\r\n")) == read(text)


def test_names_are_paths_in_lower_case_and_tell_files_apart():
    assert list(read("a", "Docs/DNS & more.MD", "github.com/acme/notes")) == [
        "github.com/acme/notes/docs/dns-more-88e81480"
    ]
    files = [(f"{name}.md", "text") for name in ("事故", "障害", "a/readme", "a", "A B", "x" * 240)]
    slugs = [draft.slug for draft in parsed(*files).drafts]
    assert len(set(slugs)) == len(files)
    assert all(len(slug) <= 200 for slug in slugs)
    assert slugs[2:5] == ["a/readme", "a", "a-b"]


def test_two_files_of_one_name_are_left_out_and_told():
    files = [("a b.md", "one"), ("A-B.md", "two"), ("c.md", "three")]
    assert [draft.slug for draft in parsed(*files).drafts] == ["c"]
    assert troubles(*files) == [("A-B.md", "knowledge.slug_twice")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "markdown.no_text"),
        ("word " * (LONGEST_FILE // 5 + 1), "markdown.long"),
        ("---\ntimezone: Nowhere/Land\n---\ntext", "markdown.zone"),
        ("---\na: &x [*x]\n---\ntext", "front_matter.refused"),
        ("# Only a title\n\n---\n", "knowledge.empty"),
        ("", "knowledge.empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_its_neighbours_go_on(text: str, code: str):
    files = [("bad.md", text), ("good.md", "# Good\n\ntext")]
    assert troubles(*files) == [("bad.md", code)]
    assert [draft.slug for draft in parsed(*files).drafts] == ["good"]


def test_the_word_of_another_tool_for_its_kind_costs_no_document():
    said = "---\nkind: Runbook\n---\n# Vault is sealed\n\nUnseal it."
    assert [content.kind for content in read(said).values()] == [GUIDE]
    (draft,) = parsed(("vault.md", said)).drafts
    (note,) = draft.notes
    assert note == "kind 'runbook' is not one of backlog_item, incident_note, guide: taken for what it looks like"


def test_a_note_may_be_long_where_its_file_is_longer():
    notes = "".join(f"## 2026-01-{day:02} down\n\nFix: a\n\nand {'word ' * 1500}\n\n" for day in range(1, 29))
    assert len(notes) > 200_000
    assert len(read(notes)) == 28


def test_a_long_document_becomes_several_and_nothing_of_it_is_lost():
    sections = [f"## Host {number}\n\n" + f"disk {number} of rack {number % 7}.\n" * 200 for number in range(60)]
    text = "# Inventory\n\n" + "\n".join(sections)
    found = parsed(("inventory.md", text))
    bodies = [KnowledgeContent.model_validate(draft.definition) for draft in found.drafts]
    assert not found.troubles
    assert [draft.slug for draft in found.drafts] == [
        "inventory",
        *(f"inventory::{n}" for n in range(2, len(bodies) + 1)),
    ]
    assert (bodies[0].title, bodies[1].title) == ("Inventory", "Inventory (part 2)")
    assert all(len(body.body) <= 100_000 for body in bodies)
    assert all(body.body.startswith("# Inventory\n\n## Host ") for body in bodies)
    told = "\n\n".join(body.body.removeprefix("# Inventory\n\n") for body in bodies)
    assert told == text.removeprefix("# Inventory\n\n").rstrip()
    lines = text.split("\n")
    assert all(lines[draft.line - 1].startswith("## Host ") for draft in found.drafts[1:] if draft.line)
    assert f"became {len(bodies)} documents" in found.drafts[0].notes[0]


def test_what_is_added_at_the_end_leaves_the_first_parts_as_they_are():
    text = "".join(f"## Host {number}\n\n{'disk ' * 300}\n\n" for number in range(150))
    shorter, longer = read(text), read(text + "## Host 150\n\none more\n")
    assert [slug for slug in longer if shorter.get(slug) != longer[slug]] == [list(longer)[-1]]


def test_a_long_note_says_its_fix_once_and_its_circumstances_in_each_part():
    note = f"## 2026-01-01 down\n\n**Environment:** production\n**Fix:** a\n\n### Details\n\n{'word ' * 30_000}\n"
    found = read(f"# Log\n\nintro\n\n{note}\n## 2026-01-02 slow\n\nFix: b\n")
    parts = [found[f"ops/seen:2026-01-01-down{end}"] for end in ("", "::2")]
    assert [(part.kind, part.environment, part.fix) for part in parts] == [
        (NOTE, "production", "a"),
        (NOTE, "production", ""),
    ]
    assert sum(part.body.count("word") for part in parts) == 30_000


@pytest.mark.parametrize("text", ["x" * 250_000, "a\n" * 120_000, "```sh\n" + "# line of a log\n" * 10_000 + "```\n"])
def test_what_has_no_good_place_to_cut_is_cut_all_the_same(text: str):
    bodies = [content.body for content in read(text).values()]
    assert len(bodies) in (2, 3)
    assert all(body.strip() and len(body) <= 100_000 for body in bodies)
    assert sum(body.count(text[0]) + body.count("log") for body in bodies) >= text.count(text[0]) + text.count("log")
    assert all(body.startswith(text[:5]) or text[:3] != "```" for body in bodies)
