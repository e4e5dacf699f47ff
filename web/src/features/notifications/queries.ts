/** How I am told, and what I was told last. What the worker sends is told to nobody live, so it is read again while it is looked at. */
import { read } from "../../client/api";

export const notificationsQuery = { ...read("/api/notifications"), staleTime: 0 } as const;
