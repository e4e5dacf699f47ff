/** Mantine dressed in our tokens: every colour it paints with comes from ui/tokens.css. */
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";
import { words } from "../i18n";

const FAMILIES = ["accent", "danger", "warn", "good", "info"] as const;

const GRAY: MantineColorsTuple = [
  "#F6F8FA",
  "#EDF1F5",
  "#E6EBF0",
  "#DFE5EB",
  "#7B8794",
  "#6B7783",
  "#55626F",
  "#3F4A55",
  "#2A343E",
  "#17212B",
];
const DARK: MantineColorsTuple = [
  "#E8EDF2",
  "#C9D2DA",
  "#A3B0BC",
  "#71808E",
  "#2B3742",
  "#212C37",
  "#1C2630",
  "#151D25",
  "#0E141A",
  "#0A0F14",
];

/** A family of one colour: light grounds, the dark theme's solid at 3, the light theme's solid at 6. */
function family(
  soft: string,
  softer: string,
  darkSolid: string,
  solid: string,
  hover: string,
): MantineColorsTuple {
  return [soft, softer, darkSolid, darkSolid, solid, solid, solid, hover, hover, hover];
}

const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === "filled" ? { ...colors, color: "var(--ct-on-solid)" } : colors;
};

export const theme = createTheme({
  fontFamily: "var(--ct-font)",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  fontSizes: { xs: "13px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.5", sm: "1.5", md: "1.5", lg: "1.5", xl: "1.25" },
  headings: { fontFamily: "var(--ct-font)", fontWeight: "600" },
  radius: { xs: "4px", sm: "8px", md: "8px", lg: "12px", xl: "12px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
  focusRing: "auto",
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 3 },
  colors: {
    gray: GRAY,
    dark: DARK,
    accent: family("#E2F3F1", "#D3ECE9", "#5BD0C1", "#0B6B63", "#09584F"),
    danger: family("#FDEDEB", "#FBE0DC", "#FF9A8F", "#B42318", "#951B12"),
    warn: family("#FDF3DF", "#FAE9C8", "#F2B84B", "#8A5200", "#714300"),
    good: family("#E5F4EA", "#D6EDDE", "#7BD39A", "#1B6E3C", "#165B32"),
    info: family("#E8F0FC", "#D9E6FA", "#8CB8FF", "#1D5FBF", "#184F9F"),
  },
  variantColorResolver,
  components: {
    Button: { defaultProps: { size: "sm", variant: "default" } },
    ActionIcon: { defaultProps: { size: 32, variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm", autosize: true, minRows: 2, maxRows: 10 } },
    Select: {
      defaultProps: {
        size: "sm",
        allowDeselect: false,
        checkIconPosition: "right",
        comboboxProps: { shadow: "ct" },
      },
    },
    MultiSelect: { defaultProps: { size: "sm", comboboxProps: { shadow: "ct" } } },
    Checkbox: { defaultProps: { size: "sm", radius: "xs", iconColor: "var(--ct-on-solid)" } },
    Radio: { defaultProps: { size: "sm", iconColor: "var(--ct-on-solid)" } },
    Modal: {
      defaultProps: {
        centered: true,
        padding: "lg",
        radius: "lg",
        shadow: "ct",
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 140, transition: "fade" },
        closeButtonProps: { "aria-label": "Close" },
        attributes: { header: { role: "presentation" } },
      },
    },
    Drawer: {
      defaultProps: {
        position: "right",
        padding: "lg",
        shadow: "ct",
        overlayProps: { backgroundOpacity: 0.3 },
        transitionProps: { duration: 160 },
        closeButtonProps: { "aria-label": "Close" },
        attributes: { header: { role: "presentation" } },
      },
    },
    Menu: {
      defaultProps: {
        shadow: "ct",
        position: "bottom-end",
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 120 },
      },
    },
    Popover: { defaultProps: { shadow: "ct", transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 120 }, radius: "sm" } },
    SegmentedControl: { defaultProps: { size: "sm", radius: "md" } },
    DatePickerInput: {
      defaultProps: {
        size: "sm",
        hideOutsideDates: true,
        popoverProps: { withRoles: false, shadow: "ct" },
        ariaLabels: words.common.calendar,
      },
    },
  },
  shadows: { ct: "var(--ct-shadow)", xs: "none", sm: "none", md: "var(--ct-shadow)" },
});

/** Mantine's own variables, pointed at the tokens; both schemes read the same names. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared: Record<string, string> = {
    "--mantine-color-body": "var(--ct-surface)",
    "--mantine-color-text": "var(--ct-ink)",
    "--mantine-color-bright": "var(--ct-ink)",
    "--mantine-color-dimmed": "var(--ct-muted)",
    "--mantine-color-placeholder": "var(--ct-muted)",
    "--mantine-color-error": "var(--ct-danger)",
    "--mantine-color-success": "var(--ct-good)",
    "--mantine-color-anchor": "var(--ct-accent)",
    "--mantine-color-default": "var(--ct-surface)",
    "--mantine-color-default-hover": "var(--ct-hover)",
    "--mantine-color-default-color": "var(--ct-ink)",
    "--mantine-color-default-border": "var(--ct-line)",
    "--mantine-color-disabled": "var(--ct-hover)",
    "--mantine-color-disabled-color": "var(--ct-muted)",
    "--mantine-color-disabled-border": "var(--ct-line)",
    "--mantine-primary-color-contrast": "var(--ct-on-solid)",
    "--mantine-color-gray-light": "var(--ct-hover)",
    "--mantine-color-gray-light-hover": "var(--ct-hover)",
    "--mantine-color-gray-light-color": "var(--ct-muted)",
    "--mantine-color-gray-text": "var(--ct-muted)",
  };
  for (const name of FAMILIES) {
    const mantine = `--mantine-color-${name}`;
    const solid = `var(--ct-${name})`;
    const hover = `var(--ct-${name}-hover)`;
    const soft = `var(--ct-${name}-soft)`;
    const softHover = `var(--ct-${name}-soft-hover)`;
    Object.assign(shared, {
      [`${mantine}-filled`]: solid,
      [`${mantine}-filled-hover`]: hover,
      [`${mantine}-light`]: soft,
      [`${mantine}-light-hover`]: softHover,
      [`${mantine}-light-color`]: solid,
      [`${mantine}-outline`]: solid,
      [`${mantine}-outline-hover`]: soft,
      [`${mantine}-text`]: solid,
    });
    [soft, softHover, softHover, solid, solid, solid, solid, hover, hover, hover].forEach((value, shade) => {
      shared[`${mantine}-${shade}`] = value;
    });
  }
  return { variables: {}, light: shared, dark: shared };
};
