// @vitest-environment happy-dom
/** What the parts that we take have to say for themselves. */
import { MantineProvider } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";
import { theme } from "./theme";

test("each button of a calendar has a name, at every level", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  for (const level of ["month", "year", "decade"] as const) {
    await act(() =>
      root.render(
        <MantineProvider theme={theme} env="test">
          <DatePickerInput
            key={level}
            value="2026-11-29"
            defaultLevel={level}
            popoverProps={{ opened: true }}
          />
        </MantineProvider>,
      ),
    );
    const buttons = [...document.querySelectorAll("button")];
    expect(buttons.length).toBeGreaterThan(10);
    const nameless = buttons.filter((one) => !one.getAttribute("aria-label") && !one.textContent?.trim());
    expect(nameless.map((one) => one.outerHTML)).toEqual([]);
  }
  await act(() => root.unmount());
});
