"""Importing a file: within a request if it is small, else as a job of the queue."""

from typing import Any

from django.apps import apps

from talentwatch.desk.links import model_url
from talentwatch.exchange.importer import Content, ProgressCallback
from talentwatch.exchange.layout import LAYOUTS, LIST_OF
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import read
from talentwatch.exchange.report import ImportReport
from talentwatch.exchange.run_import import ImportOptions, PreparedImport, prepare_import, run_import
from talentwatch.jobs.kinds import JobError, JobKind, register
from talentwatch.jobs.models import Job
from talentwatch.jobs.running import JobRun
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.private_copy import private_copy

IMPORT = "import"


class OutdatedError(Exception):
    """The import would now do something else than its preview showed."""


def options_of(preview: dict[str, Any], user: Any, **options: Any) -> ImportOptions:
    """How a file is imported that was uploaded with these values: publish, reason, answers, different_because."""
    return ImportOptions(
        publish=preview["publish"],
        reason=preview["reason"],
        answers=preview["answers"],
        different_because=preview["different_because"],
        user=user,
        asks=True,
        **options,
    )


def preview_content(
    content: Content, preview: dict[str, Any], user: Any, progress: ProgressCallback | None = None
) -> ImportReport:
    return run_import(content, options_of(preview, user, dry_run=True, correction=""), progress)


def import_content(  # noqa: PLR0913 what, how, which user, and what was shown
    content: Content,
    preview: dict[str, Any],
    user: Any,
    *,
    correction: str,
    progress: ProgressCallback | None = None,
    prepared: PreparedImport | None = None,
) -> ImportReport:
    """Import what was previewed, if the outcome is still the one that was shown: is_imported() says so."""
    options = options_of(preview, user, expected=preview["digest"], correction=correction)
    return run_import(content, options, progress, prepared)


def is_imported(report: ImportReport, preview: dict[str, Any]) -> bool:
    return not (report.has_errors or report.questions) and report.digest == preview["digest"]


def run_import_job(run: JobRun) -> dict[str, Any]:
    """Preview a file in a private copy of the records; or import one that was previewed, with the lock only for the write."""
    parameters = run.job.parameters
    preview = parameters["preview"]
    run.begin("Reading")
    try:
        content = read(preview["file"], bytes(run.job.file or b""), LIST_OF[apps.get_model(parameters["model"])])
    except FileError as error:
        raise JobError(str(error)) from error
    if parameters["correction"] is None:
        return preview_in_copy(run, content)
    run.begin("Comparing")
    prepared = prepare_import(content, options_of(preview, run.user))

    def write() -> dict[str, Any]:
        correction = parameters["correction"]
        report = import_content(
            content, preview, run.user, correction=correction, progress=run.update, prepared=prepared
        )
        if not is_imported(report, preview):
            raise OutdatedError
        Job.objects.filter(pk__in=[run.job.pk, parameters["previewed_in"]]).update(file=None)
        return {"report": report.stored(), "is_imported": True}

    try:
        return run.write(write)
    except OutdatedError:
        run.stop_writing()
        return preview_in_copy(run, content)


def preview_in_copy(run: JobRun, content: Content) -> dict[str, Any]:
    run.begin("Copying the records, so that nobody has to wait")
    with private_copy():
        run.begin("Checking")
        report = preview_content(content, run.job.parameters["preview"], run.user, run.update)
    return {"report": report.stored(), "is_imported": False}


def stored_report(job: Job) -> ImportReport:
    """The report that a job has stored, with the stored records that new ones may repeat."""
    report = ImportReport.restored((job.result or {})["report"])
    for kind, layout in LAYOUTS.items():
        rows = [row for row in report.rows if row.kind == kind and row.similar]
        if rows:
            slugs = {slug for row in rows for slug in row.similar}
            records = layout.rows.filter(slug__in=slugs).in_bulk(field_name="slug")
            for row in rows:
                row.similar = [records[slug] for slug in row.similar if slug in records]
    return report


register(
    JobKind(
        IMPORT,
        run_import_job,
        lambda job, user: permission_error(user, "import", apps.get_model(job.parameters["model"])),
        lambda job: f"{model_url(apps.get_model(job.parameters['model']), 'import')}?job={job.pk}",
    )
)
