"""The one reference space of an import: every resource by every name it is called by, the newest standing for all."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs

from careteam.fhir.datatypes import Json, Object, an_object, objects, text
from careteam.fhir.intended import Source
from careteam.fhir.labels import label
from careteam.fhir.reading import Entry, Place

#: What is read into plans.
TAKEN_KINDS: Final = frozenset({"Patient", "CarePlan", "CareTeam", "Goal", "Practitioner", "Condition", "Task"})
#: What a plan may point to for a title or a name. Of all other types only the label is kept, for memory's sake.
_NAMED_KINDS: Final = frozenset(
    {"RelatedPerson", "Organization", "PractitionerRole", "ServiceRequest", "MedicationRequest", "NutritionOrder"}
    | {"CommunicationRequest", "DeviceRequest", "Appointment", "VisionPrescription", "RequestGroup"}
    | {"ProcedureRequest", "ReferralRequest"}
)
_ON_SERVER: Final = re.compile(r"(?:(?P<base>https?://.+)/|/?)(?P<kind>[A-Z][A-Za-z]+)/(?P<id>[^/?#|]+)")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One resource with the names it goes by. Two are the same only if they are the same object."""

    entry: Entry
    kind: str
    source: Source
    label: str
    #: The resource that contains this one.
    container: "Resource | None" = None

    @property
    def place(self) -> Place:
        """Where it stands in the input."""
        return self.entry.place

    @property
    def body(self) -> Object:
        """Its content; empty for types that are only named."""
        return self.entry.resource

    @property
    def kept(self) -> bool:
        """Whether its content is there."""
        return self.kind in TAKEN_KINDS | _NAMED_KINDS

    def identifiers(self) -> tuple[Source, ...]:
        """Its business identifiers: those that have a value."""
        given = objects(self.body.get("identifier"))
        each = (Source(text(one.get("system")).strip(), text(one.get("value")).strip()) for one in given)
        return tuple(dict.fromkeys(one for one in each if one.value))


def subject_of(resource: Resource) -> Json:
    """The reference that says whom a resource is about, in any version of FHIR."""
    return next((found for key in ("subject", "patient", "for") if (found := resource.body.get(key))), None)


def resource_of(entry: Entry, *, whole: bool = False) -> Resource:
    """The resource of an entry, freed of what no plan needs unless `whole` is asked for."""
    body = entry.resource
    found = Resource(entry, text(body.get("resourceType")), _source(entry), label(body))
    if whole or found.kept:
        return found
    return replace(found, entry=replace(entry, resource={"resourceType": found.kind, "id": body.get("id")}))


def _source(entry: Entry) -> Source:
    kind, own = text(entry.resource.get("resourceType")), text(entry.resource.get("id")).strip()
    url = _without_version(entry.full_url)
    if on_server := _ON_SERVER.fullmatch(url):
        return Source(on_server["base"] or "", f"{kind}/{on_server['id']}")
    put = _ON_SERVER.fullmatch(entry.request_url) if entry.method == "PUT" else None
    id_ = own or (url.rpartition(":")[2] if url.startswith("urn:") else "") or (put["id"] if put else "")
    if id_:
        return Source("", f"{kind}/{id_}")
    if url:
        return Source("", url)
    given = next((one for one in objects(entry.resource.get("identifier")) if text(one.get("value"))), None)
    if given:
        return Source("", f"{kind}?identifier={text(given.get('system'))}|{text(given.get('value'))}")
    content = json.dumps(entry.resource, sort_keys=True).encode()
    return Source("", f"{kind}#{hashlib.sha256(content).hexdigest()[:32]}")


def _without_version(url: str) -> str:
    return url.partition("/_history/")[0].rstrip("/")


