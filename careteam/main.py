"""Builds the web app: routers, problem rendering, lifespan. The only importer of the features' HTTP faces."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from careteam import http, interface, pages
from careteam.alerts import api as alerts
from careteam.assessment import api as assessment
from careteam.core.settings import settings
from careteam.coverage import api as coverage
from careteam.diary import api as diary
from careteam.identity import api as identity
from careteam.identity import factors_api as factors
from careteam.identity.noting import refusals_noted
from careteam.installation import close_trail, open_trail
from careteam.keys import api as keys
from careteam.library import api as library
from careteam.measures import api as measures
from careteam.messaging import api as messaging
from careteam.messaging import care_api as care
from careteam.notes import api as notes
from careteam.notifications import api as notifications
from careteam.oversight import api as oversight
from careteam.phrases import api as phrases
from careteam.plans import api as plans
from careteam.realtime import api as live
from careteam.realtime.feed import Feed
from careteam.realtime.socket import Live
from careteam.safety import api as safety
from careteam.safetyplan import api as safetyplan
from careteam.tasks import api as tasks
from careteam.worklist import api as worklist

#: Tried in this order: sending a message comes first.
ROUTERS = (
    messaging.router,
    care.router,
    identity.router,
    factors.router,
    keys.router,
    alerts.router,
    plans.router,
    coverage.router,
    tasks.router,
    measures.router,
    diary.router,
    safety.router,
    safetyplan.router,
    library.router,
    assessment.router,
    notes.router,
    phrases.router,
    worklist.router,
    notifications.router,
    oversight.router,
    live.router,
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the installation while the app runs."""
    app.state.trail = await open_trail(settings())
    app.state.feed = Feed(app.state.trail).open()
    try:
        yield
    finally:
        await app.state.feed.close()
        await refusals_noted()
        await close_trail(app.state.trail)


def create_app() -> FastAPI:
    """The web app of one API process."""
    app = FastAPI(title="Careteam", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    http.install(app)
    interface.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    pages.install(app)
    app.add_middleware(Live)
    return app


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the HTTP interface."""
    return create_app().openapi()
