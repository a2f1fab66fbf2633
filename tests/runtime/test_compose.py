import re
from pathlib import Path

import pytest
import yaml

from runtime.settings import also, variable_names

HERE = Path(__file__).parents[2]
TEXT = (HERE / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("build")}
PLAIN = {"DATABASE_URL", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


def test_all_processes_are_there() -> None:
    assert {"postgres", "temporal", "temporal-ui", "migrate", "web", "worker"} <= set(SERVICES)
    assert SERVICES["worker"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_processes_are_given_only_settings_that_exist(name: str) -> None:
    assert set(OURS[name]["environment"]) <= variable_names() | PLAIN
    assert all(each in also(each).choices for each in PLAIN)


def test_whatever_of_ours_runs_for_long_says_whether_it_is_well() -> None:
    assert {name for name, service in OURS.items() if "healthcheck" not in service} == {"migrate"}
    for name, port in (("web", "CLAIMDESK_PORT"), ("worker", "CLAIMDESK_WORKER_METRICS")):
        asked = SERVICES[name]["healthcheck"]["test"][-1]
        assert f":{SERVICES[name]['environment'][port].rpartition(':')[2]}/" in asked


def test_no_password_or_secret_has_a_default() -> None:
    used = re.findall(r"\$\{(\w+)(.*?)\}", TEXT)
    ends = "PASSWORD", "SECRET", "PAYLOAD_KEY", "ANCHOR_KEY"
    secret = {name: rest for name, rest in used if name.endswith(ends)}
    assert len(secret) == 9
    assert secret.pop("CLAIMDESK_SMTP_PASSWORD") == ":-"  # an office without a mail server has none
    assert all(rest.startswith(":?") for rest in secret.values()), secret


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_waits_only_for_services_that_exist(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        waits_for_health = how["condition"] == "service_healthy"
        assert bool(SERVICES[other].get("healthcheck")) or not waits_for_health


def test_the_sample_environment_names_what_compose_demands() -> None:
    sample = (HERE / "docs/example.env").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", sample, re.M)) == set(re.findall(r"\$\{(\w+):\?", TEXT))


def test_mounted_files_exist() -> None:
    for source in re.findall(r"\./([\w./-]+):/", TEXT):
        assert (HERE / source).is_file()


def test_nothing_but_loopback_is_published() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
