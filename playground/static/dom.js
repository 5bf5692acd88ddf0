// Small helpers to build elements. Words go in as text, never as markup.

import { say } from "./words.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value === "boolean") made[name] = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Each line runs as its own words run, so that an Arabic line stands at the right beside an English one.
export function inLines(text, attributes) {
  return element("div", { class: "text", ...attributes }, ...text.split("\n").map((line) => element("p", { dir: "auto" }, line || "\u00a0")));
}

const COLOURS = ["#17766f", "#7a3e9d", "#b0532b", "#2b6cb0", "#a3376b", "#4f7a28", "#5b5fc7", "#8a6d1c"];

export function portrait(name, isBot = false) {
  const initials = name.trim().split(/\s+/).slice(0, 2).map(([first]) => first).join("");
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  const made = element("span", { class: isBot ? "portrait bot" : "portrait", "aria-hidden": "true" }, isBot ? "" : initials);
  if (!isBot) made.style.backgroundColor = COLOURS[sum % COLOURS.length];
  return made;
}

export function unreadMark(count) {
  return count ? element("span", { class: "unread", role: "img", "aria-label": say("unread: {count}", { count }) }, String(count)) : null;
}
