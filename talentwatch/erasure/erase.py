"""Erasing a person, in one transaction: rows and their history, texts that name them, the log and the documents of every moment.

It follows a withdrawal, which is logged. Of erased rows, the log keeps the number, the time and the action of each change;
one change `erased` comes last. Files and everything that isn't in the database goes once the transaction is committed.
"""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.text import capfirst
from django_tasks_db.models import DBTaskResult

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Person, Source
from talentwatch.articles.models import UnfinishedArticle
from talentwatch.cache import ignore_cache_errors
from talentwatch.changefeed.models import Action, Change
from talentwatch.chunks import chunked
from talentwatch.desk.sessions import SessionStore
from talentwatch.documents.models import Document, Mention
from talentwatch.editions.models import Edition
from talentwatch.erasure.rows import Rows, has_history_id, matching_rows, searched_models
from talentwatch.erasure.terms import Terms, people_merged_into
from talentwatch.exchange.downloads import home
from talentwatch.exchange.uploads import delete_uploads
from talentwatch.jobs.models import Job
from talentwatch.merging.models import MergeDecision, NotDuplicate
from talentwatch.publishing.transitions import withdraw
from talentwatch.records.edit import edit
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.records.models.erased_address import ErasedAddress, address_digest
from talentwatch.records.models.publishable_record import numbered_slugs
from talentwatch.records.moments import next_moment
from talentwatch.records.querysets import except_rows
from talentwatch.resources import RECORD_TYPES, record_type_of

REASON = "A person was erased."
OPEN_JOBS = (
    "Background tasks are waiting or running, which may hold the name. Wait for them, or cancel them, and erase then."
)
# What gets another slug where its own has the name; people, organizations and jobs are called what they are called.
RESLUGGED: tuple[Any, ...] = (Source, NewsEvent, Cohort)
RowKey = tuple[str, str]  # resource and slug
CHUNK = 500  # documents in memory together
MAX_COMMON_SHOWN = 5  # words that are found too often
# What is left of a change of an erased row, beside its number, time and action.
EMPTY: dict[str, Any] = {
    "resource": "",
    "slug": "",
    "owner": "",
    "reason": "",
    "is_latest": False,
    "is_correction": False,
    "is_typo": False,
}


