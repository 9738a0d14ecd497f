"""The files of editions: written as one is released, and again from the store whenever they aren't there as they should be.

They hold what is public now of what readers were served then. Where nothing was withheld since, CSV and NDJSON are the same
bytes as those released, and so are all others with the same libraries.
"""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from tempfile import mkdtemp
from typing import Any

from django.core.cache import cache

from talentwatch.cache import ignore_cache_errors
from talentwatch.changefeed.models import Action, Change
from talentwatch.documents.models import Document
from talentwatch.documents.past import withheld_at
from talentwatch.editions.models import Edition
from talentwatch.exchange.datapackage import ABOUT, NAME, PackageSource
from talentwatch.exchange.downloads import (
    UNFINISHED,
    Build,
    WrittenPackage,
    finish_build,
    home,
    latest_build,
    lock_builds,
    request_build,
    write_files,
)
from talentwatch.exchange.package_schemas import NestedLayout, TableLayout
from talentwatch.release import code_fingerprint

DAY = 24 * 3600  # seconds that it is remembered what an edition withholds
CHANGES_OF_VISIBILITY = (Action.PUBLISHED, Action.WITHDRAWN, Action.MERGED, Action.ERASED)


@dataclass(frozen=True)
class Withheld:
    """What an edition leaves out now: how many records, and a fingerprint of them."""

    count: int
    digest: str


def libraries() -> dict[str, str]:
    """The versions of all that the bytes of SQLite, Parquet and zip files depend on."""
    return {
        "arro3-io": version("arro3-io"),
        "python": python_version(),
        "sqlite": sqlite3.sqlite_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def latest_change_of_visibility() -> int | None:
    """The number of the last change that published, withdrew, merged or erased something."""
    changes = Change.objects.filter(action__in=CHANGES_OF_VISIBILITY).order_by("-seq")
    return changes.values_list("seq", flat=True).first()


def withheld(edition: Edition) -> Withheld:
    """What isn't public any more, or names such a record."""
    return withheld_after(edition, latest_change_of_visibility())


def withheld_after(edition: Edition, latest: int | None) -> Withheld:
    """The same where the latest change of visibility is known already, as it is the same one for all editions of a list.

    Remembered by this release until there is another such change.
    """
    key = f"edition:{edition.slug}:{edition.seq}:{latest}:{home().name}:{code_fingerprint()}"
    withheld: Withheld | None = None
    with ignore_cache_errors():
        withheld = cache.get(key)
    if withheld is None:
        keys = sorted(withheld_at(edition.seq))
        withheld = Withheld(len(keys), sha256(repr(keys).encode()).hexdigest()[:12])
        with ignore_cache_errors():
            cache.set(key, withheld, DAY)
    return withheld


def about(slug: str, seq: int, missing: int) -> dict[str, Any]:
    """What the descriptor of an edition says beside its tables."""
    note = f"Written again: {missing:,} records aren't public any more, or name such a record, and are left out."
    return {**ABOUT, "version": slug, "change": seq, **({"withheld": note} if missing else {})}


def write_edition(folder: Path, slug: str, seq: int, layouts: tuple[TableLayout, ...]) -> WrittenPackage:
    """Write every file of an edition from the store."""
    keys = withheld_at(seq)
    if keys:
        # What is left may refer to what is left out.
        layouts = tuple(
            replace(
                table,
                schema=without_links(table.schema),
                nested=tuple(replace(one, schema=without_links(one.schema)) for one in table.nested),
            )
            for table in layouts
        )
    source = PackageSource(Document.objects.at(seq), layouts, keys)
    return write_files(folder, f"{NAME}-{slug}", source, about(slug, seq, len(keys)))


def without_links(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "foreignKeys"}


def stored_layouts(edition: Edition) -> tuple[TableLayout, ...]:
    """The tables of an edition, as write_package() takes them."""
    return tuple(
        TableLayout(**{**table, "nested": tuple(NestedLayout(**one) for one in table["nested"])})
        for table in json.loads(edition.layouts)
    )


def edition_home(slug: str) -> Path:
    return home() / "editions" / slug


def expected_version(edition: Edition) -> str:
    """The version of the build that may be shown now."""
    return f"{edition.seq}-{edition.at:%Y%m%dT%H%M%S%f}-{withheld(edition).digest}"


def current_build(edition: Edition) -> Build | None:
    """The files to show; None, after asking for them, while they aren't written yet."""
    build = latest_build(edition_home(edition.slug))
    if build and build.version == expected_version(edition):
        return build
    request_build(lambda: build_edition(edition, wait=False))
    return None


def build_editions() -> None:
    """Write the files of all editions that aren't there as they should be."""
    for edition in Edition.objects.all():
        build_edition(edition)


def build_edition(edition: Edition, *, wait: bool = True) -> Build | None:
    """The files of an edition, written if need be; None if another process is writing and `wait` is false."""
    with lock_builds(wait=wait) as is_ours:
        if not is_ours:
            return None
        build = latest_build(edition_home(edition.slug))
        if build and build.version == expected_version(edition):
            return build
        folder = new_folder(edition.slug)
        written = write_edition(folder, edition.slug, edition.seq, stored_layouts(edition))
        return keep_build(folder, edition, written)


def new_folder(slug: str) -> Path:
    place = edition_home(slug)
    place.mkdir(parents=True, exist_ok=True)
    for unfinished in place.glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    return Path(mkdtemp(prefix=UNFINISHED, dir=place))


def keep_build(folder: Path, edition: Edition, written: WrittenPackage) -> Build:
    return finish_build(folder, written, version=expected_version(edition), seq=edition.seq, changed_at=edition.at)


def is_as_released(edition: Edition, build: Build) -> bool:
    """Every file is the same bytes as when the edition was released."""
    return [asdict(file) for file in build.files] == edition.files
