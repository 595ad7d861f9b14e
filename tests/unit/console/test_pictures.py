"""Each picture is well-formed, harmless whatever it is told, the same each time, and says so when it is empty."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

import pytest

from shared.adapters.console.pictures.budget import budget_area, percent_text
from shared.adapters.console.pictures.burn_bars import BurnBar, burn_bars
from shared.adapters.console.pictures.calendar import CalendarBar, CalendarLane, calendar
from shared.adapters.console.pictures.chart import (
    ChartMark,
    ChartPoint,
    ChartSeries,
    ChartThreshold,
    LineChart,
)
from shared.adapters.console.pictures.fleet_squares import ACROSS, MOST_SQUARES, FleetSquare, fleet_squares
from shared.adapters.console.pictures.hour_blocks import HOURS, count_per_hour, hour_blocks
from shared.adapters.console.pictures.line_chart import line_chart
from shared.adapters.console.pictures.phase_track import PhaseStop, phase_track
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.pictures.service_graph import MOST_BOXES, DependencyPicture, GraphBox, service_graph
from shared.adapters.console.pictures.sparkline import sparkline

NOW = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOSTILE = "<script>alert(1)</script>\x1b[31m\x00\u202etxt\" onload='x' & 👩‍👩‍👧‍👦" + "z" * 10_000


def _chart(name: str = "Latency", values: tuple[float | None, ...] = (1.0, None, 3.0, 4.0)) -> Picture:
    points = tuple(ChartPoint(at=NOW - (len(values) - index) * HOUR, value=each) for index, each in enumerate(values))
    return line_chart(
        LineChart(
            name=name,
            series=(ChartSeries(name=name, points=points),),
            since=NOW - 4 * HOUR,
            until=NOW,
            zone=BERLIN,
            show=lambda value: f"{value:g} s",
            thresholds=(ChartThreshold(value=3.5, name=name),),
            marks=(ChartMark(at=NOW - HOUR, name=name, kind="incident", href="/incidents/1"),),
        )
    )


def _budget(name: str = "Budget") -> Picture:
    return budget_area(
        name, [(NOW - 2 * DAY, 0.9), (NOW - DAY, None), (NOW, 0.1)], since=NOW - 3 * DAY, until=NOW, zone=BERLIN
    )


def _calendar(name: str = "On call") -> Picture:
    bars = (
        CalendarBar(starts_at=NOW - DAY, ends_at=NOW + DAY, label=name),
        CalendarBar(starts_at=NOW + DAY, ends_at=None, label="nobody", tone="gap"),
    )
    lanes = (CalendarLane(name=name, bars=bars),)
    return calendar(name, lanes, since=NOW, until=NOW + 7 * DAY, zone=BERLIN, now=NOW, when_empty="Nobody is planned.")


def _graph(name: str = "checkout") -> Picture:
    boxes = (GraphBox(key="a", name=name, centre=True, href="/services/a"), GraphBox(key="b", name="b", state="high"))
    return service_graph(DependencyPicture(name=name, boxes=boxes, needs=(("a", "b"), ("b", "a"))))


def _burn(name: str = "1 h") -> Picture:
    bars = (
        BurnBar(name=name, rate=20.0, threshold=14.4, severity="page"),
        BurnBar(name="6 h", rate=None, threshold=6, severity="page"),
    )
    return burn_bars("Burning", bars)


PICTURES: dict[str, Callable[..., Picture]] = {
    "line chart": _chart,
    "sparkline": lambda name="Budget": sparkline(name, (1.0, None, 0.5), percent_text),
    "budget": _budget,
    "burn bars": _burn,
    "hour blocks": lambda name="Alerts": hour_blocks(name, count_per_hour([(NOW - HOUR, None)], NOW), BERLIN),
    "fleet": lambda name="prod": fleet_squares(name, [FleetSquare(name=name, health="degraded", href="/fleet")]),
    "graph": _graph,
    "calendar": _calendar,
    "phases": lambda name="Triage": phase_track(name, [PhaseStop(name=name, standing="now", detail=name)]),
}
EMPTY: dict[str, Picture] = {
    "line chart": _chart(values=(None, None)),
    "sparkline": sparkline("Budget", (None,), percent_text),
    "budget": budget_area("Budget", (), since=NOW - DAY, until=NOW, zone=BERLIN),
    "burn bars": burn_bars("Burning", ()),
    "fleet": fleet_squares("prod", ()),
    "graph": service_graph(DependencyPicture(name="Services", boxes=(), needs=())),
    "calendar": calendar("x", (), since=NOW, until=NOW + DAY, zone=BERLIN, now=NOW, when_empty="Nobody is planned."),
    "phases": phase_track("Triage", ()),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_what_comes_from_outside_is_text_and_no_more(picture):
    drawn = PICTURES[picture](HOSTILE)

    for each in _tree(drawn).iter():
        assert each.tag.endswith(("svg", "text", "title", "g", "a", "line", "rect", "circle", "path"))
        assert not {name for name in each.attrib if name == "style" or name.startswith("on")}
    assert not any(sign in drawn.svg for sign in ("<script", "\x1b", "\x00", "\u202e"))


@pytest.mark.parametrize("picture", PICTURES)
def test_the_same_is_drawn_each_time(picture):
    assert PICTURES[picture]() == PICTURES[picture]()


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_says_in_a_sentence_what_it_shows_and_has_a_table_behind_it(picture):
    drawn = PICTURES[picture]()

    assert _tree(drawn).get("aria-label")
    assert drawn.table.rows
    assert {len(row) for row in drawn.table.rows} == {len(drawn.table.columns)}


@pytest.mark.parametrize("picture", EMPTY)
def test_a_picture_of_nothing_says_so(picture):
    drawn = EMPTY[picture]

    assert drawn.empty
    assert _texts(drawn), "in words"


def test_a_gap_breaks_the_line():
    assert [path.get("d", "").count("M") for path in _all(_chart(), "line series-1")] == [1, 1]
    assert len(_all(_chart(values=(1.0, 2.0, 3.0)), "line series-1")) == 1


def test_a_line_ends_with_its_value_and_a_threshold_has_its_name():
    assert {"4 s", "Latency 3.5 s"} <= set(_texts(_chart()))


def test_times_are_the_readers_own():
    assert ("2026-03-10 09:30", "1 s") in _chart().table.rows, "08:30 UTC in Berlin"


def test_what_happened_stands_on_the_time_axis_and_can_be_opened():
    (opened,) = _all(_chart(), "mark happened incident")

    assert (opened.get("href"), opened.get("aria-label")) == ("/incidents/1", "Latency, 2026-03-10 12:30")


def test_a_rate_that_is_not_known_is_no_zero():
    assert _burn().table.rows[1][1] == "no data"


def test_an_hour_counts_what_touched_it():
    counted = count_per_hour([(NOW - 2 * HOUR, NOW - HOUR), (NOW - HOUR, None)], NOW)

    assert len(counted) == HOURS
    assert [count for _, count in counted[-4:]] == [0, 1, 2, 1]


def test_the_worst_application_comes_first_and_the_row_ends_where_a_phone_does():
    squares = [FleetSquare(name=f"app-{index}", health="healthy") for index in range(ACROSS)]
    drawn = fleet_squares("prod", [*squares, FleetSquare(name="shop", health="unhealthy")])

    assert drawn.table.rows[0][0] == "shop"
    assert len({square.get("y") for square in _beginning(drawn, "square")}) == 2


def test_a_fleet_says_how_many_squares_are_left_out():
    drawn = fleet_squares("prod", [FleetSquare(name=str(index), health="healthy") for index in range(MOST_SQUARES + 3)])

    assert "and 3 more, none of them worse" in _texts(drawn)


def test_a_graph_too_large_to_read_is_cut_to_what_is_broken_and_says_what_is_missing():
    boxes = (
        GraphBox(key="0", name="checkout", centre=True),
        *(GraphBox(key=str(index), name=f"service-{index}") for index in range(1, 60)),
        GraphBox(key="60", name="payments", state="critical"),
    )
    drawn = service_graph(DependencyPicture(name="Services", boxes=boxes, needs=(("59", "60"), ("0", "1"))))
    shown = _texts(drawn)

    assert {"checkout", "payments", "service-59", "service-1"} <= set(shown)
    assert f"{61 - MOST_BOXES} further services are not drawn; the table has them." in shown
    assert len(drawn.table.rows) == 61


def test_services_that_need_each_other_have_an_arrow_each():
    assert len(_beginning(_graph(), "arrow")) == 2


def test_a_stretch_without_an_end_reaches_the_edge():
    assert ("On call", "nobody", "2026-03-11 13:30", "no end") in _calendar().table.rows


def test_a_phase_has_a_word_beside_its_colour():
    drawn = phase_track(
        "Triage", [PhaseStop(name="Pattern", standing="done"), PhaseStop(name="Proposal", standing="ahead")]
    )

    assert drawn.table.rows == (("Pattern", "done", ""), ("Proposal", "not yet", ""))
    assert {"done", "not yet"} <= set(_texts(drawn))


def _tree(picture: Picture) -> Element:
    return fromstring(picture.svg)  # noqa: S314 - our own drawing


def _texts(picture: Picture) -> list[str]:
    return [each.text or "" for each in _tree(picture).iter() if each.tag.endswith("text")]


def _all(picture: Picture, class_: str) -> list[Element]:
    return [each for each in _tree(picture).iter() if each.get("class") == class_]


def _beginning(picture: Picture, word: str) -> list[Element]:
    return [each for each in _tree(picture).iter() if each.get("class", "").split(" ")[0] == word]
