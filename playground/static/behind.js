// Whoever stands behind an order: Cisco, or the partner's own system, as one can be them.

import { element } from "./dom.js";
import { tell } from "./server.js";
import { reporting } from "./trouble.js";
import { say } from "./words.js";

const place = document.getElementById("behind");
let drawn = "";

export function showBehind(desk) {
  place.hidden = !desk;
  // Drawn anew, and spoken, only when something changed.
  const now = JSON.stringify(desk);
  if (!desk || now === drawn) return;
  drawn = now;
  const waiting = desk.orders.map((order) => element("li", {},
    element("span", {}, order.number, " · ", element("bdi", {}, order.customer)),
    ...desk.deeds.map((deed) => element("button", {
      type: "button",
      "aria-label": `${deed.title}: ${order.number}`,
      onclick: reporting(() => tell("/page/behind", { order: order.number, does: deed.does })),
    }, deed.title))));
  const nothing = element("p", { class: "quiet" }, say("Nothing waits here."));
  place.replaceChildren(element("h2", {}, desk.title), waiting.length ? element("ul", {}, ...waiting) : nothing);
}
