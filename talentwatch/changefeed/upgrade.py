"""After an upgrade: what the new code shows differently becomes a change of the log, as if an edit had made it."""

from typing import Any

from talentwatch.api.migration_state import unapplied_migrations
from talentwatch.changefeed.recorder import catch_up
from talentwatch.chunks import CHUNK_SIZE
from talentwatch.documents.models import ComparedRelease
from talentwatch.records.edit import edit
from talentwatch.release import code_fingerprint


def compare_after_migrating(verbosity: int = 0, **_: Any) -> None:
    """Receiver of post_migrate. It does nothing if this code has compared the documents already."""
    # A database that was migrated to an earlier state has other tables than this code knows.
    if unapplied_migrations() or ComparedRelease.objects.filter(code=code_fingerprint()).exists():
        return
    with edit() as current:
        if verbosity:
            current.progress = show_progress
        count = catch_up(current)
        ComparedRelease.objects.update_or_create(pk=1, defaults={"code": code_fingerprint()})
    if count and verbosity:
        print(f"  {count:,} rows are shown differently from now on; the log of changes says so.")  # noqa: T201 as migrate does


def show_progress(step: str, done: int, total: int) -> None:
    if total > CHUNK_SIZE and (done % CHUNK_SIZE == 0 or done == total):
        print(f"  {done:,} of {total:,} {step} compared", flush=True)  # noqa: T201 the same
