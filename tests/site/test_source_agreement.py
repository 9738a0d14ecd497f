"""Where sources agree and where they don't, in sentences that count them."""

from talentwatch.site.source_agreement import agreement


def claim(start=None, end=None, end_state="unknown", stance="reported", published=None, conflicts=()):
    return {
        "start": start,
        "end": end,
        "end_state": end_state,
        "stance": stance,
        "source": {"published": published},
        "conflicts": list(conflicts),
    }


def told(*claims):
    return {point.title: (point.sentence, point.clashes) for point in agreement(claims)}


def ended(end, **options):
    return claim(end=end, end_state="ended", **options)


def test_nobody_says_anything():
    assert told() == {}
    assert told(claim(), claim()) == {}


def test_one_source():
    assert told(claim("2023-06")) == {"The start": ("One source says June 2023.", False)}


def test_two_that_agree():
    assert told(claim("2023-06"), claim("2023-06")) == {"The start": ("Two sources say June 2023.", False)}


def test_two_say_one_thing_and_one_another():
    claims = (claim("2025-05", conflicts=["start"]), claim("2023-06"), claim("2023-06"))
    assert told(*claims) == {"The start": ("Two sources say June 2023, one says May 2025.", True)}


def test_three_ways_the_most_first_then_the_earliest():
    claims = (claim("2025-05"), claim("2024"), claim("2024"), claim("2025-05"), claim("2023-06"))
    assert told(*claims)["The start"] == ("Two sources say 2024, two say May 2025, one says June 2023.", False)


def test_a_clash_is_that_of_its_own_subject():
    claims = (ended("2024", conflicts=["end"]), claim("2020"))
    assert [clashes for _, clashes in told(*claims).values()] == [False, True]


def test_undated_ones_are_counted_apart():
    assert told(claim("2023"), claim())["The start"][0] == "One source says 2023. One doesn’t say."
    assert told(claim("2023"), claim(), claim())["The start"][0] == "One source says 2023. Two don’t say."


def test_vague_dates_are_told_as_vague_as_they_are():
    sentence, _ = told(ended("[..2023-06]"), ended("[2023-01..2023-04]"))["The end"]
    assert sentence == "One source says by June 2023, one says between January and April 2023."


def test_who_says_that_it_goes_on_speaks_of_the_end():
    claims = (ended("2024-05"), claim(end_state="ongoing", published="2025-03-02"), claim())
    sentence = "One source says May 2024, one says still there (2 March 2025). One doesn’t say."
    assert told(*claims) == {"The end": (sentence, False)}


def test_of_several_the_last_counts():
    days = ("2024", "2025-03-02", None)
    claims = [claim(end_state="ongoing", published=day) for day in days]
    assert told(*claims)["The end"][0] == "Three sources say still there (the last 2 March 2025)."


def test_a_source_without_a_date_says_so_little():
    assert told(claim(end_state="ongoing"))["The end"][0] == "One source says still there."


def test_a_denial():
    claims = (claim("2023"), claim("2023"), claim("2020", stance="denied", conflicts=["existence"]))
    assert told(*claims) == {
        "The start": ("Two sources say 2023.", False),
        "Whether it is so": ("Two sources say so, one denies it.", True),
    }


def test_several_deny_it():
    denial = claim(stance="denied", conflicts=["existence"])
    assert told(claim(), denial, denial)["Whether it is so"][0] == "One source says so, two deny it."


def test_nobody_but_those_who_deny_it():
    denial = claim(stance="denied", conflicts=["existence"])
    assert told(denial) == {"Whether it is so": ("One source denies it; nobody else speaks of it.", True)}
    assert told(denial, denial)["Whether it is so"][0] == "Two sources deny it; nobody else speaks of it."
