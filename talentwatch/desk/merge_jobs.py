"""Merging very large records: the preview, the merge, and undoing it as jobs of the queue."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError

from talentwatch.desk.links import admin_url
from talentwatch.desk.transition_jobs import links
from talentwatch.jobs.kinds import JobError, JobKind, register
from talentwatch.jobs.models import Job
from talentwatch.jobs.running import JobRun
from talentwatch.merging.fields import MergeChoice
from talentwatch.merging.merge import merge, rehearse, undo
from talentwatch.merging.models import MergeDecision
from talentwatch.merging.plan import MergePlan
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.private_copy import private_copy

MERGE_PREVIEW, MERGE, UNMERGE = "merge-preview", "merge", "unmerge"


def run_preview_job(run: JobRun) -> dict[str, Any]:
    """Rehearse a merge in a private copy of the records."""
    run.begin("Copying the records, so that nobody has to wait")
    with private_copy():
        run.begin("Trying the merge")
        survivor, duplicate = two_records(run.job)
        return stored_plan(rehearse(survivor, duplicate, run.job.parameters["choices"], run.user, run.update))


def run_merge_job(run: JobRun) -> dict[str, Any]:
    """Merge as it was previewed, or not at all."""
    parameters = run.job.parameters

    def write() -> dict[str, Any]:
        survivor, duplicate = two_records(run.job)
        merge(
            survivor,
            duplicate,
            parameters["choices"],
            parameters["reason"],
            correction=parameters["correction"],
            user=run.user,
            shown=parameters["shown"],
            progress=run.update,
        )
        log_change(run.user, survivor, f"Merged {duplicate} into it.")
        return {"lines": [{"text": f"{duplicate} was merged into", "links": links([survivor])}]}

    return write_or_explain(run, write)


def run_unmerge_job(run: JobRun) -> dict[str, Any]:
    parameters = run.job.parameters

    def write() -> dict[str, Any]:
        decision = MergeDecision.objects.get(pk=parameters["decision"])
        undo(decision, parameters["reason"], correction=parameters["correction"], user=run.user)
        duplicate, survivor = decision.record(decision.loser_pk), decision.record(decision.survivor_pk)
        log_change(run.user, duplicate, f"Undid its merge into {survivor}.")
        return {"lines": [{"text": "The merge was undone of", "links": links([duplicate])}]}

    return write_or_explain(run, write)


def write_or_explain(run: JobRun, write: Any) -> dict[str, Any]:
    try:
        return run.write(write)
    except ValidationError as error:
        raise JobError(" ".join(error.messages)) from error


def log_change(user: Any, record: Any, text: str) -> None:
    LogEntry.objects.log_actions(user.pk, [record], CHANGE, text, single_object=True)


def two_records(job: Job) -> tuple[Any, Any]:
    """The survivor and the duplicate, as they are stored now. Raises JobError where one is gone."""
    model = apps.get_model(job.parameters["model"])
    pks = [job.parameters["survivor"], job.parameters["duplicate"]]
    records = model._base_manager.in_bulk(pks)
    if len(records) < len(pks):
        raise JobError("One of the two records has been deleted since.")
    return records[pks[0]], records[pks[1]]


def stored_plan(plan: MergePlan) -> dict[str, Any]:
    return asdict(plan)


def restored_plan(job: Job) -> MergePlan:
    stored: dict[str, Any] = job.result or {}
    choices = [MergeChoice(**choice) for choice in stored["choices"]]
    first, second = stored["versions"]
    return MergePlan(**stored | {"choices": choices, "versions": (first, second)})


def merge_error(job: Job, user: Any) -> str:
    return permission_error(user, "merge", apps.get_model(job.parameters["model"]))


def preview_url(job: Job) -> str:
    survivor, duplicate = two_records(job)
    query = {"other": duplicate.pk, "keep": survivor.pk, "job": job.pk}
    return f"{admin_url(survivor, 'merge')}?{urlencode(query)}"


register(JobKind(MERGE_PREVIEW, run_preview_job, merge_error, preview_url))
for name, run in ((MERGE, run_merge_job), (UNMERGE, run_unmerge_job)):
    register(JobKind(name, run, merge_error))
