"""Rules about queues, topics, buses, streams and the schedules that feed them."""
