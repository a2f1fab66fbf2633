"""For the machines that watch us: alive, ready, and a few numbers without anybody's data."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from activities.actors import CLAIMDESK
from models.health import Numbers, read_numbers
from web.pages import desk_of

router = APIRouter()


@router.get("/healthz")
async def healthz() -> Response:
    """This process answers."""
    return Response("alive\n", media_type="text/plain")


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """The database answers too."""
    try:
        async with desk_of(request).office.begin(CLAIMDESK):
            return Response("ready\n", media_type="text/plain")
    except (SQLAlchemyError, OSError):
        return Response("no database\n", 503, media_type="text/plain")


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Depth of each queue, how far the outbox lags, and how long the oldest ready claim waits."""
    async with desk_of(request).office.begin(CLAIMDESK) as work:
        numbers = await read_numbers(work.session, work.real_now)
    return Response(generate_latest(_registry(numbers)), media_type=CONTENT_TYPE_LATEST)


def _registry(numbers: Numbers) -> CollectorRegistry:
    registry = CollectorRegistry()
    depth = Gauge("claimdesk_queue_depth", "Live tasks.", ["kind", "state"], registry=registry)
    for (kind, state), count in numbers.depth.items():
        depth.labels(kind, state).set(count)
    lag = Gauge("claimdesk_outbox_lag_seconds", "Age of the oldest wake-up that is due.", registry=registry)
    lag.set(numbers.outbox_lag)
    waiting = Gauge("claimdesk_outbox_rows", "Wake-ups not yet delivered.", registry=registry)
    waiting.set(numbers.outbox_rows)
    unsent = Gauge(
        "claimdesk_oldest_unsent_claim_seconds", "How long the oldest ready claim waits.", registry=registry
    )
    unsent.set(numbers.oldest_unsent)
    return registry
