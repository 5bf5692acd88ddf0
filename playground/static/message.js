// A message: who said it, when, and what; a card where there is one.

import { drawCard } from "./card.js";
import { momentIn } from "./clock.js";
import { element, portrait } from "./dom.js";

export function drawMessage(message, doings) {
  if (message.isDeleted) return drawDeleted(message);
  return element(
    "article",
    { class: message.isMine ? "message mine" : "message", "data-id": message.id, tabindex: "-1" },
    portrait(message.author, message.isBot),
    element("div", { class: "said" }, head(message), ...body(message, doings), deeds(message, doings)),
  );
}

function drawDeleted(message) {
  const who = message.isMine ? "You" : message.author;
  return element("p", { class: "deleted", "data-id": message.id }, `${who} deleted a message · ${timeOf(message)}`);
}

export function drawDay(iso) {
  const day = momentIn(iso, { weekday: "long", day: "numeric", month: "long" });
  return element("p", { class: "day" }, element("span", {}, day));
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

// What one can do with it: a card is answered by its own buttons, and one's own words can be taken back.
function deeds(message, { reply, edit, takeBack }) {
  const mine = message.isMine ? [["Edit", edit], ["Delete", takeBack]] : [];
  const whose = `${message.isMine ? "your" : `${message.author}'s`} message of ${timeOf(message)}`;
  return element("p", { class: "deeds" }, ...[["Reply in thread", reply], ...mine].map(([title, act]) => element(
    "button",
    { type: "button", "aria-label": `${title}: ${whose}`, onclick: act },
    title,
  )));
}

function body(message, { reader, press }) {
  const said = message.card ? withCard(message, press) : [words(message.text, message.mentions)];
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
function words(text, mentions = []) {
  const names = [...mentions];
  return element("div", { class: "text" }, ...text.split("\n").map((line) => element("p", { dir: "auto" }, ...withChips(line, names))));
}

function withChips(line, names) {
  const at = names.length ? line.indexOf(names[0]) : -1;
  if (at < 0) return [line || "\u00a0"];
  const name = names.shift();
  const chip = element("span", { class: "chip" }, `@${name}`);
  return [line.slice(0, at), chip, ...withChips(line.slice(at + name.length) || "\u00a0", names)];
}

function fileLink(file, reader) {
  const query = new URLSearchParams({ as: reader, id: file.id });
  return element("a", { class: "file", href: `/page/file?${query}`, download: file.name }, file.name);
}
