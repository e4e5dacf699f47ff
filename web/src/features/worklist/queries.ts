/** What is mine to do, and how much of it. */
import { read, readPages } from "../../client/api";

export const countsQuery = read("/api/counts");
export const todayQuery = readPages("/api/today");
