"""A private stream leaves no trace where anybody else looks: that it is there says nothing, what is in it even less."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.verify import verify
from careteam.notes import commands
from tests.notes.test_notes import notes_of, put_on, sealed, take_out, write
from tests.oversight.test_trail import all_of
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def own_streams(cast: Cast) -> dict[UUID, UUID]:
    """Who has a stream of their own about the plan."""
    async with cast.trail.database.writing() as connection:
        rows = await connection.fetch(
            "SELECT person_id, stream_id FROM care.own_stream WHERE of_plan_id = $1", cast.plan
        )
    return {UUID(str(row["person_id"])): UUID(str(row["stream_id"])) for row in rows}


async def what_others_see(cast: Cast, browser: Open) -> dict[str, Any]:
    """All that supervisor, privacy officer, coordinator, administrator, team and patient can ask about plan and therapist."""
    plan, cem = f"/api/plans/{cast.plan}", cast.cem.person_id
    asked = {
        "supervisor": (
            cast.eli,
            [f"{plan}/trail", f"{plan}/touched", "/api/oversight/summary", f"/api/people/{cem}/trail"],
        ),
        "privacy officer": (cast.pia, [f"{plan}/trail", f"{plan}/touched", f"/api/people/{cem}/trail"]),
        "coordinator": (cast.cora, ["/api/plans", "/api/plans/teams", plan]),
        "administrator": (cast.adam, [f"/api/people/{cem}", f"/api/people/{cem}/caseload"]),
        "lead": (cast.bea, ["/api/plans", plan, "/api/today", f"{plan}/tasks"]),
        "patient": (cast.ada, [plan, f"{plan}/access-log"]),
    }
    found: dict[str, Any] = {}
    for who, (actor, paths) in asked.items():
        async with await browser(actor) as asking:
            for path in paths:
                answer = await asking.get(path, params={"limit": 100} if path.endswith("trail") else {})
                assert answer.status_code == 200, (path, answer.text)
                found[f"{who} {path}"] = answer.json()
            if who in ("supervisor", "privacy officer"):
                export = await asking.send_change("POST", f"{plan}/trail/exports", {"format": "json"})
                assert export.status_code < 300, export.text
                found[f"{who} export"] = export.json()
    return found


async def test_notes_leave_no_trace_where_others_look(cast: Cast, browser: Open) -> None:
    await what_others_see(cast, browser)
    note_id, answer = await write(await browser(cast.cem), cast, cast.cem)
    for path in (notes_of(cast), f"{notes_of(cast)}/{note_id}", f"{notes_of(cast)}/{note_id}/versions"):
        assert (await (await browser(cast.cem)).get(path)).status_code == 200
    streams = await own_streams(cast)
    async with cast.trail.database.writing() as connection:
        entries = await connection.fetch(
            "SELECT event, hash FROM care.audit_entry WHERE stream_id = ANY ($1)", list(streams.values())
        )
    assert {row["event"] for row in entries} == {"OwnStreamBegun", "ProcessNoteWritten"}
    hints = {str(note_id), answer.json()["change_id"], "ProcessNote", "process-note", "OwnStreamBegun", "private"}
    hints |= {str(stream) for stream in streams.values()} | {row["hash"].hex() for row in entries}
    for place, seen in (await what_others_see(cast, browser)).items():
        told = json.dumps(seen)
        known = {"private"} if "privacy officer" in place and "trail" in place else set[str]()
        assert {hint for hint in hints - known if hint in told} == set(), place


async def test_the_last_thing_seen_of_a_therapist_is_not_that_they_wrote_a_note(cast: Cast, browser: Open) -> None:
    async def counted() -> list[Any]:
        async with await browser(cast.eli) as eli:
            touched = (await eli.get(f"/api/plans/{cast.plan}/touched")).json()["people"]
            return [one for one in touched if one["person"]["id"] == str(cast.cem.person_id)]

    before = await counted()
    for _ in range(3):
        await write(await browser(cast.cem), cast, cast.cem)
    assert await counted() == before


async def test_patient_and_therapists_have_a_stream_of_their_own_from_the_day_they_join(cast: Cast) -> None:
    assert set(await own_streams(cast)) == {cast.ada.person_id, cast.cem.person_id}
    await put_on(cast, cast.fay)
    before = await own_streams(cast)
    assert set(before) == {cast.ada.person_id, cast.cem.person_id, cast.fay.person_id}
    await take_out(cast, cast.fay)
    await put_on(cast, cast.fay)
    assert await own_streams(cast) == before


async def test_the_organisation_learns_that_a_stream_was_opened_and_not_whose(cast: Cast, browser: Open) -> None:
    since = {"from": (await all_of(await browser(cast.pia), f"/api/plans/{cast.plan}/trail"))[0]["at"]}
    await put_on(cast, cast.fay)
    pia = await browser(cast.pia)
    told = await all_of(pia, f"/api/people/{cast.cora.person_id}/trail", event="PrivateStreamOpened", **since)
    assert [(one["actor"]["name"], one["people"], one["plan"]) for one in told] == [("Cora Lindt", [], None)]


async def test_the_stream_of_another_is_not_followed_not_even_by_its_owner(cast: Cast, browser: Open) -> None:
    stream = (await own_streams(cast))[cast.cem.person_id]
    for who in (cast.cem, cast.eli, cast.pia, cast.adam, cast.ada):
        assert (await (await browser(who)).get(f"/api/streams/{stream}/entries")).status_code == 404


async def test_notes_are_chained_and_verified_with_all_else(cast: Cast) -> None:
    note_id = uuid4()
    async with cast.change(cast.cem, Action.WRITE_PROCESS_NOTE) as change:
        await commands.write_note(change, note_id=note_id, sealed=sealed(cast.cem, note_id))
    stream = (await own_streams(cast))[cast.cem.person_id]
    async with cast.trail.database.writing() as connection, connection.transaction():
        report = await verify(connection, cast.trail.deployment_key)
        assert [one for one in report.breaks if one.stream_id == stream] == []
        seqs = await connection.fetch("SELECT seq FROM care.audit_entry WHERE stream_id = $1 ORDER BY seq", stream)
    assert [row["seq"] for row in seqs] == [1, 2]


def test_the_command_that_verifies_knows_the_tables_of_notes() -> None:
    """In a process of its own: here every feature has been loaded long ago."""
    program = (
        "from careteam import cli; cli._with_installation = lambda work, rest: 0; cli.verify([]); "
        "from careteam.core.database import bound_models; print(*sorted(bound_models()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"own_stream", "process_note", "process_note_version"} <= set(done.stdout.split())
