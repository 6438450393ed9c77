"""How is work carried out that outlives the process it was begun in? As workflows of DBOS, in queues, on the same PostgreSQL."""

from watchgate.storage.jobs.runtime import Jobs, Step, Workflow

__all__ = ["Jobs", "Step", "Workflow"]
