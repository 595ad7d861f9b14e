"""The month of all objectives as Markdown and as CSV."""

from typing import Any

from cli.slo_report import as_csv, as_markdown
from cli.slo_showing import curve


def line(
    name: str, *, bad: int = 1, total: int = 1_000, met: bool | None = True, consumed: float = 0.5
) -> dict[str, Any]:
    known = met is not None
    return {
        "slug": name.lower(),
        "name": name,
        "owner": "",
        "service_id": None,
        "budgeting": "occurrences",
        "zone": "UTC",
        "account": {
            "starts_at": "2026-10-01T00:00:00Z",
            "ends_at": "2026-11-01T00:00:00Z",
            "recorded": known,
            "good": total - bad,
            "total": total,
            "bad": bad,
            "allowed_bad": 2.0,
            "consumed": consumed,
            "sli": 99.9 if known else None,
            "target": 99.8 if known else None,
            "met": met,
            "recorded_s": 300,
            "excluded": 0,
        },
    }


def test_markdown_says_what_was_missed_first_and_what_is_unknown_last():
    lines = [
        line("Fine"),
        line("Dark", bad=0, total=0, met=None, consumed=0.0),
        line("Gone", bad=9, met=False, consumed=4.5),
    ]

    told = as_markdown(lines, "2026-10").splitlines()

    assert told[0] == "# Service levels in 2026-10"
    assert told[2] == "1 of 3 objectives were met, 1 missed, of 1 nothing is known."
    assert told[6:] == [
        "| Gone | 99.8 % | 99.9 % | 450.0% | 9 | 1,000 | **no** |",
        "| Fine | 99.8 % | 99.9 % | 50.0% | 1 | 1,000 | yes |",
        "| Dark | | | | | | unknown |",
    ]


def test_a_name_breaks_neither_the_table_nor_a_spreadsheet():
    lines = [line("a|b\n<script>"), line("=1+1")]

    assert "| a\\|b &lt;script> |" in as_markdown(lines, "2026-10")
    first, second, third = (
        as_csv(lines).splitlines()[0],
        as_csv(lines).splitlines()[1:-1],
        as_csv(lines).splitlines()[-1],
    )
    assert first.startswith("slug,name,owner")
    assert "<script>" in "".join(second)
    assert third.startswith("'=1+1,'=1+1,,,occurrences,UTC,")
    assert third.endswith(",99.8,99.9,True,999,1000,1,2.0,0.5,300,0")


def test_a_curve_is_full_at_one_low_at_zero_and_blank_where_nothing_is_known():
    assert curve([{"remaining": each} for each in (1.0, 0.5, 0.0, -3.0, None)]) == "█▄▁▁ "
