"""The same search on a Spark cluster, for lists of a whole province: `make spark` brings pyspark, Java must be there."""

from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession
from splink.backends.spark import SparkAPI


class Spark:
    """A Spark cluster at `master` (`spark://host:7077`)."""

    def __init__(self, master: str) -> None:
        builder = SparkSession.builder.master(master).appName("balakas duplicates")
        builder = builder.config("spark.sql.shuffle.partitions", "8").config("spark.ui.enabled", "false")
        self._session = builder.config("spark.sql.execution.arrow.pyspark.enabled", "true").getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def load(self, name: str, table: pa.Table) -> None:
        """Take a table in under a name."""
        self._session.createDataFrame(table).createOrReplaceTempView(name)

    def make(self, name: str, sql: str) -> None:
        """Keep what a query answers as a table."""
        self._session.sql(sql).persist().createOrReplaceTempView(name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query answers."""
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def api(self) -> Any:
        """Return the cluster as Splink sees it; the comparisons need none of Splink's own functions there."""
        words = {"break_lineage_method": "persist", "register_udfs_automatically": False}
        return SparkAPI(spark_session=self._session, **words)  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Give the cluster's executors back."""
        self._session.stop()
