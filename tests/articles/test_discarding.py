"""Discarding an unfinished article locks its row, for which PostgreSQL needs a transaction, and tests have one around them."""

import pytest

from talentwatch.articles.models import UnfinishedArticle
from tests.support.articles import make_screen, send
from tests.support.desk import make_editor


@pytest.mark.django_db(transaction=True)
def test_it_is_discarded_as_in_production() -> None:
    desk = make_editor()
    kept = send(desk, "autosave", id=None, revision=0, screen=make_screen())
    send(desk, "discard", id=kept["id"])
    assert not UnfinishedArticle.objects.exists()
