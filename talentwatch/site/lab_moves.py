"""Who joined and who left one organization, by year and from or to where."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Organization
from people.move_counts import ANY_TIME, PeopleCount, count_people_by_year
from talentwatch.site.move_places import JOINED, LEFT, Place, places
from talentwatch.site.move_question import answer_sentence
from talentwatch.text import isolate_bidi

MAX_YEARS, MAX_PLACES = 8, 8


@dataclass(frozen=True)
class YearOfLab:
    """One row of the table; the label is a year, or says which dates it holds. Its links have these parameters, if any."""

    label: str
    parameters: str
    joined: PeopleCount
    left: PeopleCount


@dataclass(frozen=True)
class LabMoves:
    """The answer in sentences, by year, the latest first, and by the place on the other side."""

    sentences: list[str]
    years: list[YearOfLab]
    has_undated: bool  # whether moves on an unknown date, which no year counts here, are possible in each
    joined_from: list[Place]
    left_for: list[Place]


def lab_moves(organization: Organization, joined: Any, left: Any, day: date) -> LabMoves:
    """Of the moves into an organization and out of it, up to the year of the day."""
    years = range(day.year - MAX_YEARS + 1, day.year + 1)
    (all_joined, joined_by_year, joined_undated), (all_left, left_by_year, left_undated) = (
        count_people_by_year(moves, years) for moves in (joined, left)
    )
    rows = [
        YearOfLab(str(year), f"&after={year}&before={year}", joined_by_year[year], left_by_year[year])
        for year in reversed(years)
    ]
    rows.append(YearOfLab(f"before {years[0]}", f"&before={years[0] - 1}", joined_by_year[0], left_by_year[0]))
    rows.append(YearOfLab("date unknown", "", joined_undated, left_undated))
    name = isolate_bidi(organization.name)
    return LabMoves(
        [answer_sentence(all_joined, f"joined {name}"), answer_sentence(all_left, f"left {name}")],
        # One move “by 2025” is possible in every year before.
        [row for row in rows if row.joined.certain or row.left.certain],
        bool(joined_undated.possible or left_undated.possible),
        places(joined, ANY_TIME, JOINED, MAX_PLACES),
        places(left, ANY_TIME, LEFT, MAX_PLACES),
    )
