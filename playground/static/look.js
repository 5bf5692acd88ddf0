// The look of cards, after the host configuration that Cisco publishes for Webex clients.

const FONT = '"Inter", "Helvetica Neue", Arial, "Noto Sans Arabic", sans-serif';

const LIGHT = {
  ink: { default: "#121212", subtle: "#5e5e5e" },
  colours: ["#0353a8", "#185e46", "#7d4705", "#ab0a15"],
  line: "#e0e0e0",
  grounds: { default: "#ffffff", emphasis: "#f7f7f7", good: "#e6f7f0", accent: "#eaf3ff", warning: "#fff4e5", attention: "#ffecec" },
};
const DARK = {
  ink: { default: "#f2f2f2", subtle: "#b3b7bb" },
  colours: ["#7db7f5", "#5fd3a6", "#f0b35e", "#ff9a9a"],
  line: "#44474b",
  grounds: { default: "#232528", emphasis: "#2d3034", good: "#12362a", accent: "#14304d", warning: "#3d2c10", attention: "#451c1f" },
};

function inks({ ink, colours }) {
  const both = (colour) => ({ default: colour, subtle: colour });
  const [accent, good, warning, attention] = colours.map(both);
  return { default: ink, dark: ink, light: { default: "#ffffff", subtle: "#ededed" }, accent, good, warning, attention };
}

function styles(scheme) {
  return Object.fromEntries(Object.entries(scheme.grounds).map(([name, backgroundColor]) => [
    name,
    { backgroundColor, foregroundColors: inks(scheme) },
  ]));
}

const label = { color: "default", isSubtle: false, size: "default", weight: "bolder", suffix: "" };

const COMMON = {
  fontFamily: FONT,
  supportsInteractivity: true,
  fontSizes: { small: 13, default: 15, medium: 16, large: 19, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 18, default: 21, medium: 23, large: 26, extraLarge: 32 },
  imageSizes: { small: 40, medium: 80, large: 160 },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  actions: {
    maxActions: 5,
    spacing: "medium",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    preExpandSingleShowCardAction: false,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    iconPlacement: "leftOfTitle",
    iconSize: 16,
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { color: "default", isSubtle: false, size: "default", weight: "bolder", wrap: true, maxWidth: 180 },
    value: { color: "default", isSubtle: false, size: "default", weight: "default", wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { ...label, suffix: " *", suffixColor: "attention" },
      optionalInputs: label,
    },
    errorMessage: { color: "attention", size: "small", weight: "default", spacing: "small" },
  },
  media: { allowInlinePlayback: false },
};

export function lookOf(isDark) {
  const scheme = isDark ? DARK : LIGHT;
  return { ...COMMON, separator: { lineThickness: 1, lineColor: scheme.line }, containerStyles: styles(scheme) };
}
