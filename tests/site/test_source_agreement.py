"""Where sources agree and where they don't, in sentences that count them."""

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


def sentences(*claims):
    return {agreement.title: (agreement.sentence, agreement.has_conflict) for agreement in agreements(claims)}


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
    assert [has_conflict for _, has_conflict in sentences(*claims).values()] == [False, True]


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
