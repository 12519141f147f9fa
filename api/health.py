"""Whether box1 runs, whether it is ready, and its figures for Prometheus."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool

from api.access import Running, open_to_all
from api.wiring import System

router = APIRouter(dependencies=[open_to_all()], tags=["health"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get("/health/ready")
async def ready(system: Running) -> JSONResponse:
    """Commands can be recorded; and how many events each view is behind, or why it stopped."""
    position = await run_in_threadpool(system.store.position)
    views = {
        name: {"behind": max(0, position - standing.position), "error": standing.error}
        for name, standing in system.views.standings().items()
    }
    return JSONResponse({"status": "ready", "position": position, "views": views})


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(system: Running) -> Response:
    """Positions, lags, commands and their time; nothing about any person."""
    registry = CollectorRegistry()
    registry.register(_Figures(system))
    return Response(
        await run_in_threadpool(generate_latest, registry), media_type=CONTENT_TYPE_LATEST
    )


class _Figures(Collector):
    def __init__(self, system: System) -> None:
        self._system = system

    def collect(self) -> list[Metric]:
        position = self._system.store.position()
        lag = GaugeMetricFamily("box1_view_lag_events", "Events a view is behind", labels=["view"])
        for name, standing in self._system.views.standings().items():
            lag.add_metric([name], max(0, position - standing.position))
        spent = self._system.desk.spent
        return [
            GaugeMetricFamily("box1_log_position", "Last position recorded", position),
            GaugeMetricFamily(
                "box1_stream_position", "Last position read off NATS", self._system.hub.position
            ),
            lag,
            CounterMetricFamily("box1_commands", "Commands carried out or refused", spent.commands),
            CounterMetricFamily(
                "box1_commands_refused", "Commands the rules refused", spent.refused
            ),
            CounterMetricFamily("box1_command_seconds", "Time spent on commands", spent.seconds),
        ]
