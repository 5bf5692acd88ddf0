// A card, drawn by the official renderer; its buttons are pressed as whoever looks at it.

import { element, inLines } from "./dom.js";
import { keep, kept } from "./drafts.js";
import { lookOf } from "./look.js";
import { drawn } from "./markdown.js";

// What runs as the card does: its inputs with their labels, and its rows of buttons, also where one begins in another script.
const AS_THE_CARD = "label, .ac-input-container, .ac-choiceSetInput-expanded > div, .ac-toggleInput, select, .ac-actionSet";
let drawnCards = 0;

export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

// With a name for its draft, what is filled in stays when the card is drawn again.
export function drawCard(content, fallback, press, isDark = prefersDark(), draft = "") {
  const { AdaptiveCards } = window;
  if (!AdaptiveCards) return inLines(fallback);
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (words, result) => {
    result.outputHtml = drawn(words);
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(lookOf(isDark));
  card.version = new AdaptiveCards.Version(1, 3);
  card.parse(content);
  card.onExecuteAction = (action) => execute(card, action, press);
  if (draft) fillIn(card, kept(draft) ?? {});
  const shown = card.render();
  if (!shown) return inLines(fallback);
  if (draft) for (const event of ["input", "change"]) shown.addEventListener(event, () => keep(draft, inputsOf(card)));
  giveDirection(shown);
  keepChoicesApart(shown);
  markHeading(card);
  // Who made the card has laid it out for its language, whatever stands around it.
  return element("div", { class: "card", dir: "ltr" }, shown);
}

function giveDirection(shown) {
  const direction = directionOf(shown.textContent);
  for (const part of shown.querySelectorAll(AS_THE_CARD)) part.dir = direction;
  for (const line of shown.querySelectorAll("input.ac-input, textarea")) line.dir = "auto";
}

// By its first letter, or by the mark that says so before it.
function directionOf(words) {
  return /^[^\p{L}\u2067]*[\u0590-\u08ff\u2067]/u.test(words) ? "rtl" : "ltr";
}

// The renderer names choices by their input alone, and those of two cards on one page would exclude each other.
function keepChoicesApart(shown) {
  drawnCards += 1;
  for (const choice of shown.querySelectorAll("input[type=radio]")) choice.name += `-${drawnCards}`;
}

// Cards of this version cannot say what their heading is, so that screen readers would miss it.
function markHeading(card) {
  const { TextBlock, TextSize, TextWeight } = window.AdaptiveCards;
  const items = Array.from({ length: card.getItemCount() }, (_, index) => card.getItemAt(index));
  const heading = items.find((each) => each instanceof TextBlock && each.size === TextSize.Large && each.weight === TextWeight.Bolder);
  heading?.renderedElement?.setAttribute("role", "heading");
  heading?.renderedElement?.setAttribute("aria-level", "3");
}

function execute(card, action, press) {
  const { AdaptiveCards } = window;
  const isPage = action instanceof AdaptiveCards.OpenUrlAction && /^https?:/i.test(action.url);
  if (isPage) window.open(action.url, "_blank", "noopener");
  if (action instanceof AdaptiveCards.SubmitAction) press(action.title, placeAmongTwins(card, action), inputsOf(card));
}

// Which one it is of several buttons with the same words.
function placeAmongTwins(card, action) {
  const twins = card.getAllActions().filter((each) => each.title === action.title);
  return Math.max(0, twins.indexOf(action));
}

function fillIn(card, values) {
  for (const input of card.getAllInputs()) if (input.id in values) input.defaultValue = values[input.id];
}

function inputsOf(card) {
  const filled = card.getAllInputs().filter((input) => input.id && input.value !== undefined);
  return Object.fromEntries(filled.map((input) => [input.id, String(input.value)]));
}
