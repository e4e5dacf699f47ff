/** Opens one's keys with a secret, or with what asking for one gives. */
import { useMutation } from "@tanstack/react-query";
import { unlockKeyring } from "../../keyring/keyring";
import type { Offered } from "../../keyring/offered";

export function useUnlock() {
  return useMutation<void, Error, Offered | (() => Promise<Offered>)>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async (secret) => unlockKeyring(typeof secret === "function" ? await secret() : secret),
  });
}