@dataclass
class ErasureReport:
    """What was erased, or would be: names and numbers for the publisher who decides."""

    deleted: list[str] = field(default_factory=list)  # records, with their kind
    cleaned: list[str] = field(default_factory=list)  # what other records say that names them: record, and field
    new_slugs: list[str] = field(default_factory=list)  # records whose address has the name, and so becomes another one
    versions: int = 0  # of the history
    documents: int = 0  # of all moments
    changes: int = 0  # of the log
    editions: list[str] = field(default_factory=list)  # whose files are written again
    others: int = 0  # rows of everything else: messages of the desk, articles that somebody has begun, kept results
    kept: list[str] = field(default_factory=list)  # names of others in which a term occurs, and which stay

    @property
    def digest(self) -> str:
        """What the publisher confirms."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def preview_erasure(person: Person, terms: Iterable[str], *, max_cleaned: int | None = None) -> ErasureReport:
    """What erase_person() would do: it is done, and undone. Raises ValidationError."""
    with transaction.atomic():
        report = Erasure(person, terms, max_cleaned=max_cleaned).run()
        transaction.set_rollback(True)
    return report


def erase_person(
    person: Person,
    terms: Iterable[str],
    *,
    expected: str | None = None,
    own_job: int | None = None,
    max_cleaned: int | None = None,
) -> ErasureReport:
    """Erase a person with all that these terms find.

    Raises ValidationError, also if the outcome isn't the expected one, or if more than `max_cleaned` rows of others would change.
    """
    with transaction.atomic():
        report = Erasure(person, terms, own_job, max_cleaned).run()
        if expected not in {None, report.digest}:
            raise ValidationError("Something has changed since the preview. Look at it again, and erase then.")
        transaction.on_commit(remove_files)
    return report


def remove_files() -> None:
    """Delete what may hold the name outside the database: the cache, uploads, and every built file, which are built again."""
    with ignore_cache_errors():
        cache.clear()
    delete_uploads()
    shutil.rmtree(home(), ignore_errors=True)


class Erasure:
    """One erasure, to be run once, in a transaction."""

    def __init__(
        self, person: Person, terms: Iterable[str], own_job: int | None = None, max_cleaned: int | None = None
    ) -> None:
        self.person, self.own_job, self.max_cleaned = person, own_job, max_cleaned
        # A slug of one word may be any word, so that it is looked for only if the publisher says so.
        slugs = (one.slug for one in people_merged_into(person) if "-" in one.slug)
        self.terms = Terms([*terms, *slugs], person)
        self.report = ErasureReport(kept=sorted(set(self.terms.kept)))
        self.rows = Rows()
        self.keys: set[RowKey] = set()  # of erased rows, as the log has them
        self.addresses: set[tuple[Any, str]] = set()
        self.shared: list[PublishableRecord] = []

    def run(self) -> ErasureReport:
        acquire_edit_lock()
        if self.other_jobs().open().exists():
            raise ValidationError(OPEN_JOBS)
        if self.person.is_published:
            withdraw(self.person, REASON)
        self.choose_rows()
        with edit(REASON) as current:
            self.clean_records(current)
            self.rows.delete()
        self.clean_tables()
        self.empty_documents()
        self.empty_log()
        self.forget_transients()
        ErasedAddress.objects.bulk_create(
            [ErasedAddress(digest=address_digest(model, slug)) for model, slug in sorted(self.addresses, key=str)],
            ignore_conflicts=True,
        )
        return self.report

    def other_jobs(self) -> Any:
        return Job.objects.exclude(pk=self.own_job) if self.own_job else Job.objects.all()

    # Rows

    def choose_rows(self) -> None:
        """The person, what was merged into it, their jobs, and the events that name nobody else."""
        people = people_merged_into(self.person)
        pks = {one.pk for one in people}
        jobs = Employment._base_manager.filter(person__in=pks)
        events = NewsEvent._base_manager.filter(Q(people__in=pks) | Q(employments__in=jobs)).distinct()
        of_others = events.filter(
            Q(pk__in=NewsEvent.people.through.objects.exclude(person__in=pks).values("newsevent"))
        )
        mine = list(except_rows(events, of_others))
        self.shared = [*of_others, *Cohort._base_manager.filter(members__person__in=pks).distinct()]
        chosen: list[PublishableRecord] = [*people, *jobs, *mine]
        self.report.deleted = sorted(f"{capfirst(one._meta.verbose_name)}: {one}" for one in chosen)
        for record in chosen:
            self.add_key(type(record), record.slug)
        # Claims and moves of any moment: the rows of some are gone.
        owners = {one.slug for one in chosen}
        logged = Change.objects.filter(resource__in=["claims", "moves"])
        for chunk in chunked(sorted(owners)):
            for resource, slug in logged.filter(owner__in=chunk).values_list("resource", "slug"):
                self.add_key(RECORD_TYPES[resource].model, slug)
        for model, records in ((Person, people), (NewsEvent, mine)):
            self.rows.add(model, {one.pk for one in records})
        for kind, rows in self.rows.by_model.items():
            if has_history_id(kind):
                self.report.versions += len(rows)

    def add_key(self, model: Any, slug: str) -> None:
        self.keys.add((record_type_of(model).name, slug))
        self.addresses.add((model, slug))

    # What other records say

    def clean_records(self, current: Any) -> None:
        """Take the names out of other records as an edit, so that what readers see is rendered and logged."""
        # They name the person, and stay.
        for record in self.shared:
            current.mark_stale(record)
        matching = list(islice(self.rows_of_others(), None if self.max_cleaned is None else self.max_cleaned + 1))
        if self.max_cleaned is not None and len(matching) > self.max_cleaned:
            raise ValidationError(self.too_common(matching))
        for row, changes in matching:
            self.clean_record(type(row)._base_manager.get(pk=row.pk), changes, current)

    def rows_of_others(self) -> Iterator[tuple[Any, dict[str, Any]]]:
        """What editors wrote elsewhere and has one of the terms, with what it says without them."""
        for model in searched_models():
            if issubclass(model, VersionedModel):
                for row, changes in matching_rows(model, self.terms):
                    if row.pk not in self.rows.by_model[model]:
                        yield row, changes

    def too_common(self, matching: list[tuple[Any, dict[str, Any]]]) -> str:
        """Which words made it so many."""
        rows = Counter(
            term
            for row, changes in matching
            for term in self.terms.found_in_any(getattr(row, name) for name in changes)
        )
        words = ", ".join(f"“{term}” {count:,} times" for term, count in rows.most_common(MAX_COMMON_SHOWN))
        return (
            f"This would change more than {self.max_cleaned:,} rows of other records. Of the first of them, {words}. Leave out "
            "the words that others use too. If all of it is about this person, manage.py erase_person erases at any size."
        )

    def clean_record(self, row: Any, changes: dict[str, Any], current: Any) -> None:
        owner = row if isinstance(row, PublishableRecord) else row.parent
        if "slug" in changes and isinstance(row, RESLUGGED):
            self.give_slug(row)
            current.mark_stale(row)
        # Slugs never change by themselves, and search keys are made again as the row is saved.
        texts = {name: value for name, value in changes.items() if name != "slug" and not name.endswith("_key")}
        if texts:
            for name, value in texts.items():
                setattr(row, name, value)
                self.report.cleaned.append(
                    f"{capfirst(owner._meta.verbose_name)} {owner.slug}: {name.replace('_', ' ')}"
                )
            row.save()

    def give_slug(self, record: Any) -> None:
        """Another slug for a record whose own has the name: its kind and its key."""
        model: Any = type(record)
        old = record.slug
        base = f"{model._meta.model_name}-{record.pk}"
        slug = next(slug for slug in numbered_slugs(base) if not model._base_manager.filter(slug=slug).exists())
        self.report.new_slugs.append(f"{capfirst(model._meta.verbose_name)} {slug}")
        models.QuerySet(model).filter(pk=record.pk).update(slug=slug)
        models.QuerySet(model.history.model).filter(id=record.pk).update(slug=slug)
        record.slug = slug
        self.add_key(model, old)
        if isinstance(record, Source):
            for claim in Claim._base_manager.filter(source=record).select_related("employment"):
                self.add_key(Claim, claim.slug)
                new = f"{claim.employment.slug}--{slug}"
                models.QuerySet(Claim).filter(pk=claim.pk).update(slug=new)
                models.QuerySet(Claim.history.model).filter(id=claim.pk).update(slug=new)

    # All other tables: history, decisions, messages

    def clean_tables(self) -> None:
        for model, pks in list(self.rows.by_model.items()):
            self.forget_decisions(model, pks)
        for model in searched_models():
            if issubclass(model, VersionedModel) or model is Change:
                continue
            for row, changes in list(matching_rows(model, self.terms)):
                models.QuerySet(model).filter(pk=row.pk).update(**changes)
                if has_history_id(model):
                    self.report.versions += 1
                else:
                    self.report.others += 1

    def forget_decisions(self, model: Any, pks: set[Any]) -> None:
        """Delete what says something about deleted rows by their keys: messages of the desk, and decisions on duplicates."""
        kind, label = ContentType.objects.get_for_model(model), model._meta.label_lower
        for chunk in chunked(pks):
            querysets = (
                LogEntry.objects.filter(content_type=kind, object_id__in=list(map(str, chunk))),
                MergeDecision.objects.filter(Q(survivor_pk__in=chunk) | Q(loser_pk__in=chunk), kind=label),
                NotDuplicate.objects.filter(Q(first_pk__in=chunk) | Q(second_pk__in=chunk), kind=label),
            )
            self.report.others += sum(rows.delete()[0] for rows in querysets)

    # The past

    def empty_documents(self) -> None:
        """Leave nothing of the documents of erased rows, and of those of any moment that name one of them."""
        self.last = Change.objects.aggregate(last=Max("seq"))["last"] or 0
        emptied = self.documents_with_terms()
        for resource, names in self.slugs().items():
            for chunk in chunked(sorted(names)):
                own = Document.objects.filter(resource=resource, slug__in=chunk)
                # A row with another slug is served under that one now.
                own.filter(until__isnull=True).update(until=self.last + 1)
                emptied.update(own.values_list("pk", flat=True))
                emptied.update(Document.objects.mentioning(resource, chunk).values_list("pk", flat=True))
        for pks in chunked(sorted(emptied)):
            Mention.objects.filter(document__in=pks).delete()
            documents = Document.objects.filter(pk__in=pks)
            documents.update(row="", nested="")
            for pk, resource, slug in documents.values_list("pk", "resource", "slug"):
                if (resource, slug) in self.keys:
                    # No slug begins so.
                    Document.objects.filter(pk=pk).update(slug=f"-{pk}")
            of_emptied = Q(document__in=pks) | Q(before__document__in=pks)
            Change.objects.filter(of_emptied).update(is_correction=False, is_typo=False, reason="")
        self.report.documents = len(emptied)
        of_editions = {one.slug: Document.objects.at(one.seq) for one in Edition.objects.all()}
        self.report.editions = sorted(
            slug for slug, documents in of_editions.items() if documents.erased().filter(pk__in=emptied).exists()
        )

    def documents_with_terms(self) -> set[int]:
        """Of what readers were served before: the documents whose texts have one of the terms."""
        wanted = Q(pk=None)
        for term in self.terms.sql_terms_of_json():
            wanted |= Q(row__icontains=term) | Q(nested__icontains=term)
        documents = Document.objects.filter(wanted, until__isnull=False).iterator(chunk_size=CHUNK)
        return {one.pk for one in documents if self.terms.found_in_json(one.data)}

    def slugs(self) -> dict[str, set[str]]:
        """Those of erased rows, by list."""
        slugs: dict[str, set[str]] = defaultdict(set)
        for resource, slug in self.keys:
            slugs[resource].add(slug)
        return slugs

    def empty_log(self) -> None:
        """Of the changes of erased rows, keep the number, the time and the action; say in one more that rows were erased."""
        of_rows = Q(pk=None)
        for resource, names in self.slugs().items():
            of_rows |= Q(resource=resource, slug__in=names)
        erased = list(Change.objects.filter(of_rows).values_list("pk", flat=True))
        for chunk in chunked(erased):
            Change.objects.filter(before__in=chunk).update(before=None)
            Change.objects.filter(pk__in=chunk).update(**EMPTY, document=None, before=None)
        self.report.changes = len(erased)
        for row, cleaned in list(matching_rows(Change, self.terms)):
            Change.objects.filter(pk=row.pk).update(reason=cleaned.get("reason", row.reason))
        Change.objects.create(seq=self.last + 1, at=next_moment(), action=Action.ERASED, **EMPTY)

    # What is kept for a while only

    def forget_transients(self) -> None:
        """Delete kept jobs, articles that were begun, and sessions with forms in which the name is found."""
        self.report.others += self.other_jobs().delete()[0]
        DBTaskResult.objects.exclude(status__in=["READY", "RUNNING"]).delete()
        for article in UnfinishedArticle.objects.iterator():
            if self.terms.found_in_json(json.loads(article.content)) or self.terms.found_in(article.label):
                article.delete()
                self.report.others += 1
        store = SessionStore()
        for session in Session.objects.iterator():
            if self.terms.found_in_json(store.decode(session.session_data)):
                session.delete()
                self.report.others += 1
