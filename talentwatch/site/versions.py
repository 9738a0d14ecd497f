"""The versions of a record, in words, and those of them that corrected it: what its page says of its own past."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from people.models import Employment, Person
from talentwatch.api.as_published import NAME
from talentwatch.changefeed.comparison import named_differences
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.documents.models import Document
from talentwatch.documents.past import still_public
from talentwatch.resources import record_type_of
from talentwatch.site.correction_words import describe
from talentwatch.site.corrections import WordedCorrectionSerializer, is_correction

MAX_COMPARED = 50  # the latest changes of a record that are looked at
MAX_CORRECTIONS, MAX_VERSIONS, MAX_SENTENCES = 5, 10, 6  # on its page


@dataclass
class Version:
    """What one edit changed; `query` shows the page as it was then, and is empty for edits before documents were kept."""

    at: datetime
    change: int
    query: str = ""
    sentences: list[str] = field(default_factory=list)
    is_withheld: bool = False

    @property
    def shown(self) -> list[str]:
        return self.sentences[:MAX_SENTENCES]

    @property
    def more(self) -> int:
        return len(self.sentences) - len(self.shown)


def record_past(record: Any, request: Any) -> dict[str, Any]:
    """Its latest corrections and versions, of a person those of their jobs too, as the template of its page shows them.

    A version is withheld as `as_published` withholds it: it, or what it named, isn't public any more.
    """
    changes = _latest_changes(record)
    corrections = [
        change for change in changes if change.is_correction and not change.is_typo and is_correction(change)
    ]
    # Without corrections, the serializer has nothing to look up.
    latest = corrections[:MAX_CORRECTIONS]
    rows = WordedCorrectionSerializer(latest, many=True, context={"request": request}).data if latest else []
    versions = _versions(record, changes)
    visible = [version for version in versions if not version.is_withheld]
    served = [version.at for version in versions if version.query]
    return {
        # The query asks the list of corrections for all of them.
        "corrections": {
            "rows": rows,
            "query": ",".join(dict.fromkeys([record.slug, *(one.slug for one in corrections)])),
        },
        "versions": visible[:MAX_VERSIONS],
        "versions_withheld": len(versions) - len(visible),
        # Of the box that takes a day: before the first one nothing can be shown.
        "first_day": served[-1].date() if served and len(changes) < MAX_COMPARED else record.published_at.date(),
        "last_day": datetime.now(UTC).date(),
        "has_earlier_versions": len(visible) > MAX_VERSIONS or len(changes) == MAX_COMPARED,
    }


def _latest_changes(record: Any) -> list[Change]:
    """Those that changed what the record itself says, the latest first."""
    all_documents = Document.objects.order_by()
    documents = all_documents.filter(resource=record_type_of(type(record)).name, slug=record.slug).values("since")
    if isinstance(record, Person):
        jobs = Employment.objects.published().filter(person=record)
        # A union: with OR, PostgreSQL would read every document.
        documents = documents.union(
            all_documents.filter(resource="employments", slug__in=jobs.values("slug")).values("since")
        )
    changes = Change.objects.filter(pk__in=documents)
    changes = changes.exclude(action=Action.CHANGED, is_correction=False)
    return list(CorrectionSerializer.fetch(changes).order_by("-seq")[:MAX_COMPARED])


def _versions(record: Any, changes: list[Change]) -> list[Version]:
    """One for each edit, the latest first; within it, in the order in which things changed."""
    documents = [one.document for change in changes for one in (change, change.before) if one and one.document]
    # What is served now names only what is public.
    ended = {one.pk: one for one in documents if one.until is not None}
    withheld = ended.keys() - {one.pk for one in still_public(ended.values())} if ended else set()
    versions: dict[datetime, Version] = {}
    for change in reversed(changes):
        version = versions.setdefault(change.at, Version(change.at, change.seq))
        version.change = change.seq
        document = change.document
        if document and (document.until is None or document.until > document.since):
            version.query = f"{NAME}={change.at.isoformat().replace('+00:00', 'Z')}"
        is_before_withheld = change.before is not None and change.before.document_id in withheld
        if change.document_id in withheld or (is_before_withheld and change.action == Action.CHANGED):
            version.is_withheld = True
        else:
            version.sentences += _sentences(record, change, compares=not is_before_withheld)
    worth_listing = [version for version in versions.values() if version.sentences or version.is_withheld]
    return worth_listing[::-1]


def _sentences(record: Any, change: Change, *, compares: bool) -> list[str]:
    job = f"job at {change.data['organization']['name']}" if change.slug != record.slug else ""
    differences = []
    if compares and change.before and change.is_correction:
        differences = named_differences(change.resource, change.before.data, change.data)
    sentences = [sentence for difference in differences for sentence in describe(difference).sentences]
    if change.action == Action.PUBLISHED:
        verb = "published again" if change.before else "added" if job else "published"
        return [f"{job} {verb}".strip(), *sentences]
    return [f"{job}: {sentence}" if job else sentence for sentence in sentences]
