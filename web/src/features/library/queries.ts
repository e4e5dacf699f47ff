/** The library, which is about nobody, and the exercises of one plan. */
import { read, readPages } from "../../client/api";

export const libraryQuery = read("/api/library");

export function exercisesQuery(planId: string) {
  return read("/api/plans/{plan_id}/exercises", { params: { path: { plan_id: planId } } });
}

export function practicesQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/practices", { params: { path: { plan_id: planId } } });
}
