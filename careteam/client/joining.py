"""A new device asks to be taken in by one that is there already, by a code that both can show."""

import base64
from uuid import uuid4

from careteam.client.line import Line
from careteam.client.memory import Memory
from careteam.client.shapes import Joining, ServedKeys
from careteam.core.octets import encoded
from careteam.crypto.mh1.cards import words_of_new_device
from careteam.crypto.mh1.enrolment import Device

_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def code_of(id_: bytes, pk: bytes, dpk: bytes) -> str:
    """What the new device shows and the other one compares: 80 bits of its card's hash, in four groups."""
    text = base64.b32encode(words_of_new_device(id_, pk, dpk)[:10]).decode().translate(_TO_CROCKFORD)
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


async def ask_to_join(line: Line, memory: Memory) -> str:
    """Ask as a new device, which is remembered; it opens once it was taken in. The code to show."""
    device = memory.device = Device.fresh()
    memory.keep()
    card = device.holder
    told = {"id": encoded(device.id), "pk": encoded(card.pk), "dpk": encoded(card.dpk or b"")}
    await line.change("/api/keys/joining", told, key=uuid4())
    return code_of(device.id, card.pk, card.dpk or b"")


async def waiting(line: Line, code: str) -> Joining | None:
    """The device that waits and shows this code, typed in any case, with or without groups; None where there is none."""
    served = ServedKeys.model_validate(await line.get("/api/keys/mine"))
    typed = code.replace("-", "").replace(" ", "").upper()
    for one in served.joining:
        if code_of(one.id, one.pk, one.dpk).replace("-", "") == typed:
            return one
    return None
