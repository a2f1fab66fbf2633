"""Measurements of the parts, each beside a peer or a limit in the same run."""
