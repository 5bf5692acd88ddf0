// What can go wrong, as buttons; beside them what the bot owes, and how the last deliveries went.

import { element } from "./dom.js";
import { whileOpen } from "./panel.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";
import { say } from "./words.js";

const PATH = "/page/panel/faults";
const owed = document.getElementById("owed");
const troubles = document.getElementById("troubles");
const deliveries = document.getElementById("deliveries");
let drawn = "";
let counted = "";

const refresh = whileOpen(document.getElementById("faults"), async () => {
  const seen = await ask(PATH);
  showOwed(seen.owed);
  showTroubles(seen.groups);
  deliveries.replaceChildren(...seen.deliveries.map((each) => element("li", {},
    element("span", {}, each.what), element("b", { class: each.outcome.startsWith("2") ? "well" : "ill" }, each.outcome))));
});

function showOwed(shown) {
  const now = JSON.stringify(shown);
  if (now === counted) return;
  counted = now;
  owed.replaceChildren(...shown.map(({ name, count, promise }) => element("div", {},
    element("dt", {}, name), element("dd", { class: count ? "some" : "none" }, String(count), promise ? keeps(count, promise) : null))));
}

// Which promise it is, and whether it is kept by now; it leads to where that is written.
function keeps(count, promise) {
  const words = count ? say("promise {number} to be kept", promise) : say("promise {number} kept", promise);
  return element("small", {}, linkTo(promise, words));
}

function linkTo({ number, title }, words) {
  return element("a", { href: `/guarantees#promise-${number}`, target: "_blank", title }, words);
}

// Drawn anew only when something changed: what has the focus would lose it each second.
function showTroubles(groups) {
  const now = JSON.stringify(groups);
  if (now === drawn) return;
  drawn = now;
  const focused = document.activeElement?.dataset?.does;
  troubles.replaceChildren(...groups.map(({ title, troubles: each }) => element("section", { role: "group", "aria-label": title },
    element("h3", {}, title), element("ul", {}, ...each.map(button)))));
  if (focused) troubles.querySelector(`[data-does="${CSS.escape(focused)}"]`)?.focus();
}

function button({ does, title, shows, isOn, promise }) {
  const act = reporting(async () => {
    await tell(PATH, { does });
    await refresh();
  });
  const about = `about-${does.replaceAll(/\W+/g, "-")}`;
  return element("li", {},
    element("button", {
      type: "button",
      "data-does": does,
      "aria-pressed": isOn === null ? null : String(isOn),
      "aria-describedby": about,
      onclick: act,
    }, title),
    element("small", { id: about }, shows, promise ? " " : null, promise ? linkTo(promise, say("Promise {number}", promise)) : null));
}
