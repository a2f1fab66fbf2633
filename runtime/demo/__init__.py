"""The office that a newcomer meets: everything it needs, started by one command and stopped by Ctrl-C."""
