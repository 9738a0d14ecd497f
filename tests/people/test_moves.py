"""Who left what for what: the rules of docs/moves.md on the posts of one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.moves import EligibleEmployment, derive_moves
from talentwatch.typed_dates import parse_typed


def post(slug, start="", end="", *, state=None, group=None, confidence="reported", **values):
    """A post; ended where it has an end, else ongoing; at an organization of its own."""
    state = state or ("ended" if end else "ongoing")
    return EligibleEmployment(slug, parse_typed(start), parse_typed(end), state, confidence, group or slug, **values)


def pairs(*posts):
    """The moves as (origin, destination), None where nobody says."""
    return {
        (move.origin and move.origin.slug, move.destination and move.destination.slug) for move in derive_moves(posts)
    }


def move_to(slug, *posts):
    (found,) = [move for move in derive_moves(posts) if move.destination and move.destination.slug == slug]
    return found


def test_an_ongoing_post_is_an_arrival():
    assert pairs(post("a", "2020")) == {(None, "a")}


def test_an_ended_post_is_an_arrival_and_a_departure():
    assert pairs(post("a", "2020", "2021")) == {(None, "a"), ("a", None)}


def test_a_post_of_unknown_state_is_the_origin_of_none():
    assert pairs(post("a", "2018", state="unknown"), post("b", "2021")) == {(None, "a"), (None, "b")}


def test_the_end_of_one_leads_to_the_start_of_the_next():
    assert pairs(post("a", "2018", "2020-05"), post("b", "2020-06")) == {(None, "a"), ("a", "b")}


@pytest.mark.parametrize(
    ("start", "origin"),
    [("2020-01-01", None), ("2020-01-02", "a"), ("2022-06-15", "a")],
    ids=["366 days before", "365 days before", "after"],
)
def test_a_post_may_begin_a_year_before_the_other_ends(start, origin):
    # the end is 1 January 2021; 2020 had 366 days
    assert (origin, "b") in pairs(post("a", "2018", "2021-01-01"), post("b", start))


def test_without_dates_of_its_own_the_latest_end_of_the_origin_counts():
    assert pairs(post("a", end="by 2020"), post("b", "2010")) == {(None, "a"), (None, "b"), ("a", None)}
    assert ("a", "b") in pairs(post("a", "2009", "by 2020"), post("b", "2010"))


def test_an_origin_starts_no_later():
    assert (None, "b") in pairs(post("a", "2021-03", "2021-09"), post("b", "2020-11"))


def test_a_post_between_takes_the_move():
    posts = post("a", "2015", "2016-12"), post("b", "2017-06", "2018-06"), post("c", "2018-07")
    assert pairs(*posts) == {(None, "a"), ("a", "b"), ("b", "c")}


def test_a_post_that_may_have_begun_before_the_origin_is_not_between():
    posts = post("a", "2018", "2018-06"), post("b", "[2017..2019]", state="unknown"), post("c", "2020")
    assert ("a", "c") in pairs(*posts)


def test_an_undated_ongoing_post_takes_what_is_left():
    assert ("a", "b") in pairs(post("a", "2015", "2020"), post("b"))


def test_two_undated_ongoing_posts_take_nothing():
    assert pairs(post("a", "2015", "2020"), post("b"), post("c")) == {
        (None, "a"),
        (None, "b"),
        (None, "c"),
        ("a", None),
    }


def test_an_undated_ended_post_follows_what_was_over_before_its_end():
    assert ("a", "b") in pairs(post("a", "2015", "2017"), post("b", end="2019"))
    assert (None, "b") in pairs(post("a", "2015", "2019"), post("b", end="2017"))


def test_the_nearest_end_wins():
    assert ("b", "c") in pairs(post("a", "2015", "2019-01"), post("b", "2015", "2019-06"), post("c", "2019-07"))


def test_a_tie_has_no_origin():
    posts = post("a", "2015", "2019-06"), post("b", "2015", "2019-06"), post("c", "2019-07")
    assert pairs(*posts) == {(None, "a"), (None, "b"), (None, "c"), ("a", None), ("b", None)}


def test_nobody_leaves_a_job_for_one_that_was_over_by_then():
    # Side by side: who held the longer one on didn't leave it for the shorter one.
    assert pairs(post("a", "2022-01", "2022-06"), post("b", "2022-01", "2022-08")) == {
        (None, "a"),
        ("a", "b"),
        ("b", None),
    }
    assert ("b", "a") not in pairs(post("a", "2023-01", "2023-06-15"), post("b", end="2023-08-15"))


@pytest.mark.parametrize("start", ["2022-01", ""])
def test_of_two_that_may_each_have_led_to_the_other_neither_did(start):
    posts = post("a", "2022-01", "2022-06-15"), post("b", start, "2022-06-15")
    assert pairs(*posts) == {(None, "a"), (None, "b"), ("a", None), ("b", None)}


def test_two_side_by_side_within_one_organization_are_no_return():
    posts = post("a", "2022-01", "2022-06", group="x"), post("b", "2022-01", "2022-06", group="x")
    assert move_to("a", *posts).kind == move_to("b", *posts).kind == "arrival"


def test_no_job_came_from_one_that_it_led_to():
    # Each of the three may have led to the next: c to a, a to b, and b to c.
    posts = post("a", "2023-01", "2023"), post("b", "2023-02", "2023-06"), post("c", end="2023-07")
    assert pairs(*posts) == {("c", "a"), ("a", "b"), (None, "c"), ("b", None)}


def test_what_came_from_another_did_not_lead_to_it():
    posts = post("a", "2022", "2023-06-15", came_from="b"), post("b", end="2023-08-15")
    assert pairs(*posts) == {("b", "a"), (None, "b"), ("a", None)}


def test_jobs_that_are_said_to_have_led_to_each_other_do_not_hang():
    """Only a change that bypassed clean() can make that."""
    posts = post("a", "2022", "2023", came_from="b"), post("b", "2022", "2023", came_from="a"), post("c", "2024")
    assert {("b", "a"), ("a", "b"), (None, "c")} == pairs(*posts)


SPANS = ["", "2022", "2022-03", "2022-06", "2022-06-15", "by 2022-06", "from 2022-03 on", "2023", "2023-06"]
JOBS = st.tuples(st.sampled_from(SPANS), st.sampled_from([text for text in SPANS if "from" not in text]))


@given(st.lists(JOBS, min_size=2, max_size=5))
def test_every_chain_of_moves_has_a_beginning(jobs):
    moves = derive_moves(post(f"job-{number}", start, end) for number, (start, end) in enumerate(jobs))
    origins = {move.destination.slug: move.origin and move.origin.slug for move in moves if move.destination}
    for slug in origins:
        chain = [slug]
        while origin := origins[chain[-1]]:
            assert origin not in chain
            chain.append(origin)


def test_an_origin_is_taken_once():
    assert pairs(post("a", "2015", "2019"), post("b", "2020"), post("c", "2020-02")) == {
        (None, "a"),
        ("a", "b"),
        (None, "c"),
    }


def test_came_from_wins_over_nearness():
    posts = post("a", "2015", "2018"), post("b", "2016", "2019-06"), post("c", "2019-07", came_from="a")
    assert {("a", "c"), ("b", None)} <= pairs(*posts)


def test_came_from_a_post_that_does_not_count_means_no_origin():
    assert (None, "b") in pairs(post("a", "2015", "2019"), post("b", "2020", came_from="a-seat-on-the-board"))


@pytest.mark.parametrize(
    ("posts", "kind"),
    [
        ([post("b", "2020")], "arrival"),
        ([post("b", "2020", is_founding=True)], "founding"),
        ([post("a", "2018", "2020"), post("b", "2020")], "move"),
        ([post("a", "2018", "2020"), post("b", "2020", is_founding=True)], "founding"),
        ([post("a", "2018", "2020", group="x"), post("b", "2020", group="x", is_founding=True)], "internal"),
        (
            [post("x", "2015", "2016", group="x"), post("a", "2017", "2019"), post("b", "2020", group="x")],
            "return",
        ),
    ],
)
def test_the_kind_is_the_first_that_fits(posts, kind):
    assert move_to("b", *posts).kind == kind


@pytest.mark.parametrize(
    ("end", "start", "date"),
    [
        ("2020-05", "2020-06", "2020-05"),
        ("by 2020", "2020-06", "2020-06"),
        ("by 2020", "from 2019 on", "[2018..2020]"),
        ("by 2020", "", "[2018..2020]"),
    ],
)
def test_the_date_is_that_of_the_surest_end(end, start, date):
    assert str(move_to("b", post("a", "2018", end), post("b", start)).date) == date


def test_an_arrival_has_the_start_of_its_post_and_a_departure_its_end():
    moves = derive_moves([post("a", "by 2018", "2020-05")])
    assert {(str(move.kind), str(move.date)) for move in moves} == {("arrival", "[..2018]"), ("departure", "2020-05")}


def test_the_gap_is_counted_from_both_sides():
    assert move_to("b", post("a", "2018", "2020-05"), post("b", "2020-06")).gap_days == (1, 60)
    assert move_to("b", post("a", "2018", "2020-06"), post("b", "2020-05")).gap_days == (-60, -1)
    assert move_to("b", post("a", "2018", "by 2020-05"), post("b", "2020-06")).gap_days == (1, None)
    assert move_to("b", post("b", "2020-06")).gap_days == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("confirmed", "confirmed", "confirmed"),
        ("confirmed", "reported", "reported"),
        ("disputed", "reported", "disputed"),
    ],
)
def test_the_confidence_is_that_of_the_less_sure_post(first, second, expected):
    posts = post("a", "2018", "2020", confidence=first), post("b", "2020", confidence=second)
    assert move_to("b", *posts).confidence == expected


def test_the_slugs_of_an_arrival_and_a_departure_of_one_post_differ():
    assert {move.slug for move in derive_moves([post("a", "2018", "2020")])} == {"a", "a--departure"}
    assert move_to("b", post("a", "2018", "2020"), post("b", "2020")).slug == "a--b"
