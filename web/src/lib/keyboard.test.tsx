// @vitest-environment happy-dom
/** Keys of the whole page. */
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";
import { type Shortcuts, useShortcuts } from "./keyboard";

function Page({ shortcuts }: { shortcuts: Shortcuts }) {
  useShortcuts(shortcuts);
  return null;
}

test("a letter after g is a sequence at once, however busy the page is between the two", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const shortcuts = { "g t": vi.fn(), t: vi.fn() };
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(() => root.render(<Page shortcuts={shortcuts} />));
  const press = (key: string) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("g");
  press("t");
  expect(shortcuts["g t"]).toHaveBeenCalledOnce();
  press("t");
  expect(shortcuts.t).toHaveBeenCalledOnce();
  await act(() => root.unmount());
});
