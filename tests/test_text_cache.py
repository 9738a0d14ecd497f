"""What is kept of texts from outside."""

import pytest

from talentwatch.articles.reading.folding import fold
from talentwatch.matching.names import parse_organization_name, parse_person_name
from talentwatch.text_cache import LONGEST, cache_short_texts


def test_only_short_texts_are_kept_and_no_more_than_so_many():
    computed = []
    repeat = cache_short_texts(2)(lambda text, times=1: computed.append(text) or text * times)
    for text in ("a", "a", "b", "c", "a"):
        assert repeat(text, 2) == text * 2
    assert computed == ["a", "b", "c", "a"]
    longer = "x" * (LONGEST + 1)
    assert repeat(longer) == repeat(longer) == longer
    assert computed[4:] == [longer] * 2


@pytest.mark.parametrize("function", [parse_person_name, parse_organization_name, fold])
def test_a_name_is_kept_and_an_endless_one_is_not(function):
    assert function("ada king") is function("ada king")
    assert function("ada " * 200) is not function("ada " * 200)
