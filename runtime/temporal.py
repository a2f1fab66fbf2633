"""Connects to Temporal the one way that every process does: payloads sealed, TLS where it is asked for."""

import asyncio
import logging
from functools import cache

from temporalio.client import Client
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError

from rules.errors import Refusal
from runtime.payloads import sealed_converter
from runtime.settings import Settings

logger = logging.getLogger(__name__)


class NoTemporal(Refusal):
    """Temporal does not answer at the address in the settings."""

    status = 503
    retry = True


async def connect(settings: Settings, address: str | None = None, patience: float = 30.0) -> Client:
    """A client; tries for `patience` seconds, for a server that starts beside us.

    `address` stands in for the setting where the server is the embedded one. Raises NoTemporal.
    """
    target = address or settings.temporal_address
    if target is None:
        raise NoTemporal("TEMPORAL_ADDRESS is not set.")
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        try:
            return await _connect_once(settings, target)
        except (RPCError, RuntimeError) as error:  # RuntimeError: nobody listens there
            if asyncio.get_running_loop().time() > deadline:
                raise NoTemporal(f"Temporal does not answer at {target}.") from error
        await asyncio.sleep(0.5)


async def _connect_once(settings: Settings, target: str) -> Client:
    older = [each.get_secret_value() for each in settings.payload_keys_old]
    api_key = settings.temporal_api_key
    return await Client.connect(
        target,
        namespace=settings.temporal_namespace,
        tls=settings.temporal_tls or api_key is not None,
        api_key=api_key.get_secret_value() if api_key else None,
        runtime=_measured(settings.worker_metrics),
        data_converter=sealed_converter(settings.payload_key.get_secret_value(), older),
    )


@cache
def _measured(address: str | None) -> Runtime | None:
    """Temporal's core with its Prometheus page at this address; None is the usual core without one."""
    if address is None:
        return None
    return Runtime(telemetry=TelemetryConfig(metrics=PrometheusConfig(bind_address=address)))
