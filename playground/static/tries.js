// Things to try: a button leads to whoever can do it, puts words ready to be sent, and says what to look at.

import { reporting } from "./trouble.js";

const FOLDED = "things to try are folded";
const bar = document.getElementById("try");
const toggle = document.getElementById("try-switch");
const hint = document.getElementById("hint");
const buttons = [...document.querySelectorAll("#tries button")];

// Hands each choice to whoever shows it, as { as, inTheSpace, types, attaches, opens }.
export function offerTries(take) {
  for (const each of buttons) {
    each.addEventListener("click", reporting(async () => {
      point(each);
      // Only its own panel is unfolded: below another the people would be out of sight.
      for (const panel of document.querySelectorAll("details.panel")) panel.open = panel.id === each.dataset.opens;
      await take({ types: "", ...each.dataset, inTheSpace: "inTheSpace" in each.dataset });
    }));
  }
}

export function isOffered(words) {
  return buttons.some((each) => each.dataset.types === words);
}

// Somebody else's turn: what they can try is shown, and not what the one before could.
export function isTurnOf(email) {
  const current = buttons.find((each) => each.hasAttribute("aria-current"));
  if (current?.dataset.as !== email) point(buttons.find((each) => each.dataset.as === email));
}

function point(chosen) {
  buttons.forEach((each) => each.removeAttribute("aria-current"));
  chosen?.setAttribute("aria-current", "true");
  chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (hint) hint.textContent = chosen?.dataset.hint ?? "";
}

// On a phone the room is needed, once somebody has begun.
export function isBegun() {
  if (bar && matchMedia("(max-width: 820px)").matches) fold(true);
}

function fold(isFolded) {
  bar.classList.toggle("folded", isFolded);
  toggle.setAttribute("aria-expanded", String(!isFolded));
}

if (bar) {
  fold(Boolean(localStorage.getItem(FOLDED)));
  toggle.addEventListener("click", () => {
    const isFolded = !bar.classList.contains("folded");
    fold(isFolded);
    localStorage.setItem(FOLDED, isFolded ? "yes" : "");
  });
}
