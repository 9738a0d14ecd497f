"""The rules of evidence by themselves, on claims that no database knows."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.evidence import Confidence, Conflict, Stance, confidence_of, conflicts_of, verified_days
from talentwatch.dates import UNKNOWN, PartialDate
from talentwatch.typed_dates import parse_typed


@dataclass
class Source:
    who: str = "Fortune"
    published: PartialDate = UNKNOWN

    def original_publisher_key(self) -> str:
        return self.who


@dataclass
class Claim:
    stance: str = "reported"
    source: Source = field(default_factory=Source)
    start: PartialDate = UNKNOWN
    end: PartialDate = UNKNOWN
    end_state: str = "unknown"


def claim(stance="reported", *, by="Fortune", published="", start="", end="", end_state="unknown"):
    return Claim(stance, Source(by, parse_typed(published)), parse_typed(start), parse_typed(end), end_state)


post = claim


# Confidence


@pytest.mark.parametrize(
    ("evidence", "confidence"),
    [
        ([], "unsourced"),
        (["Fortune denied"], "refuted"),
        (["Fortune denied", "Wired denied"], "refuted"),
        (["Fortune denied", "Wired rumoured"], "disputed"),
        (["Fortune denied", "Wired reported"], "disputed"),
        (["Fortune denied", "Meta announced"], "disputed"),
        (["Fortune denied", "Wired reported", "Forbes reported"], "disputed"),
        (["Meta announced"], "confirmed"),
        (["Meta announced", "Wired rumoured"], "confirmed"),
        (["Fortune reported", "Wired reported"], "confirmed"),
        (["Fortune reported"], "reported"),
        (["Fortune reported", "Fortune reported"], "reported"),
        (["Fortune reported", "Wired rumoured"], "reported"),
        (["Fortune reported", "Wired rumoured", "Forbes rumoured"], "reported"),
        (["Fortune rumoured"], "rumoured"),
        (["Fortune rumoured", "Wired rumoured", "Forbes rumoured"], "rumoured"),
    ],
)
def test_confidence_is_the_first_rule_that_fits(evidence, confidence):
    claims = [claim(stance, by=by) for by, stance in map(str.split, evidence)]
    assert confidence_of(claims) == confidence
    assert confidence_of(reversed(claims)) == confidence


EVIDENCE = st.lists(
    st.builds(claim, st.sampled_from(Stance.values), by=st.sampled_from(["Fortune", "Wired", "Forbes"]))
)
SURENESS = [Confidence.UNSOURCED, Confidence.RUMOURED, Confidence.REPORTED, Confidence.CONFIRMED]


@given(EVIDENCE)
@settings(deadline=None, max_examples=100)
def test_a_second_hearing_of_the_same_changes_nothing(evidence):
    assert confidence_of(evidence + evidence) == confidence_of(evidence)


@given(EVIDENCE.filter(lambda claims: all(one.stance != "denied" for one in claims)), EVIDENCE)
@settings(deadline=None, max_examples=100)
def test_more_evidence_makes_surer_unless_it_denies(evidence, more):
    more = [one for one in more if one.stance != "denied"]
    assert SURENESS.index(confidence_of(evidence + more)) >= SURENESS.index(confidence_of(evidence))


# Conflicts


@pytest.mark.parametrize(
    ("said", "concluded", "conflicts"),
    [
        ({"start": "2023"}, {"start": "June 2023"}, set()),
        ({"start": "June 2023"}, {"start": "2023"}, set()),
        ({"start": "June 2023"}, {"start": "May 2025"}, {"start"}),
        ({"start": "May 2025"}, {"start": "June 2023"}, {"start"}),
        ({"start": "2023-06-30"}, {"start": "June 2023"}, set()),
        ({"start": "2023-07-01"}, {"start": "June 2023"}, {"start"}),
        ({"start": "2023-05-31"}, {"start": "June 2023"}, {"start"}),
        ({"start": "by June 2023"}, {"start": "2023-06-30"}, set()),
        ({"start": "by June 2023"}, {"start": "2023-07-01"}, {"start"}),
        ({"start": "from June 2023 on"}, {"start": "by May 2023"}, {"start"}),
        ({"start": "2023"}, {}, set()),
        ({}, {"start": "June 2023", "end": "2024", "end_state": "ended"}, set()),
        ({}, {"start": "June 2023", "end_state": "ongoing"}, set()),
        ({"start": "2025"}, {"end": "2024", "end_state": "ended"}, {"start"}),
        ({"start": "2024"}, {"end": "2024", "end_state": "ended"}, set()),
        ({"start": "2025"}, {"start": "2023", "end": "2024", "end_state": "ended"}, {"start"}),
        ({"end": "2024", "end_state": "ended"}, {"end": "June 2024", "end_state": "ended"}, set()),
        ({"end": "May 2024", "end_state": "ended"}, {"end": "June 2024", "end_state": "ended"}, {"end"}),
        ({"end": "by 2025", "end_state": "ended"}, {"end": "June 2024", "end_state": "ended"}, set()),
        ({"end": "by 2023", "end_state": "ended"}, {"end": "June 2024", "end_state": "ended"}, {"end"}),
        ({"end": "2022", "end_state": "ended"}, {"start": "2023", "end_state": "unknown"}, {"end"}),
        ({"end": "2023", "end_state": "ended"}, {"start": "2023", "end_state": "unknown"}, set()),
        ({"end": "by 2024", "end_state": "ended"}, {"end_state": "unknown"}, set()),
        ({"end": "by 2024", "end_state": "ended"}, {"end_state": "ongoing"}, {"end"}),
        (
            {"start": "2019", "end": "2020", "end_state": "ended"},
            {"start": "2023", "end": "2024", "end_state": "ended"},
            {"start", "end"},
        ),
    ],
)
def test_a_claim_conflicts_where_it_cannot_be_true_together_with_the_conclusion(said, concluded, conflicts):
    assert conflicts_of(claim(**said), post(**concluded)) == conflicts


@pytest.mark.parametrize(
    ("published", "concluded", "conflicts"),
    [
        ("", {"end": "2020", "end_state": "ended"}, set()),
        ("2024-06-14", {"end": "2024-06-15", "end_state": "ended"}, set()),
        ("2024-06-15", {"end": "2024-06-15", "end_state": "ended"}, set()),
        ("2024-06-16", {"end": "2024-06-15", "end_state": "ended"}, {"end"}),
        ("June 2024", {"end": "2024-06-15", "end_state": "ended"}, set()),
        ("July 2024", {"end": "June 2024", "end_state": "ended"}, {"end"}),
        ("by June 2024", {"end": "2020", "end_state": "ended"}, set()),
        ("from June 2024 on", {"end": "2020", "end_state": "ended"}, {"end"}),
        ("2024-06-14", {"start": "2024-06-15"}, {"start"}),
        ("2024-06-15", {"start": "2024-06-15"}, set()),
        ("2024-06-16", {"start": "2024-06-15", "end_state": "ongoing"}, set()),
        ("June 2024", {"start": "2024-06-15"}, set()),
        ("by May 2024", {"start": "June 2024"}, {"start"}),
        ("from May 2024 on", {"start": "June 2024"}, set()),
    ],
)
def test_still_there_asserts_the_day_of_publication_only(published, concluded, conflicts):
    assert conflicts_of(claim(published=published, end_state="ongoing"), post(**concluded)) == conflicts


@pytest.mark.parametrize("end_state", ["ongoing", "ended", "unknown"])
def test_a_denial_conflicts_with_the_existence_and_with_nothing_else(end_state):
    denial = claim("denied", published="2030", start="2025", end="2026", end_state=end_state)
    assert conflicts_of(denial, post(start="2020", end="2021", end_state="ended")) == {"existence"}


@pytest.mark.parametrize("stance", ["announced", "reported", "rumoured"])
def test_every_other_stance_can_conflict(stance):
    assert conflicts_of(claim(stance, start="May 2025"), post(start="June 2023")) == {"start"}


def test_titles_are_never_compared():
    assert not {"title", "role"} & set(Conflict.values)


DATES = st.sampled_from(["", "2020", "2020-06", "2020-06-15", "[..2020-06]", "[2020-06..]", "2021"])


@pytest.mark.parametrize("end_state", ["ended", "ongoing", "unknown"])
@given(DATES, DATES, DATES)
@settings(deadline=None, max_examples=80)
def test_a_claim_that_says_what_is_concluded_never_conflicts(end_state, start, end, published):
    said = claim(start=start, end=end if end_state == "ended" else "", end_state=end_state, published=published)
    is_possible = not said.end.before(said.start)
    was_there = end_state != "ongoing" or not said.source.published.before(said.start)
    assert not (is_possible and was_there) or conflicts_of(said, said) == set()


# Verified


def days(*claims):
    return [day and day.isoformat() for day in verified_days(claims)]


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        ([], None, None),
        ([""], None, None),
        (["2024-06-15"], "2024-06-15", "2024-06-15"),
        (["2024"], "2024-12-31", "2024-01-01"),
        (["by 2024"], "2024-12-31", None),
        (["from 2024 on"], None, "2024-01-01"),
        (["2023-06-15", "2024-06-15", "2022-06-15"], "2022-06-15", "2024-06-15"),
        (["2023", "June 2023"], "2023-06-30", "2023-06-01"),
        (["2023", ""], "2023-12-31", "2023-01-01"),
    ],
)
def test_verified_is_the_least_latest_and_the_greatest_earliest_day_of_publication(published, first, last):
    claims = [claim(published=day, end_state="ongoing") for day in published]
    assert days(*claims) == [first, last]
    assert days(*reversed(claims)) == [first, last]


@pytest.mark.parametrize(
    ("stance", "end_state", "counts"),
    [
        ("announced", "ongoing", True),
        ("reported", "ongoing", True),
        ("rumoured", "ongoing", True),
        ("denied", "ongoing", False),
        ("reported", "ended", False),
        ("reported", "unknown", False),
    ],
)
def test_only_who_says_that_the_post_goes_on_places_somebody_there(stance, end_state, counts):
    one = claim(stance, end="by 2024" if end_state == "ended" else "", end_state=end_state, published="2024-06-15")
    assert verified_days([one]) == ((date(2024, 6, 15),) * 2 if counts else (None, None))
