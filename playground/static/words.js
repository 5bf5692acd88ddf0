// What stands around a conversation, in the language of whoever reads it, as in a client of their own.

import * as ar from "./words/ar.js";
import * as fr from "./words/fr.js";

const LANGUAGES = { ar, fr };

// Says a sentence with its {placeholders} filled; one that has no translation is said in English.
export function speaker(language) {
  const table = LANGUAGES[language]?.words ?? {};
  return (sentence, values = {}) => (table[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function directionOf(language) {
  return LANGUAGES[language]?.direction ?? "ltr";
}

// Days and hours are written as its readers write them, with the digits of the cards.
export function localeOf(language) {
  return language === "en" ? "en-GB" : `${language}-u-nu-latn`;
}
