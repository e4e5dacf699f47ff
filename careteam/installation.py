"""Opens an installation: its database, broker and deployment key, as the settings name them."""

from careteam import reactions
from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.core.settings import Settings
from careteam.crypto.atrest import DeploymentKey


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
