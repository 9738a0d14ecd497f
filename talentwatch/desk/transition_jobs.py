"""Publishing and withdrawing what very many records depend on, as a job of the queue."""

from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry

from talentwatch.desk.links import admin_url
from talentwatch.jobs.kinds import JobError, JobKind, register
from talentwatch.jobs.models import Job
from talentwatch.jobs.running import JobRun
from talentwatch.publishing.permissions import permission_error
from talentwatch.publishing.transitions import TRANSITIONS, BulkTransition, TransitionResult, preview_transition

TRANSITION = "transition"
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
CHANGED_SINCE = "{} has changed since you confirmed what would happen. Look at it, and confirm again."


def run_transition_job(run: JobRun) -> dict[str, Any]:
    """Do what the editor confirmed, if it is still the same."""
    parameters = run.job.parameters
    transition, model = BY_NAME[parameters["transition"]], apps.get_model(parameters["model"])
    run.begin("Checking")
    stored = model._base_manager.in_bulk(parameters["records"])
    records = [stored[pk] for pk in parameters["records"] if pk in stored]
    bulk = BulkTransition(
        transition,
        run.user,
        parameters["reason"],
        together=parameters["together"],
        also=frozenset(parameters["also"]),
        correction=parameters["correction"],
    )

    def write() -> dict[str, Any]:
        for record in records:
            if preview_transition(transition, record, run.user).digest not in parameters["seen"]:
                raise JobError(CHANGED_SINCE.format(record))
        result = bulk.run(records)
        for record in result.done:
            LogEntry.objects.log_actions(run.user.pk, [record], CHANGE, f"{transition.label}.", single_object=True)
        return {"lines": result_lines(transition.target.label, result)}

    return run.write(write)


def result_lines(label: str, result: TransitionResult) -> list[dict[str, Any]]:
    """What the page of the job says: what was done, what changed with it, and what was refused and why."""
    lines: list[dict[str, Any]] = [{"text": label, "links": links(result.done)}] if result.done else []
    for effect in dict.fromkeys(effect for _record, effect in result.side_effects):
        affected = [record for record, its_effect in result.side_effects if its_effect == effect]
        lines.append({"text": f"As a result, this {effect}", "links": links(affected)})
    lines += [
        {"text": f"Not done: {' '.join(errors)}", "links": links([record]), "is_error": True}
        for record, errors in result.refused
    ]
    return lines


def links(records: list[Any]) -> list[dict[str, str]]:
    """Names and addresses, as the page of a job shows them."""
    return [{"name": str(record), "url": admin_url(record)} for record in records]


def transition_error(job: Job, user: Any) -> str:
    transition = BY_NAME[job.parameters["transition"]]
    return permission_error(user, transition.permission, apps.get_model(job.parameters["model"]))


register(JobKind(TRANSITION, run_transition_job, transition_error))
