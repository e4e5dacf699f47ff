"""Planted words are read by people and by nothing else: not in a dump or backup, the logs, Valkey, Celery or a letter."""

import asyncio
import base64
import hashlib
import logging
import subprocess
import tarfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import argon2
import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP
from redis.asyncio import Redis
from sqlalchemy import select

from careteam import worker
from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit import relay
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.client.secret import Passkey, Passphrase
from careteam.core.broker import CHANNEL, Broker
from careteam.core.ids import PlanId, new_id
from careteam.core.logs import JsonLines
from careteam.core.sessions import Database
from careteam.core.settings import settings
from careteam.crypto.atrest import create_deployment_key
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.slots import passkey_seed, passphrase_seed
from careteam.diary import commands as diary
from careteam.diary.rules import Mood
from careteam.identity.people import take_in
from careteam.main import create_app
from careteam.messaging.queries import conversations
from careteam.notes import commands as notes
from careteam.operations import backup, programs
from careteam.operations.home import Home
from careteam.operations.up import Ready
from careteam.plans import commands as plans
from careteam.plans.models import Goal
from careteam.reactions import RELAYED, install
from careteam.tasks import commands as tasks
from tests.saying import Sayers
from tests.servers import Servers
from tests.world import Browser, Cast, found_organisation, make_cast, open_plan_for, sign_in

CANARY = "Xanthiphera"


#: What opens keys, a part of a plan that only readers may know of, and so nothing but these people's devices.
PRF = hashlib.sha256(b"prf").digest()
ACCOUNT, REFERENCE = (hashlib.sha256(one).digest()[:16] for one in (b"account secret", b"reference"))


def forms(word: bytes = CANARY.encode()) -> list[bytes]:
    """A word as it is, in small letters, in hex, and as base64 of both kinds wherever it begins in a text."""
    shifted = [base64.b64encode(b"x" * shift + word)[2 * shift :][2:-4] for shift in range(3)]
    urls = [one.replace(b"+", b"-").replace(b"/", b"_") for one in shifted]
    return list({word, word.lower(), word.hex().encode(), word.lower().hex().encode(), *shifted, *urls})


def test_the_word_is_found_in_every_form() -> None:
    hidden = (f"Dr {CANARY}", CANARY.lower(), CANARY.encode().hex(), *(
        base64.b64encode(f"{'z' * n}{CANARY} of the clinic".encode()).decode() for n in range(7)
    ))  # fmt: skip
    for text in hidden:
        assert any(form in text.encode() for form in forms()), text
    assert not any(form in b"Noor Haddad" for form in forms())


