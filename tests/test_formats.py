"""Times where Django writes them, as in the lists of the desk."""

from datetime import datetime

import pytest
from django.utils import formats


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATETIME_FORMAT", "28 Nov 2026, 18:38"),
        ("SHORT_DATETIME_FORMAT", "28/11/2026 18:38"),
        ("TIME_FORMAT", "18:38"),
        ("DATE_FORMAT", "28 Nov 2026"),
    ],
)
def test_a_day_has_24_hours(name: str, text: str) -> None:
    moment = datetime(2026, 11, 28, 18, 38)  # noqa: DTZ001 in the time zone of the site, as templates have it
    assert formats.date_format(moment, name) == text
