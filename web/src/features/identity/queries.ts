/** Who is signed in, which clinic this is, what an invitation says. */
import { read } from "../../client/api";

export const sessionQuery = { ...read("/api/session"), staleTime: Number.POSITIVE_INFINITY, retry: false };
export const ownSessionsQuery = { ...read("/api/sessions"), staleTime: 0 };
export const factorsQuery = { ...read("/api/factors"), staleTime: 0 };
export const proofQuery = { ...read("/api/session/proof/question"), staleTime: 0, gcTime: 0, retry: false };
export const clinicQuery = { ...read("/api/clinic"), staleTime: Number.POSITIVE_INFINITY };

export function invitationQuery(token: string) {
  return { ...read("/api/invitations/{token}", { params: { path: { token } } }), retry: false };
}
