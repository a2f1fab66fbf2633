"""Wiring: settings, engine, Temporal client, relay, workers, embedded servers, commands."""
