/** A list that is fetched: its rows, and what stands in their place while they come, when they do not, and when there are none. */
import type { ReactNode } from "react";
import { MoreButton, type Pages } from "./more-button";
import { ErrorState } from "./states";

interface Fetched {
  isPending: boolean;
  isError: boolean;
  isSuccess: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface Props {
  query: Fetched | (Fetched & Pages);
  /** How many rows are shown. */
  count: number;
  skeleton: ReactNode;
  empty: ReactNode;
  children: ReactNode;
}

export function Listing({ query, count, skeleton, empty, children }: Props) {
  return (
    <>
      {children}
      {query.isPending ? skeleton : null}
      {query.isError && count === 0 ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && count === 0 ? empty : null}
      {"hasNextPage" in query ? <MoreButton pages={query} /> : null}
    </>
  );
}
