"""Family and juvenile cases: when their supports may be ordered."""
