"""Builds the web app: routers, problem rendering, lifespan. The only importer of the features' HTTP faces."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from careteam import reactions
from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.core.settings import Settings, settings
from careteam.crypto.atrest import DeploymentKey
from careteam.http import install
from careteam.plans import api as plans

ROUTERS = (plans.router,)


async def open_trail(chosen: Settings) -> Trail:
    """Open the installation that these settings name."""
    if chosen.app_database_url is None or chosen.redis_url is None:
        raise RuntimeError("CARETEAM_APP_DATABASE_URL and CARETEAM_REDIS_URL are not set: start with `careteam up`")
    database = await Database(chosen.app_database_url.get_secret_value()).open()
    broker = Broker(chosen.redis_url.get_secret_value()).open()
    key = DeploymentKey.load(chosen.deployment_key_file)
    return Trail(database, key, reactions.install(), broker)


async def close_trail(trail: Trail) -> None:
    """Close the installation's connections."""
    if trail.broker is not None:
        await trail.broker.close()
    await trail.database.close()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the installation while the app runs."""
    app.state.trail = await open_trail(settings())
    try:
        yield
    finally:
        await close_trail(app.state.trail)


def create_app() -> FastAPI:
    """The web app of one API process."""
    app = FastAPI(title="Careteam", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    api = APIRouter(prefix="/api")
    for router in ROUTERS:
        api.include_router(router)
    install(app)
    app.include_router(api)
    return app


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the HTTP interface."""
    return create_app().openapi()
