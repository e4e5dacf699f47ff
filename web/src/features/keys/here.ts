/** What this browser is called, as the list of sign-ins calls it. */
import { useQuery } from "@tanstack/react-query";
import { read } from "../../client/api";
import { keyWords } from "../../i18n/keys";

export function useHereName(): string {
  const sessions = useQuery({ ...read("/api/sessions"), staleTime: 0 }).data;
  return sessions?.find(({ here }) => here)?.device ?? keyWords.thisBrowser;
}