@pytest_asyncio.fixture
async def letters(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[bytes]]:
    """What a mail server that the settings name has taken."""
    taken: list[bytes] = []

    class Box:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            taken.append(envelope.content)
            return "250 taken"

    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Box()), "127.0.0.1", 0)
    monkeypatch.setenv("CARETEAM_SMTP_URL", f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    yield taken
    server.close()
    await server.wait_closed()


async def test_planted_words_are_read_by_people_and_by_nothing_else(
    fresh_database: Callable[..., Servers], tmp_path: Path, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch, letters: list[bytes],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    made = fresh_database()
    monkeypatch.setenv("CARETEAM_REDIS_URL", made.redis_url)
    settings.cache_clear()
    database, broker = await Database(made.app_url).open(), Broker(made.redis_url).open()
    redis: Any = Redis.from_url(made.redis_url)
    channel = redis.pubsub(ignore_subscribe_messages=True)
    await channel.subscribe(CHANNEL)
    key_file = tmp_path / "deployment.json"
    trail = Trail(database, create_deployment_key(key_file), install(), broker)
    await found_organisation(trail)
    cast = await make_cast(trail)
    plan, patient = await open_plan_for(
        trail, cast.cora, f"{CANARY} Patient", [(cast.bea, Role.PSYCHIATRIST), (cast.cem, Role.THERAPIST)]
    )
    secrets = await _open_with_everything(trail, cast.cem)
    await _plant(trail, cast.bea, plan, patient)
    await _keep_to_oneself(trail, cast.cem, plan)
    await _ask_for_it(trail, cast, plan)

    async with cast.view(cast.bea, Action.READ_PLAN, plan=plan) as view:
        assert CANARY in (await view.one(select(Goal).where(Goal.plan_id == plan))).words
    while_owed = await _backup(tmp_path, made, key_file)
    assert await relay.drain(trail, RELAYED) > 0
    queued = await _queued(redis)
    await broker.close()
    heard = b""
    for _ in range(40):  # a subscription's own answer counts as a message that is not there
        message = await channel.get_message(timeout=0.05)
        heard += message["data"] if message else b""
    assert heard, "nothing was announced, so this would prove nothing"
    assert letters
    spoken = [letter.replace(f"To: {CANARY}@clinic.example".encode(), b"") for letter in letters]
    assert spoken != letters, "the letter went to the address with the word in it"
    places = {
        "backup while something was owed": while_owed, "backup": await _backup(tmp_path, made, key_file),
        "announcements": heard, "queue": queued, "logs": caplog.text.encode(), "letters": b"".join(spoken),
    }  # fmt: skip
    for place, told in places.items():
        assert told, place
        assert [form for word in (CANARY.encode(), *secrets) for form in forms(word) if form in told] == [], place
    assert b"care.audit_entry" in places["backup"]
    assert b"invitation.send" in while_owed
    assert b"ProcessNoteWritten" in places["backup"]
    await channel.aclose()
    await redis.aclose()
    await database.close()
    settings.cache_clear()


async def _plant(trail: Trail, bea: Actor, plan: PlanId, patient: Actor) -> None:
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        await take_in(change, name=f"Dr {CANARY}", role=Role.THERAPIST, email=f"{CANARY}@clinic.example")
    async with open_change(trail, bea, Action.SET_GOAL, plan_id=plan) as change:
        await plans.set_goal(change, words=f"{CANARY} goal", target=f"{CANARY} target")
    async with open_change(trail, bea, Action.REVISE_PLAN, plan_id=plan) as change:
        await plans.revise_plan(change, reason=f"{CANARY} reason", title=f"{CANARY} title", summary=f"{CANARY} summary")
    async with open_change(trail, bea, Action.ASSIGN_TASK, plan_id=plan) as change:
        new = tasks.NewTask(title=f"{CANARY} task", note=f"{CANARY} note", owner_id=patient.person_id)
        await tasks.assign_task(change, new)
    async with open_change(trail, patient, Action.WRITE_DIARY_ENTRY, plan_id=plan) as change:
        said = diary.Said(day=change.now.date(), mood=Mood.LOW, note=f"{CANARY} diary")
        await diary.write_entry(change, entry_id=new_id(), said=said)
    async with open_view(trail, bea, Action.READ_CONVERSATION, plan_id=plan, screen="test") as view:
        room = (await conversations(view))[0].id
    talk = await (await Sayers.of(trail)).talk_of(bea, plan, room)
    mid = await talk.send(Content(Type.TEXT, f"{CANARY} message", references=(REFERENCE,)))
    base = talk.record.folded().texts[mid].base
    await talk.send(Content(Type.EDIT, f"{CANARY} message, said otherwise", target=mid, base=base))
    await talk.send(Content(Type.REACTION, target=mid, emoji=CANARY))


async def _open_with_everything(trail: Trail, cem: Actor) -> list[bytes]:
    """Keys that a passkey and a passphrase open; what must be nowhere: what they give, and what a guess would show."""
    sayers, uid = await Sayers.of(trail), cem.person_id.bytes
    words = f"{CANARY} passphrase"
    slots = [await one.holder(uid) for one in (Passkey(b"passkey", PRF), Passphrase(words, ACCOUNT))]
    player = await sayers.begin(cem, "Cem Aydin", slots)
    await sayers.vouch(sayers.vouching, cem)
    salt = slots[1].param
    assert salt is not None
    stretched = argon2.low_level.hash_secret_raw(
        words.encode(), salt, time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, type=argon2.Type.ID
    )
    verifiers = [stretched, passphrase_seed(words, salt, ACCOUNT, uid), passkey_seed(PRF, b"passkey")]
    own = [player.own.puk.seed, player.device.box_seed, player.device.sign_seed]
    return [PRF, ACCOUNT, REFERENCE, *verifiers, *own]


async def _keep_to_oneself(trail: Trail, cem: Actor, plan: PlanId) -> None:
    """A process note, sealed where its author is."""
    note_id, keys = new_id(), Generation(cem.person_id.bytes, 1, bytes(32))
    sealed = seal_own(keys, Place("note", note_id.bytes, 1), f"{CANARY} process note".encode())
    async with open_change(trail, cem, Action.WRITE_PROCESS_NOTE, plan_id=plan) as change:
        await notes.write_note(change, note_id=note_id, sealed=sealed)


async def _ask_for_it(trail: Trail, cast: Cast, plan: PlanId) -> None:
    """Let the word come over HTTP: in what is taken, in what is refused, in what is looked for."""
    app = create_app()
    app.state.trail = trail
    async with Browser(app, await sign_in(trail, cast.bea)) as bea:
        taken = await bea.send_change("POST", f"/api/plans/{plan}/goals", {"words": f"{CANARY} again"})
        assert taken.status_code == 201
        for body in ({"words": CANARY * 500}, {CANARY: 1}, {"words": f"{CANARY}\0"}):
            assert (await bea.send_change("POST", f"/api/plans/{plan}/goals", body)).status_code == 422
        assert CANARY in (await bea.get("/api/plans", params={"q": CANARY})).text
        assert (await bea.get(f"/api/plans/{CANARY}")).status_code == 422
        signing_in = {"email": f"{CANARY}@clinic.example", "password": f"{CANARY} is my password"}
        assert (await bea.post("/api/session", json=signing_in)).status_code == 401


async def _backup(folder: Path, made: Servers, key_file: Path) -> bytes:
    """A backup's own bytes, and all that whoever restores it could read without the deployment key."""
    file, home = folder / "backup.tar", Home(folder / "home").make()
    ready = Ready(home, settings(), made.owner_url, made.app_url, made.redis_url, key_file, None)
    file.unlink(missing_ok=True)
    await asyncio.to_thread(backup.write, ready, file)
    with tarfile.open(file) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    tool = programs.postgres(folder, None).program("pg_restore")
    command = [tool, "--file=-", folder / "unpacked" / backup.DUMP]
    restored = await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    return file.read_bytes() + restored.stdout


async def _queued(redis: Any) -> bytes:
    """What Celery puts into the queue to have something done, and all else that lies in Valkey."""
    app = worker.make_app()
    await asyncio.to_thread(app.send_task, "relay.drain", ignore_result=True)
    await asyncio.to_thread(app.close)
    lying = b""
    async for key in redis.scan_iter():
        kind = (await redis.type(key)).decode()
        lying += key
        match kind:
            case "list":
                lying += b"".join(await redis.lrange(key, 0, -1))
            case "set":
                lying += b"".join(await redis.smembers(key))
            case _:
                lying += await redis.dump(key)
    assert b"relay.drain" in lying
    await redis.delete("careteam")
    return lying
