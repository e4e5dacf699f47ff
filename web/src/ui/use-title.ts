/** The tab's title: what the page is, and how much waits. */
import { useEffect } from "react";
import { words } from "../i18n";

let page: string = words.common.product;
let waiting = 0;

function write() {
  const count = waiting > 0 ? `(${waiting}) ` : "";
  document.title =
    page === words.common.product ? `${count}${page}` : `${count}${page} · ${words.common.product}`;
}

/** Never put a patient's name here: titles show in window lists and screen shares. */
export function useTitle(title: string): void {
  useEffect(() => {
    page = title;
    write();
  }, [title]);
}

/** The number before every title, while mounted. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    waiting = count;
    write();
    return () => {
      waiting = 0;
      write();
    };
  }, [count]);
}
