"""When it gets done: Temporal workflows that read like the billing cycle."""
