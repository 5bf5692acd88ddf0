// The look of cards, after the host configuration that Cisco publishes for Webex clients.

const FONT = '"Inter", "Helvetica Neue", Arial, "Noto Sans Arabic", sans-serif';
const INK = { default: "#121212", subtle: "#5e5e5e" };

function inks(accent, good, warning, attention) {
  const both = (colour) => ({ default: colour, subtle: colour });
  return {
    default: INK,
    dark: INK,
    light: { default: "#ffffff", subtle: "#ededed" },
    accent: both(accent),
    good: both(good),
    warning: both(warning),
    attention: both(attention),
  };
}

function style(background) {
  return { backgroundColor: background, foregroundColors: inks("#0353a8", "#185e46", "#7d4705", "#ab0a15") };
}

const label = { color: "default", isSubtle: false, size: "default", weight: "bolder", suffix: "" };

export const LOOK = {
  fontFamily: FONT,
  supportsInteractivity: true,
  fontSizes: { small: 13, default: 15, medium: 16, large: 19, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 18, default: 21, medium: 23, large: 26, extraLarge: 32 },
  imageSizes: { small: 40, medium: 80, large: 160 },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  separator: { lineThickness: 1, lineColor: "#e0e0e0" },
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
  containerStyles: {
    default: style("#ffffff"),
    emphasis: style("#f7f7f7"),
    good: style("#e6f7f0"),
    accent: style("#eaf3ff"),
    warning: style("#fff4e5"),
    attention: style("#ffecec"),
  },
};
