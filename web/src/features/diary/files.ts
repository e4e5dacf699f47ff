/** One's own entries as files: JSON for programs, CSV for spreadsheets. */
import type { Entry } from "./entry";

function row({ id, day, at, mood, activities, sleep, note, isPrivate }: Entry) {
  return {
    day,
    written_at: at,
    mood,
    activities,
    sleep_minutes: sleep,
    note,
    who_can_read: isPrivate ? "only me" : "me and my team",
    id,
  };
}

export function asJson(entries: readonly Entry[]): string {
  return `${JSON.stringify({ diary: entries.map(row) }, null, 2)}\n`;
}

export function asCsv(entries: readonly Entry[]): string {
  const rows = entries.map(row);
  const names = [
    "day",
    "written_at",
    "mood",
    "activities",
    "sleep_minutes",
    "note",
    "who_can_read",
    "id",
  ] as const;
  const lines = rows.map((one) => names.map((name) => cell(one[name])).join(","));
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}

/** Quoted; what a spreadsheet would take for a formula stays text. */
function cell(value: string | number | null | readonly string[]): string {
  const text = Array.isArray(value) ? value.join(" ") : String(value ?? "");
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
