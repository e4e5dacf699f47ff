"""Who is around a patient: the care team with their roles, and everybody else who is only named.

A role comes from the reviewed table (`codes.care_role`): from the participant's role, else the practitioner's roles and
qualifications. Only practitioners can have one. Who has none is named as the source names them, without rights: family
(a supporter needs the patient's consent, which an import cannot give), organisations, other professions, and those who
wrote or ordered something without being on a team.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from careteam.access.roles import Role
from careteam.fhir.choosing import Choosing, Chosen
from careteam.fhir.codes import care_role
from careteam.fhir.datatypes import (
    Coding,
    Json,
    Moment,
    Object,
    a_list,
    an_object,
    code,
    codings,
    full_name,
    moment,
    objects,
    telecom,
    text,
    words,
)
from careteam.fhir.faults import forbidding
from careteam.fhir.intended import IntendedMember, IntendedTrace, Source
from careteam.fhir.space import Resource

_PEOPLE = ("Practitioner", "PractitionerRole", "RelatedPerson", "Organization", "Patient", "CareTeam")


class People:
    """The people of every plan; `named` are the practitioners and others of the input whose names are used."""

    def __init__(self, choosing: Choosing) -> None:
        self._choosing = choosing
        self._space = choosing.space
        self.named: set[Resource] = set()
        self._entered: dict[Source, Resource] = {}
        self._roles: defaultdict[Resource, list[Resource]] = defaultdict(list)
        for role in self._space.resources:
            if role.kind == "PractitionerRole":
                for practitioner in choosing.targets(role, role.body.get("practitioner"), "Practitioner"):
                    self._roles[practitioner].append(role)

    def around(self, chosen: Chosen) -> dict[Source, IntendedMember]:
        """Everybody around one patient, each once, in the order of the input; a role found anywhere counts."""
        found: dict[Source, IntendedMember] = {}
        for member in self._everybody(chosen):
            known = found.get(member.source)
            if known is None:
                found[member.source] = member
            else:
                found[member.source] = _merged(known, member)
        return found

    def traces(self, people: Iterable[IntendedMember]) -> Iterator[IntendedTrace]:
        """What the entries of practitioners among these people say of themselves."""
        for one in people:
            if found := self._entered.get(one.source):
                said = (one.name, one.email, one.phone, str(care_role(*self._professions(found)) or ""))
                yield IntendedTrace(source=one.source, places=(found.place,), kind="Practitioner", said=said)

    def part_in(self, team: Resource) -> tuple[str | Source, ...]:
        """What a team says of each of its people: who, as what, until when."""
        said: list[str | Source] = [code(team.body.get("status")), text(an_object(team.body.get("period")).get("end"))]
        for participant in objects(team.body.get("participant")):
            source = self.source(participant.get("member"), team)
            role = [words(each) for each in a_list(participant.get("role"))]
            said += [source or "", *role, text(an_object(participant.get("period")).get("end"))]
        return tuple(said)

    def who(self, reference: Json, within: Resource) -> Resource | None:
        """The person or organisation behind a reference: of a role, the practitioner."""
        found = self._space.resolve(reference, within, *_PEOPLE)
        if isinstance(found, str):
            return None
        if found.kind != "PractitionerRole":
            return found
        return next(iter(self._choosing.targets(found, found.body.get("practitioner"), "Practitioner")), found)

    def source(self, reference: Json, within: Resource) -> Source | None:
        """What somebody is known by here, whether or not the input holds them."""
        found = self.who(reference, within)
        return found.source if found else _elsewhere(reference)

    def _everybody(self, chosen: Chosen) -> Iterator[IntendedMember]:
        for team in (*chosen.teams, *self._contained_teams(chosen)):
            until = an_object(team.body.get("period")).get("end")
            for participant in objects(team.body.get("participant")):
                own = an_object(participant.get("period")).get("end")
                ends = moment(own or until)
                # A team that is only proposed treats nobody yet.
                at_work = code(team.body.get("status")) in ("active", "")
                on_team = self._member(participant.get("member"), team, participant.get("role"), ends)
                yield from (one if at_work else replace(one, role=None) for one in on_team)
        for plan in chosen.care_plans:
            for participant in objects(plan.body.get("participant")):  # DSTU2
                yield from self._member(participant.get("member"), plan, participant.get("role"), None)
        for reference, within, part in self._mentions(chosen):
            # Rights come with a place on the team, not with having written or ordered something.
            yield from (replace(one, role=None) for one in self._member(reference, within, {"text": part}, None))

    def _contained_teams(self, chosen: Chosen) -> Iterator[Resource]:
        for plan in chosen.care_plans:
            teams = self._choosing.targets(plan, plan.body.get("careTeam"), "CareTeam")
            yield from (team for team in teams if team.container)

    def _mentions(self, chosen: Chosen) -> Iterator[tuple[Json, Resource, str]]:
        """Who wrote, ordered or is to do something, and the word for it."""
        yield from (
            (one, chosen.patient, "general practitioner") for one in _all(chosen.patient, "generalPractitioner")
        )
        for plan in chosen.care_plans:
            for key in ("author", "contributor", "custodian"):
                yield from ((one, plan, key) for one in _all(plan, key))
            for activity in objects(plan.body.get("activity")):
                detail = an_object(activity.get("detail"))
                yield from ((one, plan, "performer") for one in a_list(detail.get("performer")))
        for task in chosen.tasks:
            for key in ("owner", "requester"):
                yield from ((one, task, key) for one in _all(task, key))

    def _member(self, reference: Json, within: Resource, role: Json, ends: Moment | None) -> Iterator[IntendedMember]:
        found, value = self.who(reference, within), an_object(reference)
        found = None if found and forbidding(found) else found
        source = found.source if found else _elsewhere(reference)
        name = (full_name(found.body, titles=True) or found.label) if found else ""
        name = name or text(value.get("display"))
        if source is None or not name or (found and found.kind in ("Patient", "CareTeam")):
            return
        entered = found is not None and found.kind == "Practitioner" and not found.container
        if found:
            self.named |= {found, *self._roles[found]}
            self._entered |= {source: found} if entered else {}
        yield IntendedMember(
            source=source,
            aliases=_aliases(found, reference),
            part_of=(within.container or within).source,
            places=(within.place,),
            name=name,
            role=self._care_role(found, reference, role),
            role_words="; ".join(dict.fromkeys(said for each in a_list(role) if (said := words(each)))),
            email=telecom(found.body, "email") if found else "",
            phone=telecom(found.body, "phone") if found else "",
            until=ends.at if ends else None,
            entered=entered,
        )

    def _care_role(self, found: Resource | None, reference: Json, role: Json) -> Role | None:
        if (found.kind if found else _kind(reference)) not in ("Practitioner", "PractitionerRole"):
            return None
        if found and found.body.get("active") is False:
            return None
        stated = care_role(codings(role), [words(each) for each in a_list(role)])
        return stated if stated or found is None else care_role(*self._professions(found))

    def _professions(self, found: Resource) -> tuple[list[Coding], list[str]]:
        others = [found.body, *(each.body for each in self._roles[found])]
        concepts = [concept for body in others for concept in _professions(body)]
        return codings(concepts), [words(each) for each in concepts]


def _all(resource: Resource, key: str) -> list[Json]:
    return a_list(resource.body.get(key))


def _professions(body: Object) -> list[Json]:
    qualifications: list[Json] = [each.get("code") for each in objects(body.get("qualification"))]
    if text(body.get("resourceType")) != "PractitionerRole":
        return qualifications
    return [*a_list(body.get("code")), *a_list(body.get("specialty")), *qualifications]


def _kind(reference: Json) -> str:
    value = an_object(reference)
    said = text(value.get("reference")).partition("?")[0]
    kinds = [part for part in said.split("/") if part in _PEOPLE]
    return text(value.get("type")) or (kinds[-1] if kinds else "")


def _elsewhere(reference: Json) -> Source | None:
    """What somebody who is not in the input is known by."""
    value = an_object(reference)
    identifier = an_object(value.get("identifier"))
    said = text(value.get("reference")).strip() if isinstance(value.get("reference"), str) else ""
    if said and not said.startswith("#"):
        return Source("", said)
    if number := text(identifier.get("value")).strip():
        return Source("", f"{_kind(reference)}?identifier={text(identifier.get('system')).strip()}|{number}")
    display = text(value.get("display"))
    return Source("", f"{_kind(reference)}?name={display}") if display else None


def _aliases(found: Resource | None, reference: Json) -> tuple[Source, ...]:
    if found:
        return found.identifiers()
    _, _, query = text(an_object(reference).get("reference")).partition("?identifier=")
    system, bar, number = query.rpartition("|")
    return (Source(system, number),) if bar and number else ()


def _merged(known: IntendedMember, other: IntendedMember) -> IntendedMember:
    """One of two parts that a person has: that with a role, as long as the longer that counts."""
    better = other if other.role and not known.role else known
    counting = [one for one in (known, other) if one.role == better.role]
    ends = [one.until for one in counting if one.until]
    return replace(
        better,
        role_words="; ".join(dict.fromkeys(one.role_words for one in counting if one.role_words)),
        until=max(ends) if len(ends) == len(counting) else None,
    )
