"""Addresses of what was erased: known again by a keyed hash, so that the database doesn't say what they were."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models


class ErasedAddress(models.Model):
    """The public address of a row that was erased. It answers 410, and no other row gets it."""

    dates_edits = False  # it is no part of the timeline

    digest = models.CharField(
        max_length=64, primary_key=True, help_text="The HMAC-SHA256 of model and slug, with ERASURE_KEY."
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


def address_digest(model: type[models.Model], slug: str) -> str:
    address = f"{model._meta.label_lower}/{slug}"
    return hmac.new(settings.ERASURE_KEY.encode(), address.encode(), sha256).hexdigest()


def erased_slugs(model: Any, slugs: Iterable[str]) -> set[str]:
    """Those of these slugs that a row of the model had when it was erased."""
    by_digest = {address_digest(model, slug): slug for slug in slugs}
    found = ErasedAddress.objects.filter(digest__in=by_digest).values_list("digest", flat=True)
    return {by_digest[digest] for digest in found}
