"""Fixtures that every test folder may use."""

pytest_plugins = ["tests.servers", "tests.database", "tests.house"]
