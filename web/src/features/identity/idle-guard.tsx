/** Winds the session's idle clock while somebody works, and warns before it runs out; drafts stay. */
import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../../client/api";
import type { SessionInfo } from "../../client/types";
import { words } from "../../i18n";
import { useLive, useSession } from "../../live/session";
import { DialogFooter } from "../../ui/confirm";
import styles from "./idle-guard.module.css";
import { sessionQuery } from "./queries";

/** How long before the end the warning comes. */
const WARNING = 2 * 60_000;
/** Activity is told at most this often. */
const PULSE = 60_000;
/** That somebody is looking is told more often: whoever is need not be told elsewhere. */
const LOOK = 20_000;

function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function IdleGuard({ onSignOut }: { onSignOut: () => void }) {
  const session = useSession();
  const live = useLive();
  const queries = useQueryClient();
  const [left, setLeft] = useState<number | null>(null);
  const end = useRef(new Date(session.idle_expires_at).getTime());
  const active = useRef(false);
  const told = useRef(Date.now());
  const looked = useRef(0);
  const asking = useRef(false);

  /** Asks the server how long this session may still be idle; another tab may have wound it. */
  const refresh = useRef(async (wind: boolean) => {
    if (asking.current) return;
    asking.current = true;
    try {
      if (wind) await api.POST("/api/session/activity");
      const { data } = await api.GET("/api/session");
      if (data) {
        end.current = new Date(data.idle_expires_at).getTime();
        queries.setQueryData<SessionInfo>(sessionQuery.queryKey, data);
      }
    } catch {
      // The server is away or the session has ended: the socket and the next request find out and say so.
    } finally {
      asking.current = false;
    }
  });

  useEffect(() => {
    const mark = () => {
      active.current = true;
      if (Date.now() - looked.current < LOOK) return;
      looked.current = Date.now();
      live.looking();
    };
    const events = ["pointerdown", "keydown", "wheel", "touchstart"] as const;
    for (const name of events) window.addEventListener(name, mark, { passive: true });
    const timer = window.setInterval(() => {
      const now = Date.now();
      if (active.current && now - told.current > PULSE) {
        active.current = false;
        told.current = now;
        void refresh.current(true);
      }
      const remaining = end.current - now;
      if (remaining > WARNING) setLeft(null);
      else if (active.current && now - told.current > 5_000) {
        active.current = false;
        told.current = now;
        void refresh.current(true);
      } else if (remaining <= 0)
        void refresh.current(false).then(() => end.current <= Date.now() && setLeft(0));
      else setLeft(remaining);
    }, 1_000);
    return () => {
      for (const name of events) window.removeEventListener(name, mark);
      window.clearInterval(timer);
    };
  }, [live]);

  const stay = () => {
    active.current = false;
    told.current = Date.now();
    live.activity();
    void refresh.current(true).then(() => setLeft(null));
  };

  const text = words.shell;
  return (
    <Modal opened={left !== null} onClose={stay} title={text.idleTitle} size={440} withCloseButton={false}>
      <p className={styles.left}>
        {(session.home === "home" ? text.idleBodyOwn : text.idleBody)(countdown(left ?? 0))}
      </p>
      <DialogFooter>
        <Button onClick={onSignOut}>{text.signOut}</Button>
        <Button variant="filled" onClick={stay} data-autofocus>
          {text.idleStay}
        </Button>
      </DialogFooter>
    </Modal>
  );
}
