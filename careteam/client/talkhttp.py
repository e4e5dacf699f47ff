"""A conversation's questions over the line to a server."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from careteam.client.line import Line
from careteam.client.refusals import Refused
from careteam.client.shapes import ServedPerson
from careteam.client.talkline import Appending, LogTold, MemberTold, MessageTold, Moved, Turned, Urgency
from careteam.client.talkstates import Alert
from careteam.core.octets import decoded, encoded

#: Refusals after which the same is asked once more, having read again.
_MOVED = frozenset({"log-moved", "head-moved", "epoch-stale", "conflict"})
_TURNED = frozenset({"log-refused", "envelope-refused", "envelope-too-large", "duplicate-message"})


class HttpTransport:
    """The way to the conversations of one plan."""

    def __init__(self, line: Line, plan_id: UUID) -> None:
        self._line, self._plan_id = line, plan_id

    def _at(self, cid: bytes, what: str) -> str:
        return f"/api/plans/{self._plan_id}/conversations/{UUID(bytes=cid)}/{what}"

    async def read_directory(self, after: int) -> Sequence[bytes]:
        """The directory's entries from this number on."""
        told = await self._line.get("/api/keys/directory", after=after - 1)
        return [decoded(entry) for entry in told["entries"]]

    async def read_person(self, cid: bytes, uid: bytes) -> ServedPerson:
        """The chains of somebody whom a conversation's log names, or who should be on it."""
        return ServedPerson.model_validate(await self._line.get(self._at(cid, f"readers/{UUID(bytes=uid)}")))

    async def read_log(self, cid: bytes, after: int) -> LogTold:
        """A conversation's log from this number on."""
        told = await self._line.get(self._at(cid, "log"), after=after)
        return LogTold(
            entries=[decoded(entry) for entry in told["entries"]],
            length=told["length"],
            head=decoded(told["head"]),
            now=told["now"],
            boxes=[decoded(box) for box in told["boxes"].values()],
            members=[_member(one) for one in told["members"]],
            assignments=[(UUID(one["person_id"]).bytes, decoded(one["cose"])) for one in told["assignments"]],
        )

    async def append(self, cid: bytes, appending: Appending) -> None:
        """Append to the log, if it still is where it was."""
        await self._do(
            self._at(cid, "log"),
            {
                "head": encoded(appending.head),
                "entries": [encoded(entry) for entry in appending.entries],
                "boxes": [encoded(box) for box in appending.boxes],
            },
        )

    async def read_messages(self, cid: bytes, after: int) -> Sequence[MessageTold]:
        """Some messages after this number, ascending; none when there are no more."""
        told = await self._line.get(self._at(cid, "messages"), after=after)
        return [MessageTold(one["number"], decoded(one["envelope"])) for one in told["items"]]

    async def ready_ladder(self, cid: bytes, urgency: Urgency) -> None:
        """Have those on duty, whom an alarm would tell, taken into the conversation."""
        await self._do(self._at(cid, "ladder"), {"level": urgency.level})

    async def post_message(
        self, cid: bytes, envelope: bytes, urgency: Urgency | None = None, mentions: Sequence[bytes] = ()
    ) -> int | None:
        """Send an envelope."""
        how = {} if urgency is None else {"priority": urgency.level, "cause": urgency.cause}
        who = [str(UUID(bytes=uid)) for uid in mentions]
        await self._do(self._at(cid, "messages"), {"envelope": encoded(envelope), "mentions": who, **how})
        return None

    async def assign(self, cid: bytes, assignments: Sequence[tuple[bytes, bytes]]) -> None:
        """Leave assignments for those who can add."""
        for uid, cose in assignments:
            await self._do(self._at(cid, "assignments"), {"person_id": str(UUID(bytes=uid)), "cose": encoded(cose)})

    async def tell(self, cid: bytes, alert: Alert) -> None:
        """Tell the privacy officer of an integrity alert."""
        mid = None if alert.mid is None else str(UUID(bytes=alert.mid))
        await self._do(self._at(cid, "alerts"), {"what": alert.what, "seq": alert.seq, "mid": mid})

    async def _do(self, path: str, body: dict[str, Any]) -> Any:
        try:
            return await self._line.change(path, body)
        except Refused as refused:
            if refused.problem.type in _MOVED:
                raise Moved from refused
            if refused.problem.type in _TURNED:
                raise Turned(str(refused.problem.more.get("reason", refused.problem.type))) from refused
            raise


def _member(told: Any) -> MemberTold:
    chain = None if told["genesis"] is None else (decoded(told["genesis"]), int(told["seq"]))
    return MemberTold(UUID(told["person_id"]).bytes, chain, told["attested"])
