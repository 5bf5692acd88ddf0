// The clock in the top bar: it ticks between two pieces of news, and its buttons move it.

import { whileBusy } from "./busy.js";
import { element } from "./dom.js";
import { tell } from "./server.js";
import { reporting } from "./trouble.js";
import { localeOf, pageLanguage, say } from "./words.js";

const now = document.getElementById("now");
const next = document.getElementById("next");
const upcoming = document.getElementById("upcoming");
const buttons = document.querySelectorAll("[data-by]");
let offset = 0;
let zone = "UTC";
let place = "";

export function momentIn(iso, style, locale = localeOf(pageLanguage)) {
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: zone }).format(new Date(iso));
}

export function isSameDay(one, other) {
  const day = { day: "numeric", month: "numeric", year: "numeric" };
  return momentIn(one, day) === momentIn(other, day);
}

export function showClock(clock) {
  if (!clock) return;
  ({ zone, place } = clock);
  offset = new Date(clock.now) - Date.now();
  next.disabled = !clock.next;
  upcoming.textContent = clock.next ? `${clock.next.what} · ${weekday(clock.next.at)}` : say("none");
  next.title = clock.next ? say("Move the clock there") : "";
  tick();
}

export function weekday(iso) {
  return momentIn(iso, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function tick() {
  const shown = new Date(Date.now() + offset);
  now.dateTime = shown.toISOString();
  now.replaceChildren(weekday(shown), element("span", { class: "zone" }, ` ${place}`));
}

for (const each of buttons) {
  each.addEventListener("click", reporting(() => whileBusy(buttons, () => tell("/page/time", { by: each.dataset.by }))));
}
setInterval(tick, 1000);
