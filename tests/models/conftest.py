from local_sources import hub, models, wheelhouse  # noqa: F401
