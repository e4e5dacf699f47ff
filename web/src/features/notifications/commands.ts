/** What I can do about how I am told. */
import { api, keyed } from "../../client/api";
import type { Choices, NoticeChannel } from "../../client/types";
import { useCommand } from "../../live/command";
import type { Subscription } from "./browser";

/** Nobody is told of these live, so each says what is to be read again. */
const UNTOLD = { untold: (): ["NotificationsSet", string] => ["NotificationsSet", ""] };

export function useSetNotifications() {
  return useCommand(
    (body: Choices, key) => api.PUT("/api/notifications", { params: { header: keyed(key) }, body }),
    UNTOLD,
  );
}

export function useAddDevice() {
  return useCommand(
    (body: Subscription, key) =>
      api.POST("/api/notifications/devices", { params: { header: keyed(key) }, body }),
    UNTOLD,
  );
}

export function useEndDevice() {
  return useCommand(
    (device_id: string, key) =>
      api.POST("/api/notifications/devices/{device_id}/end", {
        params: { path: { device_id }, header: keyed(key) },
      }),
    UNTOLD,
  );
}

/** Each try is one of its own: the same channel may be tried again. */
export function useTryChannel() {
  return useCommand(
    ({ channel }: { channel: NoticeChannel; at: number }, key) =>
      api.POST("/api/notifications/tests", { params: { header: keyed(key) }, body: { channel } }),
    UNTOLD,
  );
}
