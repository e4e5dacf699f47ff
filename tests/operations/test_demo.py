"""`careteam demo`: invented people whose weeks were lived through commands, and who are still there the next time."""

import http.cookiejar
import json
import os
import signal
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import psycopg
import pytest

from careteam.client import vouching
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.secret import Kit
from careteam.client.talks import Talks
from careteam.client.talkstates import Ready
from careteam.operations.clinic import PASSWORD
from tests.operations.running import Installation, Running

New = Callable[..., Installation]
ROLES = {
    "psychiatrist": 3, "therapist": 3, "health_coach": 2, "support_specialist": 2, "supervisor": 1,
    "privacy_officer": 1, "coordinator": 1, "administrator": 1, "identity_officer": 2, "patient": 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(new_installation: New) -> Iterator[Running]:
    with new_installation().up("demo") as running:
        yield running


def counted(running: Running, query: str) -> dict[str, int]:
    """What a count by something is in the demo's database."""
    addresses = json.loads((running.installation.home / "run" / "addresses.json").read_text())
    with psycopg.connect(addresses["owner_url"]) as connection:
        return {str(name): count for name, count in connection.execute(query.encode()).fetchall()}


def test_the_clinic_has_people_of_every_role_and_weeks_behind_them(demo: Running) -> None:
    held = counted(demo, "SELECT role, count(*) FROM care.role_grant GROUP BY role")
    assert {role: held[role] for role in ROLES} == ROLES
    events = counted(demo, "SELECT event, count(*) FROM care.audit_entry GROUP BY event")
    assert events["MessageSent"] >= 600
    assert events["TaskAssigned"] >= 150
    acts = (
        "AlarmClosed",
        "TaskClaimed",
        "TaskStarted",
        "TaskCompleted",
        "TaskHandedBack",
        "TaskChanged",
        "TaskSnoozed",
        "TaskReady",
        "ChecklistItemTicked",
        "ConversationOpened",
        "SupporterAllowed",
    )
    assert [act for act in acts if act not in events] == []
    phases = counted(demo, "SELECT phase, count(*) FROM care.plan GROUP BY phase")
    assert len(phases) == 5
    first, last = next(iter(counted(demo, "SELECT min(at), max(at) FROM care.audit_entry").items()))
    assert datetime.fromisoformat(first) < datetime.now(UTC) - timedelta(days=21)
    assert last <= datetime.now(UTC)


def test_its_history_has_one_entry_for_every_act_and_verifies(demo: Running) -> None:
    entries = counted(demo, "SELECT event, count(*) FROM care.audit_entry GROUP BY event")
    assert counted(demo, "SELECT 'm', count(*) FROM care.message") == {"m": entries["MessageSent"]}
    assert counted(demo, "SELECT 't', count(*) FROM care.task") == {
        "t": entries["TaskAssigned"] + entries["TaskRepeated"]
    }
    assert "0 broken" in demo.installation.run("verify")


def test_everybody_whose_sign_in_is_printed_can_sign_in_with_it(demo: Running) -> None:
    printed = [line.split() for line in demo.said().splitlines() if "@clinic.example" in line]
    told = [(words[-4], words[-3]) for words in printed]
    origin = f"http://localhost:{demo.installation.port}"
    homes: Counter[str] = Counter()
    for email, password in told:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        body = json.dumps({"email": email, "password": password}).encode()
        headers = {"Content-Type": "application/json", "Origin": origin}
        request = urllib.request.Request(f"{origin}/api/session", body, headers)
        with urllib.request.build_opener(jar).open(request) as answer:
            homes[json.load(answer)["home"]] += 1
    assert set(homes) == {"today", "home", "oversight", "people", "coordination", "confirming"}


def kits(running: Running) -> dict[str, str]:
    """The kits that are printed, by whose line is before."""
    words = [line.split() for line in running.said().splitlines()]
    following = pairwise(words)
    return {told[-4]: link[0].partition("#kit=")[2] for told, link in following if link and "#kit=" in link[0]}


async def test_everybody_has_keys_that_open_by_the_printed_kit_and_are_vouched_for(demo: Running) -> None:
    people = counted(demo, "SELECT 'people', count(DISTINCT person_id) FROM care.role_grant")["people"]
    assert counted(demo, "SELECT 'chains', count(DISTINCT person_id) FROM care.user_chain") == {"chains": people}
    assert counted(demo, "SELECT 'vouched', count(DISTINCT person_id) FROM care.attestation") == {"vouched": people}
    printed = kits(demo)
    assert len(printed) == len({line.split()[0] for line in demo.said().splitlines() if "@clinic.example" in line})
    async with Client(f"http://localhost:{demo.installation.port}") as client:
        await client.sign_in("lena@clinic.example", PASSWORD)
        keys = await Keys.unlock(client, secret=Kit(printed["lena@clinic.example"]))
        team = {person.id: person for talk in await client.inbox() for person in talk.members}
        known = [await vouching.person(keys, id_) for id_ in team]
    assert {one.attested.role for one in known if one and one.attested} >= {"clinician", "patient"}
    assert [one for one in known if one is None or one.attested is None] == []


async def test_what_was_said_is_sealed_and_opens_with_the_printed_kits(demo: Running) -> None:
    printed = kits(demo)
    for email in ("mei@clinic.example", "kwame@clinic.example"):
        async with Client(f"http://localhost:{demo.installation.port}") as client:
            await client.sign_in(email, PASSWORD)
            keys = await Keys.unlock(client, secret=Kit(printed[email]))
            room = next(one for one in await client.inbox() if one.kind == "team")
            talk = await Talks(keys, room.plan_id).open(room.id)
        assert talk.state == Ready()
        assert len(talk.record.items) >= 20
        assert all(item.content and item.content.text for item in talk.record.items)


@pytest.mark.skipif("CARETEAM_PROVE" not in os.environ, reason="it starts the clinic again: `make prove` does")
def test_a_second_start_keeps_what_has_happened(demo: Running) -> None:
    before, printed = counted(demo, "SELECT 'm', count(*) FROM care.message"), kits(demo)
    installation = demo.installation
    demo.end(signal.SIGTERM)
    with installation.up("demo") as again:
        assert "Making the demo clinic" not in again.said()
        assert counted(again, "SELECT 'm', count(*) FROM care.message") == before
        assert kits(again) == printed
