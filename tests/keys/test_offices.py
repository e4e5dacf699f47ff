"""Offices: who may ask, what counts once it is signed, whose word holds, and what ends it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.core.ids import PersonId
from careteam.core.octets import encoded
from careteam.crypto.mh1.directory import verify_directory
from careteam.crypto.mh1.invite import accept as accept_invite
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.primitives import public_key
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity import commands as identity
from careteam.identity.people import take_in
from careteam.keys.directory import accept_offices
from careteam.keys.founding import accept, listed
from careteam.keys.rules import OfficeState
from tests.keys.world import SIGNERS, Keyed, attestation_of, invite_of, keyed, parts
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def an_officer(cast: Cast, browser: Open) -> tuple[Keyed, Any]:
    """An identity officer for anyone, in force, and their office key."""
    ida = await person(cast.trail, "Ida Moreau", Role.IDENTITY_OFFICER)
    officer = await (await keyed(cast.trail, browser, ida)).begin()
    return officer, await officer.holds(cast.trail, "identity")


async def vouch(by: Keyed, cose: bytes, person_id: UUID) -> Any:
    """Send an attestation."""
    path = f"/api/keys/people/{person_id}/attestation"
    return await by.browser.send_change("POST", path, {"cose": encoded(cose)})


async def test_the_directory_verifies_from_the_roots_and_lists_who_was_accepted(cast: Cast, browser: Open) -> None:
    officer, key = await an_officer(cast, browser)
    said = (await officer.browser.get("/api/keys/directory")).json()
    [org] = parts([said["org"]])
    directory = verify_directory(org, parts(said["roots"]), parts(said["entries"]))
    assert (officer.uid, public_key(key.seed), 0) in [(o.uid, o.pk, o.scope) for o in directory.latest.identity]
    newer = await officer.browser.get("/api/keys/directory", params={"after": len(said["entries"]) - 2})
    assert newer.json()["entries"] == said["entries"][-1:]
    assert [one["state"] for one in (await officer.mine())["offices"]] == ["in_force"]


async def test_who_signs_the_directory_after_another_that_began_later_goes_on_from_it(
    cast: Cast, browser: Open
) -> None:
    officer, _ = await an_officer(cast, browser)
    async with open_change(cast.trail, Actor.system(), Action.EXTEND_DIRECTORY) as early:
        await accept(cast.trail, [], SIGNERS[:2])
        await accept_offices(early, ids=[], signers=SIGNERS[1:])
    said = (await officer.browser.get("/api/keys/directory")).json()
    [org] = parts([said["org"]])
    times = [one.ts for one in verify_directory(org, parts(said["roots"]), parts(said["entries"])).entries]
    assert times[-2] <= times[-1]


async def test_an_officers_word_is_kept_and_shown_to_people_of_the_plan(cast: Cast, browser: Open) -> None:
    officer, key = await an_officer(cast, browser)
    cem = await (await keyed(cast.trail, browser, cast.cem)).begin()
    waiting = (await officer.browser.get("/api/keys/unattested", params={"limit": 100})).json()["items"]
    [mine] = [one for one in waiting if one["person"]["id"] == str(cem.actor.person_id)]
    assert (mine["attest_as"], mine["invited"]) == (["clinician"], False)
    good = attestation_of(key, cem, name="Cem Aydin", role="clinician")
    answer = await vouch(officer, good, cem.actor.person_id)
    assert answer.status_code == 200, answer.text
    seen = (await (await browser(cast.ada)).get(f"/api/keys/people/{cem.actor.person_id}")).json()
    assert seen["attestation"]["role"] == "clinician"
    assert parts(seen["chains"][0]["entries"])[0] == parts((await cem.mine())["entries"])[0]
    assert (await cem.mine())["attestation"]["cose"] == encoded(good)
    again = (await officer.browser.get("/api/keys/unattested", params={"limit": 100})).json()["items"]
    assert str(cem.actor.person_id) not in [one["person"]["id"] for one in again]


async def test_a_word_that_does_not_hold_is_refused(cast: Cast, browser: Open) -> None:
    officer, key = await an_officer(cast, browser)
    cem = await (await keyed(cast.trail, browser, cast.cem)).begin()
    bea = await (await keyed(cast.trail, browser, cast.bea)).begin()
    patients = await bea.holds(cast.trail, "identity", "patients")
    whom = cem.actor.person_id
    for cose, why in (
        (attestation_of(key, cem, name="Cem Aydin", role="patient"), "role"),
        (attestation_of(key, cem, name="Cem", role="clinician"), "name"),
        (attestation_of(key, officer, name="Cem Aydin", role="clinician"), "another key"),
        (attestation_of(key, cem, name="Cem Aydin", role="clinician", now=cem.now - 400 * 86_400_000), "ended"),
    ):
        refused = await vouch(officer, cose, whom)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/statement-refused"), refused.text
        assert why in refused.json()["reason"]
    foreign = attestation_of(SIGNERS[0], cem, name="Cem Aydin", role="clinician")
    assert (await vouch(officer, foreign, whom)).json()["type"] == "/problems/office-needed"
    narrow = await vouch(bea, attestation_of(patients, cem, name="Cem Aydin", role="clinician"), whom)
    assert "nobody who may" in narrow.json()["reason"]
    assert (await vouch(officer, foreign, uuid4())).status_code == 404


async def test_who_may_not_hold_an_office_cannot_ask_and_without_keys_nobody_can(cast: Cast, browser: Open) -> None:
    bea = await (await keyed(cast.trail, browser, cast.bea)).begin()
    assert (await bea.asks("identity", "anyone"))[1].status_code == 403
    assert (await bea.asks("coordinator"))[1].status_code == 403
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    assert (await ada.asks("identity", "patients"))[1].status_code == 403
    cora = await keyed(cast.trail, browser, cast.cora)
    assert (await cora.asks("coordinator"))[1].json()["type"] == "/problems/no-keys"


async def test_with_the_role_the_office_ends_and_the_next_entry_takes_it_out(cast: Cast, browser: Open) -> None:
    officer, key = await an_officer(cast, browser)
    cem = await (await keyed(cast.trail, browser, cast.cem)).begin()
    whom, good = cem.actor.person_id, attestation_of(key, cem, name="Cem Aydin", role="clinician")
    assert (await vouch(officer, good, whom)).status_code == 200
    async with open_change(cast.trail, cast.adam, Action.END_ROLE) as change:
        role = Role.IDENTITY_OFFICER
        await identity.end_role(change, person_id=officer.actor.person_id, role=role, reason="Left")
    assert (await cem.mine())["attestation"] is None, "nobody vouches for them any more"
    [over] = [one for one in await listed(cast.trail) if one.person_id == officer.actor.person_id]
    assert over.state is OfficeState.ENDED
    await accept(cast.trail, [], SIGNERS[1:])
    assert officer.actor.person_id not in [one.person_id for one in await listed(cast.trail)]


async def test_nobody_vouches_for_who_left_and_their_keys_are_still_known(cast: Cast, browser: Open) -> None:
    officer, key = await an_officer(cast, browser)
    cem = await (await keyed(cast.trail, browser, cast.cem)).begin()
    patients = await cem.holds(cast.trail, "identity", "patients")
    whom, good = cem.actor.person_id, attestation_of(key, cem, name="Cem Aydin", role="clinician")
    assert (await vouch(officer, good, whom)).status_code == 200
    async with open_change(cast.trail, cast.adam, Action.DEACTIVATE_PERSON) as change:
        await identity.deactivate_person(change, person_id=whom, reason="Moved away")
    seen = (await officer.browser.get(f"/api/keys/people/{whom}")).json()
    assert (seen["attestation"], len(seen["chains"])) == (None, 1)
    assert (await vouch(officer, good, whom)).status_code == 404
    over = [one.state for one in await listed(cast.trail) if one.person_id == whom]
    assert over == [OfficeState.ENDED]
    waiting = (await officer.browser.get("/api/keys/unattested", params={"limit": 100})).json()["items"]
    assert not {str(whom), str(officer.actor.person_id)} & {one["person"]["id"] for one in waiting}
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    by_cem = attestation_of(patients, ada, name="Ada Marsh", role="patient")
    assert (await vouch(officer, by_cem, cast.ada.person_id)).json()["type"] == "/problems/office-needed"


async def test_a_patients_genesis_is_signed_by_the_token_of_their_link(cast: Cast, browser: Open) -> None:
    cora = await (await keyed(cast.trail, browser, cast.cora)).begin()
    key = await cora.holds(cast.trail, "identity", "patients")
    async with open_change(cast.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        id_, _ = await take_in(change, name="Noa Berg", role=Role.PATIENT, email=f"{uuid4().hex}@clinic.example")
    cose, token = invite_of(key, id_, cora.now)
    path = f"/api/keys/people/{id_}/invite"
    assert (await cora.browser.send_change("POST", path, {"cose": encoded(cose)})).status_code == 200
    noa = await keyed(cast.trail, browser, Actor(PersonId(id_), frozenset({Role.PATIENT})))
    [kept] = parts([(await noa.mine())["invite"]])
    said = (await noa.browser.get("/api/keys/directory")).json()
    [org] = parts([said["org"]])
    directory = verify_directory(org, parts(said["roots"]), parts(said["entries"]))
    invite = open_invite(directory, kept, noa.uid, noa.now)
    other = await noa.post(0, noa.genesis(token=SIGNERS[0]))
    assert "no invite" in other.json()["reason"]
    await noa.begin(token=accept_invite(invite, token), token_pk=invite.token_pk)
    seen = (await cora.browser.get(f"/api/keys/people/{id_}")).json()["chains"][0]
    assert seen["invite"] == encoded(cose)
    assert verify_chain(noa.uid, parts(seen["entries"]), token=invite.token_pk).genesis == noa.chain.genesis
    waiting = (await cora.browser.get("/api/keys/unattested", params={"limit": 100})).json()["items"]
    assert [one["invited"] for one in waiting if one["person"]["id"] == str(id_)] == [True]


async def test_keys_of_people_one_has_nothing_to_do_with_are_not_there(cast: Cast, browser: Open) -> None:
    cem = await (await keyed(cast.trail, browser, cast.cem)).begin()
    path = f"/api/keys/people/{cem.actor.person_id}"
    for actor, status in (
        (cast.cem, 200), (cast.ada, 200), (cast.bea, 200), (cast.cora, 200), (cast.adam, 200), (cast.pia, 200),
        (cast.fay, 404), (cast.eli, 404),
    ):  # fmt: skip
        assert (await (await browser(actor)).get(path)).status_code == status, actor
    assert (await (await browser(cast.adam)).get(f"/api/keys/people/{uuid4()}")).status_code == 404
