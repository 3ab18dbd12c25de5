"""What every system pays besides its components: logs, alarms, traces, dashboards, traffic to the outside."""
