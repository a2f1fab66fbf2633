"""What we know: tables, their queries, and the invariants the database enforces."""
