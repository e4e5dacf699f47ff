/** What is mine to do, and how much of it. */
import { read, readPages } from "../../client/api";
import { MINUTE } from "../../lib/dates";

export const countsQuery = read("/api/counts");
/** Read again now and then: no entry of the trail says that a reminder is due. */
export const todayQuery = { ...readPages("/api/today"), refetchInterval: 5 * MINUTE };