class Space:
    """Finds what a reference means. `instead` says which resource stands for one that lost its place."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources: Sequence[Resource] = tuple(resources)
        self.instead: dict[Resource, Resource] = {}
        self._absolute: defaultdict[str, list[Resource]] = defaultdict(list)
        self._local: defaultdict[str, list[Resource]] = defaultdict(list)
        self._identified: defaultdict[str, list[tuple[Source, Resource]]] = defaultdict(list)
        self._contained: dict[tuple[Resource, str], Resource | None] = {}
        self._about: dict[Resource, Resource | str | None] = {}
        for resource in self.resources:
            self._enter(resource)

    def _enter(self, resource: Resource) -> None:
        source, url = resource.source, _without_version(resource.entry.full_url)
        id_ = source.value.partition("/")[2]
        names = {url, f"{source.system}/{source.value}" if source.system else ""}
        names |= {f"urn:uuid:{id_}"} if _UUID.fullmatch(id_) else set()
        for name in names - {""}:
            self._absolute[name.lower() if name.startswith("urn:") else name].append(resource)
        own = text(resource.body.get("id")).strip()
        for local in {source.value, f"{resource.kind}/{own}" if own else source.value}:
            self._local[local].append(resource)
        for identifier in resource.identifiers():
            self._identified[identifier.value].append((identifier, resource))

    def current(self, resource: Resource) -> Resource:
        """The resource that stands for `resource`: itself, or what superseded it, however often."""
        seen = {resource}
        while (following := self.instead.get(resource)) is not None and following not in seen:
            resource = following
            seen.add(resource)
        return resource

    def about(self, resource: Resource) -> Resource | str | None:
        """The patient a resource is about; the reference itself where it leads nowhere."""
        if resource not in self._about:
            self._about[resource] = None  # A subject that is about its own subject ends here.
            subject = subject_of(resource)
            patient = None if subject is None else self.resolve(subject, resource, "Patient")
            self._about[resource] = resource if resource.kind == "Patient" else patient
        return self._about[resource]

    def resolve(self, reference: Json, within: Resource, *kinds: str) -> Resource | str:
        """What `reference` in `within` means, or why it cannot be told. Only resources of `kinds` count, if given."""
        value: Object = {"reference": reference} if isinstance(reference, str) else an_object(reference)
        if isinstance(value.get("reference"), dict):  # R5's CodeableReference
            value = an_object(value["reference"])
        said = text(value.get("reference")).strip()
        if said.startswith("#"):
            found = self._inside(within, said[1:])
            candidates = [found] if found else []
        elif said:
            candidates = self._called(said, within, (text(value.get("type")), *kinds))
        else:
            said, candidates = self._meant(an_object(value.get("identifier")), text(value.get("type")), kinds)
        if not said:
            display = text(value.get("display"))
            return f"{display} is named, not referenced" if display else "nothing is referenced"
        return self._one(candidates, said, within, kinds)

    def _one(
        self, candidates: Iterable[Resource], said: str, within: Resource, kinds: tuple[str, ...]
    ) -> Resource | str:
        found = list(dict.fromkeys(self.current(candidate) for candidate in candidates))
        if len(found) > 1 and found[0].kind != "Patient":
            found = [one for one in found if self.about(one) is self.about(within)] or found
        if len(found) > 1:
            found = [one for one in found if one.place.file == within.place.file] or found
        if not found:
            return f"{said} is not in the input"
        if len(found) > 1:
            return f"{said} is ambiguous in the input"
        if kinds and found[0].kind not in kinds:
            return f"{said} is a {found[0].kind}"
        return found[0]

    def _inside(self, within: Resource, local: str) -> Resource | None:
        root = within.container or within
        if not local:
            return root
        if (root, local) not in self._contained:
            bodies = (body for body in objects(root.body.get("contained")) if text(body.get("id")) == local)
            body = next(bodies, None)
            source = Source(root.source.system, f"{root.source.value}#{local}")
            self._contained[root, local] = (
                Resource(replace(root.entry, resource=body), text(body.get("resourceType")), source, label(body), root)
                if body is not None
                else None
            )
        return self._contained[root, local]

    def _called(self, said: str, within: Resource, kinds: Iterable[str]) -> list[Resource]:
        if "?" in said:
            kind, _, query = said.partition("?")
            identifier = next(iter(parse_qs(query).get("identifier", ())), "")
            system, bar, value = identifier.rpartition("|")
            return self._with_identifier(kind.rpartition("/")[2], system if bar else None, value)
        said = _without_version(said)
        if said.startswith("urn:"):
            return self._absolute.get(said.lower(), [])
        on_server = _ON_SERVER.fullmatch(said)
        if on_server is None:
            return [one for kind in kinds if kind for one in self._local.get(f"{kind}/{said}", [])]
        local = self._local.get(f"{on_server['kind']}/{on_server['id']}", [])
        baseless = [one for one in local if not one.source.system]
        if on_server["base"]:
            return self._absolute.get(said, []) or baseless
        if within.source.system:
            return [one for one in local if one.source.system == within.source.system] or baseless
        return baseless or local

    def _meant(self, identifier: Object, kind: str, kinds: tuple[str, ...]) -> tuple[str, list[Resource]]:
        system, value = text(identifier.get("system")).strip(), text(identifier.get("value")).strip()
        if not value:
            return "", []
        wanted = (kind,) if kind else kinds or ("",)
        return f"{system}|{value}", [
            one for each in wanted for one in self._with_identifier(each, system or None, value)
        ]

    def _with_identifier(self, kind: str, system: str | None, value: str) -> list[Resource]:
        known = self._identified.get(value, [])
        return [one for has, one in known if system in (None, has.system) and kind in ("", one.kind)]
