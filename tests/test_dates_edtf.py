"""The edtf package as an oracle for what both read: days, months, years, and sets with both ends alike."""

from datetime import date

from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.dates import PartialDate, parse

thorough = settings(max_examples=60, deadline=None)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
LENGTHS = st.sampled_from([4, 7, 10])


def read_by_edtf(text):
    read = parse_edtf(text)
    return PartialDate(*(date(*moment[:3]) for moment in (read.lower_strict(), read.upper_strict())))


@given(DAYS, LENGTHS)
@thorough
def test_days_months_and_years_are_read_alike(day, length):
    text = day.isoformat()[:length]
    assert parse(text) == read_by_edtf(text)


@given(DAYS, DAYS, LENGTHS)
@thorough
def test_sets_with_both_ends_are_read_alike(one, other, length):
    low, high = sorted([one.isoformat()[:length], other.isoformat()[:length]])
    assert parse(f"[{low}..{high}]") == read_by_edtf(f"[{low}..{high}]")


@given(DAYS, DAYS, LENGTHS)
@thorough
def test_our_canonical_text_is_read_as_we_mean_it(one, other, length):
    low, high = sorted([one.isoformat()[:length], other.isoformat()[:length]])
    when = PartialDate(parse(low).earliest, parse(high).latest)
    assert read_by_edtf(str(when)) == when
