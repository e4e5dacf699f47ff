/** A new device's question to be added, and its end. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { JoiningDevice } from "../../client/types";
import { boxPublicKey } from "../../crypto/mh1/box";
import { publicKeyOf } from "../../crypto/mh1/ed25519";
import { newDevice } from "../../crypto/mh1/enrolment";
import { systemRandom } from "../../crypto/mh1/primitives";
import type { Ground } from "../../keyring/ground";
import { fetchMine } from "../../keyring/server";
import { keepDevice } from "../../keyring/store";
import { base64url } from "../../lib/base64url";
import { KeepsNothing } from "./holders";

/** What a device that waits shows: its card but for the box. */
export type Waiting = Pick<JoiningDevice, "id" | "pk" | "dpk">;

async function end(id: string): Promise<void> {
  const params = { path: { device_id: id }, header: keyed(crypto.randomUUID()) };
  await api.POST("/api/keys/joining/{device_id}/end", { params });
}

/** Keeps a new device here and asks for it to be added. */
export function useAskToJoin({ uid }: Ground) {
  return useMutation<Waiting, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async () => {
      const device = newDevice(systemRandom);
      if (!(await keepDevice(uid, device))) throw new KeepsNothing();
      const id = base64url(device.id);
      const pk = base64url(await boxPublicKey(device.boxSeed));
      const card = { id, pk, dpk: base64url(await publicKeyOf(device.signSeed)) };
      await api.POST("/api/keys/joining", { params: { header: keyed(crypto.randomUUID()) }, body: card });
      return card;
    },
  });
}

/** Takes the question back, or refuses it on the other device. */
export function useEndJoining() {
  return useMutation<void, Error, string>({ networkMode: "always", mutationFn: end });
}

/** The devices that ask now. */
export async function askingNow(): Promise<readonly JoiningDevice[]> {
  return (await fetchMine()).joining;
}
