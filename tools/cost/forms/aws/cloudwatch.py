"""Amazon CloudWatch: logs with the bands of Lambda's, metrics, alarms, dashboards."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    size("logs_ingested", "logs taken in", "data_ingested", "ingested", "logs", "log_ingestion", "ingest",
         "logs_ingest", "log_data", "log", "log_ingest", ""),
    choice("log_source", "who writes them", "source_type", "logs_from", "vended_by",
           of={"lambda": "lambda", "custom": "custom", "other": "custom"}, default="custom"),
    size("lambda_logs", "logs of functions", "lambda_logs_ingest", "lambda_logs_ingested"),
    size("logs_stored", "logs kept", "storage", "log_storage", "logs_storage", "archived", "stored",
              "archival_storage"),
    size("logs_scanned", "logs scanned by queries", "data_scanned", "scanned", "insights", "logs_insights_scan",
         "insights_scanned", "logs_insights"),
    count("custom_metrics", "metrics of your own", "metrics", "custom_metric", "metric"),
    count("alarms", "alarms of a metric, of standard resolution", "standard_alarms", "alarm_metrics", "alarm",
          "standard_resolution_alarms", "alarm_standard"),
    count("high_res_alarms", "alarms of high resolution", "high_resolution_alarms", "alarm_high_res"),
    count("anomaly_alarms", "anomaly alarms", "anomaly_detection_alarms", "alarm_anomaly_standard"),
    count("high_res_anomaly_alarms", "anomaly alarms of high resolution", "alarm_anomaly_high_res"),
    count("composite_alarms", "composite alarms", "alarm_composite"),
    count("dashboards", "dashboards", "dashboard"),
    count("metrics_requested", "metrics requested by GetMetricData", "getmetricdata", "get_metric_data",
          "getmetricdata_requests", "get_metric_data_metrics"),
)  # fmt: skip
CHARGES = (
    Charge("lambda_logs_ingest", "Logs of functions", ("lambda_logs",)),
    Charge("logs_storage", "Log storage", ("logs_stored",)),
    Charge("logs_insights_scan", "Log queries", ("logs_scanned",)),
    Charge("custom_metric", "Metrics", ("custom_metrics",)),
    Charge("alarm_standard", "Alarms", ("alarms",)),
    Charge("alarm_high_res", "Alarms of high resolution", ("high_res_alarms",)),
    Charge("alarm_anomaly_standard", "Anomaly alarms", ("anomaly_alarms",)),
    Charge("alarm_anomaly_high_res", "Anomaly alarms of high resolution", ("high_res_anomaly_alarms",)),
    Charge("alarm_composite", "Composite alarms", ("composite_alarms",)),
    Charge("dashboard", "Dashboards", ("dashboards",)),
    Charge("getmetricdata", "Metrics requested", ("metrics_requested",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Logs by who writes them."""
    if given.has("logs_ingested"):
        sku = "lambda_logs_ingest" if given.text("log_source") == "lambda" else "logs_ingest"
        yield given.usage(sku, "Logs taken in", "logs ingested GB", given.inputs("logs_ingested"))


FORM = Form("cloudwatch", FIELDS, CHARGES, lines=lines, covers=("logs_ingest",), features={
    "cloudwatch_logs_lambda": {"log_source": "lambda"}, "cloudwatch_logs": {}, "logs": {}, "cloudwatch_log_group": {},
    "cloudwatch_metric_alarm": {}, "cloudwatch_dashboard": {"dashboards": 1.0}, "cloudwatch_alarms": {},
    "cloudwatch_metrics": {}, "logs_lambda": {"log_source": "lambda"}, "lambda_logs": {"log_source": "lambda"},
})  # fmt: skip
