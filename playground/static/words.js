// What the page says, and what stands around a conversation: each in the language of whoever reads it.

import { languages } from "/page/words.js";

const ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

// The language of the page itself, of its controls and panels.
export const pageLanguage = document.documentElement.lang;

// Says a sentence with its {placeholders} filled; one that has no translation is said in English.
export function speaker(language) {
  const { words } = known(language);
  const isolate = (value) => (directionOf(language) === "rtl" ? `${ISOLATE}${value}${POP_ISOLATE}` : value);
  return (sentence, values = {}) => (words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_, name) => isolate(values[name]));
}

export const say = speaker(pageLanguage);

export function directionOf(language) {
  return known(language).direction;
}

// Days and hours are written as its readers write them, with the digits of the cards.
export function localeOf(language) {
  return language === "en" ? "en-GB" : `${language}-u-nu-latn`;
}

function known(language) {
  return languages[language] ?? { direction: "ltr", words: {} };
}
