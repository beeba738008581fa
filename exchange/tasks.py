"""Work of the exchange that no request waits for."""

from django_tasks import task

from exchange.services.runs import advance


@task()
def advance_import(run_id: int) -> None:
    """Read and check, or write, an imported table; goes on where a killed worker has stopped."""
    advance(run_id)
