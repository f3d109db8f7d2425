"""The demo as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

UNIQUE_ROWS = """
CREATE UNIQUE INDEX IF NOT EXISTS demo_one_row_per_state ON workbench_xblockstate
    (scope, scope_id, coalesce(user_id, ''), coalesce(scenario, ''), coalesce(tag, ''))
"""


def keep_rows_unique(using: str, **_kwargs: Any) -> None:
    """Give the workbench's table the unique key it lacks: two first visits at once would double a row."""
    connection = connections[using]
    if "workbench_xblockstate" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(UNIQUE_ROWS)


class DemoConfig(AppConfig):
    """Prepares the database once Django has made the tables."""

    name = "demo"

    def ready(self) -> None:
        """Follow every migration."""
        post_migrate.connect(keep_rows_unique, sender=self)
