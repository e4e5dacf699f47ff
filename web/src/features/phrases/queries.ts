/** My quick replies and the clinic's message templates. Nobody is told of a colleague's change live. */
import { read } from "../../client/api";
import { MINUTE } from "../../lib/dates";

export const phrasesQuery = { ...read("/api/phrases"), staleTime: 5 * MINUTE };
