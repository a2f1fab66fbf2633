"""The servers a machine runs for itself: PostgreSQL from a wheel, Temporal from our own small build."""
