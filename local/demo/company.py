"""Tidewater Tickets: who works there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Team:
    slug: str
    name: str
    zone: str
    #: In the order in which they are on call.
    people: tuple[str, ...]


WEB = Team("web", "Web and mobile", "Europe/Lisbon", ("priya", "luc", "nadia"))
BOOKING = Team("booking", "Booking", "Europe/Berlin", ("ana", "jonas", "wiebke"))
MONEY = Team("money", "Payments", "Europe/Berlin", ("mei", "tobias"))
HARBOUR = Team("harbour", "Harbours and boarding", "Europe/Stockholm", ("sofia", "emeka", "lars"))
PLATFORM = Team("platform", "Platform", "Europe/Berlin", ("hanna", "dario", "ines"))

TEAMS = (WEB, BOOKING, MONEY, HARBOUR, PLATFORM)
#: Leads the grave ones, reviews postmortems.
DUTY_MANAGER = "ruth"


def team_of(person: str) -> Team:
    return next(team for team in TEAMS if person in team.people)
