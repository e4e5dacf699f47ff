/** What every component may rely on: theme, server state, router. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Problem } from "../lib/problem";
import { cssVariablesResolver, theme } from "../ui/theme";
import { makeRouter } from "./router";
import { nonce } from "./security";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The trail makes queries stale (live/invalidations.ts); time does not.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status < 500),
    },
  },
});
const router = makeRouter(queries);

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
