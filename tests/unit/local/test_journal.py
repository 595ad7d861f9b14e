"""What befell the parts is kept, and the newest of it can be read."""

from local.journal import Journal, lately


def test_the_newest_entries_are_read_by_their_first_lines(tmp_path):
    said: list[str] = []
    journal = Journal(tmp_path / "supervisor.log", said.append)
    for line in ("front ended", "postgres  does not start:\nFATAL: no room\nHINT: none", "views ended"):
        journal.tell(line)
    assert said[1] == "postgres  does not start:\nFATAL: no room\nHINT: none"
    assert [line[21:] for line in lately(tmp_path / "supervisor.log", 2)] == [
        "postgres  does not start:",
        "views ended",
    ]
    assert lately(tmp_path / "absent.log", 2) == []


def test_a_journal_that_cannot_be_written_is_no_hindrance(tmp_path):
    said: list[str] = []
    Journal(tmp_path / "absent" / "supervisor.log", said.append).tell("front ended")
    assert said == ["front ended"]
