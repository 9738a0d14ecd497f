"""Filters for partial dates in the database, which ask what is possible or what is certain."""

from datetime import date

from django.db.models import Q, TextChoices


class Certainty(TextChoices):
    POSSIBLE = "possible", "Possible"
    CERTAIN = "certain", "Certain"


def not_before(name: str, day: date, certainty: str = Certainty.POSSIBLE, *, nullable: bool = True) -> Q:
    """The partial date falls on the day or later. Not nullable: both bounds are always set, so that an index answers."""
    if certainty == Certainty.CERTAIN:
        return Q(**{f"{name}_earliest__gte": day})
    return Q(**{f"{name}_latest__gte": day}) | (Q(**{f"{name}_latest__isnull": True}) if nullable else Q())


def not_after(name: str, day: date, certainty: str = Certainty.POSSIBLE, *, nullable: bool = True) -> Q:
    """The partial date falls on the day or earlier. Not nullable: as above."""
    if certainty == Certainty.CERTAIN:
        # What the first bound says besides follows from the second, but in a list by date, an index ends at it.
        return Q(**{f"{name}_latest__lte": day}) & (Q() if nullable else Q(**{f"{name}_earliest__lte": day}))
    return Q(**{f"{name}_earliest__lte": day}) | (Q(**{f"{name}_earliest__isnull": True}) if nullable else Q())
