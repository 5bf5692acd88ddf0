// What can go wrong, as buttons; beside them what the bot owes, and how the last deliveries went.

import { element } from "./dom.js";
import { whileOpen } from "./panel.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";

const PATH = "/page/panel/faults";
const owed = document.getElementById("owed");
const troubles = document.getElementById("troubles");
const deliveries = document.getElementById("deliveries");
let drawn = "";

const refresh = whileOpen(document.getElementById("faults"), async () => {
  const seen = await ask(PATH);
  showOwed(seen);
  showTroubles(seen.groups);
  deliveries.replaceChildren(...seen.deliveries.map((each) => element("li", {},
    element("span", {}, each.what), element("b", { class: each.outcome.startsWith("2") ? "well" : "ill" }, each.outcome))));
});

function showOwed({ owed: counts, planned }) {
  const shown = counts ? Object.entries(counts) : [["bot", "stopped"]];
  owed.replaceChildren(...[...shown, ["faults waiting", planned]].map(([name, count]) => element("div", {},
    element("dt", {}, name), element("dd", { class: count ? "some" : "none" }, String(count)))));
}

// Drawn anew only when something changed: what has the focus would lose it each second.
function showTroubles(groups) {
  const now = JSON.stringify(groups);
  if (now === drawn) return;
  drawn = now;
  const focused = document.activeElement?.dataset?.does;
  troubles.replaceChildren(...groups.map(({ title, troubles: each }) => element("section", {},
    element("h3", {}, title), element("ul", {}, ...each.map(button)))));
  if (focused) troubles.querySelector(`[data-does="${CSS.escape(focused)}"]`)?.focus();
}

function button({ does, title, shows, isOn }) {
  const act = reporting(async () => {
    await tell(PATH, { does });
    await refresh();
  });
  const about = `about-${does}`;
  return element("li", {},
    element("button", {
      type: "button",
      "data-does": does,
      "aria-pressed": isOn === null ? null : String(isOn),
      "aria-describedby": about,
      onclick: act,
    }, title),
    element("small", { id: about }, shows));
}
