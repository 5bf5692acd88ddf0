// What will be sent to whom, what was, and the way to any moment.

import { whileBusy } from "./busy.js";
import { weekday } from "./clock.js";
import { element } from "./dom.js";
import { whileOpen } from "./panel.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";
import { say } from "./words.js";

const PATH = "/page/panel/calendar";
const when = document.getElementById("when");
const ahead = document.getElementById("ahead");
const sent = document.getElementById("sent");
let drawn = "";

const refresh = whileOpen(document.getElementById("calendar"), async () => {
  const seen = await ask(PATH);
  when.min = seen.now;
  if (!when.value || when.value < seen.now) when.value = seen.now;
  show(seen);
});

// Drawn anew only when something changed: what has the focus would lose it each second.
function show(seen) {
  const now = JSON.stringify([seen.ahead, seen.sent]);
  if (now === drawn) return;
  drawn = now;
  ahead.replaceChildren(...lines(seen.ahead, (each) => element("span", {}, each.what)));
  sent.replaceChildren(...lines(seen.sent, (each) => element("a", { href: address(each), dir: "auto", lang: each.language }, each.what)));
}

function lines(all, drawWhat) {
  if (!all.length) return [element("li", { class: "quiet" }, say("Nothing."))];
  return all.map((each) => element("li", {},
    element("time", { datetime: each.at }, weekday(each.at)),
    drawWhat(each),
    element("small", {}, say("to {who}", { who: each.to }))));
}

function address(line) {
  return `#${new URLSearchParams({ as: line.as, in: line.in, message: line.message })}`;
}

document.getElementById("travel").addEventListener("submit", reporting(async (event) => {
  event.preventDefault();
  await whileBusy(event.currentTarget.querySelectorAll("button"), () => tell(PATH, { to: when.value }));
  await refresh();
}));
