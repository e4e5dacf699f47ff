/** Offices: their keys are made here, sealed to their owner, and sign here. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { OwnOffice, Unattested } from "../../client/types";
import { makeAttestation } from "../../crypto/mh1/attestation";
import { genesisOf } from "../../crypto/mh1/chains";
import { publicKeyOf, type Signer } from "../../crypto/mh1/ed25519";
import { systemRandom } from "../../crypto/mh1/primitives";
import type { UserChain } from "../../crypto/mh1/userchain";
import { idOf } from "../../keyring/ids";
import { readKeyring, sealOwn } from "../../keyring/keyring";
import { OFFICE_VERSION, officeSigner } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import type { KnownPerson } from "../../keyring/people";
import { base64url } from "../../lib/base64url";

const SEED_BYTES = 32;
/** How long a word holds before it is given anew. */
const LASTS = 2 * 365 * 86_400_000;

/** An office, and for whom it counts. */
export type Wanted = Pick<OwnOffice, "office" | "scope">;

/** Makes an office's key and asks for it to be signed into the directory. */
export function useAskOffice() {
  return useMutation<void, Error, Wanted>({
    networkMode: "always",
    mutationFn: async ({ office, scope }) => {
      const id = systemRandom(16);
      const seed = systemRandom(SEED_BYTES);
      const sealed = await sealOwn("office", idOf(id), OFFICE_VERSION, seed);
      const body = { office, scope, id: base64url(id), pk: base64url(await publicKeyOf(seed)), sealed };
      await api.POST("/api/keys/offices", { params: { header: keyed(crypto.randomUUID()) }, body });
      await readKeyring();
    },
  });
}

/** Who vouches by which office, for whom, having seen which keys. */
export interface Attesting {
  readonly own: Own;
  readonly office: OwnOffice;
  readonly waiting: Unattested;
  readonly known: KnownPerson;
}

/** An office's word that these keys are this person's, in the first role they may have. */
export async function wordFor(
  officer: Signer,
  { person, attest_as: [role] }: Pick<Unattested, "person" | "attest_as">,
  chain: UserChain,
): Promise<string> {
  if (role === undefined) throw new RangeError("somebody with keys has a role");
  const about = { uid: chain.uid, genesis: genesisOf(chain), role, notAfter: Date.now() + LASTS };
  return base64url(await makeAttestation(officer, about, person.name));
}

/** Vouches that these keys are this person's. */
export function useAttest() {
  return useMutation<void, Error, Attesting>({
    networkMode: "always",
    mutationFn: async ({ own, office, waiting, known: { chain } }) => {
      const cose = await wordFor(await officeSigner(own, office), waiting, chain);
      const params = { path: { person_id: waiting.person.id }, header: keyed(crypto.randomUUID()) };
      await api.POST("/api/keys/people/{person_id}/attestation", { params, body: { cose } });
    },
  });
}
