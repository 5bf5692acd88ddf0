// A message: who said it, when, and what; a card where there is one.

import { drawCard } from "./card.js";
import { momentIn } from "./clock.js";
import { element, portrait } from "./dom.js";

export function drawMessage(message, { reader, press }) {
  if (message.isDeleted) return drawDeleted(message);
  return element(
    "li",
    { class: message.isMine ? "message mine" : "message", "data-id": message.id },
    portrait(message.author, message.isBot),
    element("div", { class: "said" }, head(message), ...body(message, reader, press)),
  );
}

function drawDeleted(message) {
  const who = message.isMine ? "You" : message.author;
  return element("li", { class: "deleted", "data-id": message.id }, `${who} deleted a message · ${timeOf(message)}`);
}

export function drawDay(iso) {
  const day = momentIn(iso, { weekday: "long", day: "numeric", month: "long" });
  return element("li", { class: "day" }, element("span", {}, day));
}

function timeOf(message) {
  return momentIn(message.at, { hour: "2-digit", minute: "2-digit" });
}

function head(message) {
  return element(
    "p",
    { class: "head" },
    element("b", {}, message.isMine ? "You" : message.author),
    message.isBot ? element("span", { class: "tag" }, "Bot") : null,
    element("time", { datetime: message.at }, timeOf(message)),
    message.isEdited ? element("span", { class: "edited" }, "Edited") : null,
  );
}

function body(message, reader, press) {
  const said = message.card ? withCard(message, press) : [words(message.text)];
  return [...said, ...message.files.map((file) => fileLink(file, reader))];
}

// Every card comes with the same in words, for clients that draw no cards.
function withCard(message, press) {
  const twin = words(message.text);
  twin.classList.add("twin");
  twin.hidden = true;
  const show = element("button", { type: "button", class: "twin-switch", "aria-expanded": "false" }, "Plain text");
  show.addEventListener("click", () => {
    twin.hidden = !twin.hidden;
    show.setAttribute("aria-expanded", String(!twin.hidden));
  });
  return [drawCard(message.card, message.text, press), show, twin];
}

// Each line runs as its own words run, so that an Arabic line stands at the right beside an English one.
function words(text) {
  return element("div", { class: "text" }, ...text.split("\n").map((line) => element("p", { dir: "auto" }, line || "\u00a0")));
}

function fileLink(file, reader) {
  const query = new URLSearchParams({ as: reader, id: file.id });
  return element("a", { class: "file", href: `/page/file?${query}`, download: file.name }, file.name);
}
