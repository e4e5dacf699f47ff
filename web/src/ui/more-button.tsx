/** The end of a paged list: loads the next page when it comes into view, or when it is pressed. */
import { Button } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { words } from "../i18n";
import styles from "./more-button.module.css";

export interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

export function MoreButton({ pages }: { pages: Pages }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const near = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={ref} className={styles.more}>
      <Button variant="subtle" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {isFetchNextPageError ? words.common.tryAgain : words.common.loadMore}
      </Button>
    </div>
  );
}
