"""docker-compose.yml says what the design says; without an engine it is checked against the compose schema."""

import json
import subprocess
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from tests.servers import PROJECT


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def test_it_is_valid_by_the_compose_schema(compose: dict[str, Any]) -> None:
    vendored = files("check_jsonschema").joinpath("builtin_schemas", "vendor", "compose-spec.json")
    schema = json.loads(vendored.read_text())
    jsonschema.validators.validator_for(schema)(schema).validate(compose)


def test_it_runs_two_replicas_two_workers_and_one_clock(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["api"]["deploy"]["replicas"] == services["worker"]["deploy"]["replicas"] == 2
    assert "deploy" not in services["beat"]
    assert {"proxy", "api", "worker", "beat", "migrate", "postgres", "valkey"} == set(services)


def test_only_the_migration_knows_the_owners_address(compose: dict[str, Any]) -> None:
    services = compose["services"].items()
    knowing = {name for name, service in services if "careteam_database_url" in service.get("secrets", [])}
    assert knowing == {"migrate"}


def test_no_password_is_in_an_environment_or_a_command(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name in service.get("environment", {}):
            assert name.endswith("_FILE") or not any(
                word in name for word in ("PASSWORD", "SECRET", "DATABASE", "REDIS")
            )


def test_the_proxy_alone_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_everything_that_stays_up_says_whether_it_is_well(compose: dict[str, Any]) -> None:
    lasting = {name for name, service in compose["services"].items() if service["restart"] != "no"}
    assert lasting == {name for name, service in compose["services"].items() if "healthcheck" in service}


def test_every_secret_is_a_file_that_prepare_makes(compose: dict[str, Any]) -> None:
    script = (PROJECT / "deploy" / "prepare").read_text()
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
        assert name in script


def test_the_docker_client_accepts_it_where_there_is_one() -> None:
    try:
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, timeout=30, check=False)
    except OSError:
        pytest.skip("no docker client")
    if plugin.returncode != 0:
        pytest.skip("the docker client has no compose plugin")
    checked = subprocess.run(
        ["docker", "compose", "config", "--quiet"],
        cwd=PROJECT,
        env={"CARETEAM_DOMAIN": "clinic.example", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
