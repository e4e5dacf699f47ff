/** Offices: their keys are made here, sealed to their owner, and sign here. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { OwnOffice, Unattested } from "../../client/types";
import { makeAttestation } from "../../crypto/mh1/attestation";
import { genesisOf } from "../../crypto/mh1/chains";
import { keyKid } from "../../crypto/mh1/cose";
import { publicKey, type Signer, signerOf } from "../../crypto/mh1/ed25519";
import { systemRandom } from "../../crypto/mh1/primitives";
import { idOf } from "../../keyring/ids";
import { openOwn, readKeyring, sealOwn } from "../../keyring/keyring";
import type { KnownPerson } from "../../keyring/people";
import { base64url, fromBase64url } from "../../lib/base64url";

const SEED_BYTES = 32;
/** Sealed once, and never again. */
const VERSION = 1;
/** How long a word holds before it is given anew. */
const LASTS = 2 * 365 * 86_400_000;

export type AskedOffice = "identity" | "coordinator";

/** Makes an office's key and asks for it to be signed into the directory. */
export function useAskOffice() {
  return useMutation<void, Error, AskedOffice>({
    networkMode: "always",
    mutationFn: async (office) => {
      const id = systemRandom(16);
      const seed = systemRandom(SEED_BYTES);
      const sealed = await sealOwn("office", idOf(id), VERSION, seed);
      const body = { office, id: base64url(id), pk: base64url(publicKey(seed)), sealed };
      await api.POST("/api/keys/offices", { params: { header: keyed(crypto.randomUUID()) }, body });
      await readKeyring();
    },
  });
}

async function officeSigner({ id, pk, sealed }: OwnOffice): Promise<Signer> {
  const seed = await openOwn("office", idOf(fromBase64url(id)), VERSION, sealed);
  return signerOf(keyKid(fromBase64url(pk)), seed);
}

/** Vouches that these keys are this person's. */
export function useAttest(office: OwnOffice) {
  return useMutation<void, Error, { waiting: Unattested; known: KnownPerson }>({
    networkMode: "always",
    mutationFn: async ({ waiting: { person, attest_as: roles }, known: { chain } }) => {
      const [role] = roles;
      if (role === undefined) throw new RangeError("somebody with keys has a role");
      const about = { uid: chain.uid, genesis: genesisOf(chain), role, notAfter: Date.now() + LASTS };
      const cose = base64url(await makeAttestation(await officeSigner(office), about, person.name));
      const params = { path: { person_id: person.id }, header: keyed(crypto.randomUUID()) };
      await api.POST("/api/keys/people/{person_id}/attestation", { params, body: { cose } });
    },
  });
}
