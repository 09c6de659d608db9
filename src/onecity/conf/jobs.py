"""Jobs whose worker was killed, or lost the database, before it could say how they ended."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status

SILENT = 30.0  # seconds without a sign of life from a worker, which gives one every ten
KEPT_HOURS = 30 * 24  # for a look at what failed


@app.periodic(cron="*/15 * * * * *")
@app.task(queue="tidy", queueing_lock="take_up_abandoned", pass_context=True)
async def take_up_abandoned(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Every fifteen seconds: what a silent worker left half-done is done again (a job must bear that)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        if _comes_again_anyway(job):
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)


@app.periodic(cron="41 3 * * *")
@app.task(queue="tidy", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Every night: jobs that failed a month ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)


def _comes_again_anyway(job: Job) -> bool:
    """What the clock starts has a queueing lock: at most one waits, and soon one will."""
    return job.queueing_lock is not None
