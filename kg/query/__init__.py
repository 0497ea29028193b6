"""Asking the graph: saved queries, their parameters, the guard, the workers, result formats."""
