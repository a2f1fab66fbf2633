"""What gets done: each function one transaction, run by a workflow or by a click."""
