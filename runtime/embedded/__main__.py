"""`python -m runtime.embedded`: prepares the Temporal server ahead of its first use."""

from runtime.embedded.temporal_binary import find_temporal

if __name__ == "__main__":
    find_temporal()
