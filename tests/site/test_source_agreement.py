"""Where sources agree and where they don't, in sentences that count them."""

import pytest

from talentwatch.site.disagreement import Disagreement, Grade, worst_disagreement
from talentwatch.site.source_agreement import agreements


def claim(start=None, end=None, end_state="unknown", stance="reported", published=None, conflicts=()):
    return {
        "start": start,
        "end": end,
        "end_state": end_state,
        "stance": stance,
        "source": {"published": published},
        "conflicts": list(conflicts),
    }


def job(start=None, end=None, end_state="unknown", claims=()):
    return {"start": start, "end": end, "end_state": end_state, "claims": claims}


def sentences(*claims):
    return {
        agreement.title: (agreement.sentence, agreement.disagreement is not None)
        for agreement in agreements(job("2023-06", claims=claims))
    }


def ended(end, **options):
    return claim(end=end, end_state="ended", **options)


def test_without_statements_there_are_no_sentences():
    assert sentences() == {}
    assert sentences(claim(), claim()) == {}


def test_one_source():
    assert sentences(claim("2023-06")) == {"Start": ("One source says June 2023.", False)}


def test_two_that_agree():
    assert sentences(claim("2023-06"), claim("2023-06")) == {"Start": ("Two sources say June 2023.", False)}


def test_two_say_one_thing_and_one_another():
    claims = (claim("2025-05", conflicts=["start"]), claim("2023-06"), claim("2023-06"))
    assert sentences(*claims) == {"Start": ("Two sources say June 2023, one says May 2025.", True)}


def test_three_ways_the_most_first_then_the_earliest():
    claims = (claim("2025-05"), claim("2024"), claim("2024"), claim("2025-05"), claim("2023-06"))
    assert sentences(*claims)["Start"] == ("Two sources say 2024, two say May 2025, one says June 2023.", False)


def test_a_conflict_belongs_to_its_own_subject():
    claims = (ended("2024", conflicts=["end"]), claim("2020"))
    assert [disagrees for _, disagrees in sentences(*claims).values()] == [False, True]


def test_undated_claims_are_counted_separately():
    assert sentences(claim("2023"), claim())["Start"][0] == "One source says 2023. One doesn’t say."
    assert sentences(claim("2023"), claim(), claim())["Start"][0] == "One source says 2023. Two don’t say."


def test_partial_dates_stay_partial():
    sentence, _ = sentences(ended("[..2023-06]"), ended("[2023-01..2023-04]"))["End"]
    assert sentence == "One source says by June 2023, one says between January and April 2023."


def test_a_source_that_says_still_there_is_counted_under_the_end():
    claims = (ended("2024-05"), claim(end_state="ongoing", published="2025-03-02"), claim())
    sentence = "One source says May 2024, one says they are still there (2 March 2025). One doesn’t say."
    assert sentences(*claims) == {"End": (sentence, False)}


def test_of_several_the_most_recent_is_named():
    days = ("2024", "2025-03-02", None)
    claims = [claim(end_state="ongoing", published=day) for day in days]
    assert sentences(*claims)["End"][0] == "Three sources say they are still there (most recently 2 March 2025)."


def test_a_source_without_a_date_names_none():
    assert sentences(claim(end_state="ongoing"))["End"][0] == "One source says they are still there."


def test_a_denial():
    claims = (claim("2023"), claim("2023"), claim("2020", stance="denied", conflicts=["existence"]))
    assert sentences(*claims) == {
        "Start": ("Two sources say 2023.", False),
        "The job itself": ("Two sources report it, one denies it.", True),
    }


def test_several_deny_it():
    denial = claim(stance="denied", conflicts=["existence"])
    assert sentences(claim(), denial, denial)["The job itself"][0] == "One source reports it, two deny it."


def test_only_denials():
    denial = claim(stance="denied", conflicts=["existence"])
    assert sentences(denial) == {"The job itself": ("One source denies it; no other source mentions it.", True)}
    assert sentences(denial, denial)["The job itself"][0] == "Two sources deny it; no other source mentions it."


@pytest.mark.parametrize(
    ("conclusion", "one_claim", "grade", "headline"),
    [
        (job("2023-06-15"), claim("2023-06-16", conflicts=["start"]), Grade.DAYS, "Sources differ by one day"),
        (job("2023-06-15"), claim("2023-05-15", conflicts=["start"]), Grade.DAYS, "Sources differ by 31 days"),
        (
            job("2023-06-15"),
            claim("2023-05-14", conflicts=["start"]),
            Grade.MONTHS,
            "Sources disagree by about one month",
        ),
        (job("2023-06"), claim("2023-02", conflicts=["start"]), Grade.MONTHS, "Sources disagree by about three months"),
        (job("2023-06"), claim("2025-05", conflicts=["start"]), Grade.YEARS, "Sources disagree by about two years"),
        (
            job("2020", "2023-06-30", "ended"),
            claim(end_state="ongoing", published="2023-07-02", conflicts=["end"]),
            Grade.DAYS,
            "Sources differ by two days",
        ),
        (
            job("2023-06", end_state="ongoing"),
            claim(end_state="ongoing", published="2023-05-30", conflicts=["start"]),
            Grade.DAYS,
            "Sources differ by at least two days",
        ),
        (
            job(None, "2020", "ended"),
            claim("2021", conflicts=["start"]),
            Grade.DAYS,
            "Sources differ by at least one day",
        ),
        (
            job("2020", end_state="ongoing"),
            claim(end="2021", end_state="ended", conflicts=["end"]),
            Grade.FACT,
            "Sources disagree on whether it has ended",
        ),
        (
            job("2020"),
            claim(stance="denied", conflicts=["existence"]),
            Grade.FACT,
            "Sources disagree on whether they had this job",
        ),
    ],
)
def test_a_disagreement_is_graded_by_its_distance(conclusion, one_claim, grade, headline):
    found = worst_disagreement(one_claim, conclusion)
    assert (found.grade, found.headline) == (grade, headline)


def test_what_agrees_has_no_disagreement():
    assert worst_disagreement(claim("2023"), job("2023-06")) is None


def test_the_worst_claim_counts():
    claims = [claim("2023-06-02", conflicts=["start"]), claim("2021", conflicts=["start"])]
    (agreement,) = agreements(job("2023-06-01", claims=claims))
    assert agreement.disagreement == Disagreement(Grade.YEARS, 517, is_vague=True)
    assert agreement.disagreement.style == "differs-years"
    assert agreement.disagreement.sentence == "Differs from the conclusion above by about one year."
