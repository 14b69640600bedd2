"""The budget of a court, from standards and workload."""
