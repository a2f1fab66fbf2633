"""Fixtures that every test folder may use, and how examples are made up."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.servers", "tests.database", "tests.house"]

# A gate says the same of the same code each time, however loaded the machine is.
# `--hypothesis-profile=search` looks for what nobody has tried yet.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", settings.get_profile("search"), derandomize=True)
settings.load_profile("gate")
