// A message: who said it, when, and what; a card where there is one. Around it stand the words of its reader's language.

import { drawCard, prefersDark } from "./card.js";
import { momentIn } from "./clock.js";
import { element, inLines, portrait } from "./dom.js";
import { formatted } from "./formatted.js";
import { localeOf, speaker } from "./words.js";

export function drawMessage(message, doings) {
  const say = speaker(doings.language);
  if (message.isDeleted) return drawDeleted(message, doings, say);
  return element(
    "article",
    { class: message.isMine ? "message mine" : "message", "data-id": message.id, tabindex: "-1" },
    portrait(message.author, message.isBot),
    element("div", { class: "said" }, head(message, doings, say), ...body(message, doings, say), deeds(message, doings, say)),
  );
}

function drawDeleted(message, { language }, say) {
  const what = message.isMine ? say("You deleted a message") : say("{author} deleted a message", message);
  return element("p", { class: "deleted", "data-id": message.id }, `${what} · ${timeOf(message, language)}`);
}

export function drawDay(iso, language) {
  const day = momentIn(iso, { weekday: "long", day: "numeric", month: "long" }, localeOf(language));
  return element("p", { class: "day" }, element("span", {}, day));
}

function timeOf(message, language) {
  return momentIn(message.at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, localeOf(language));
}

function head(message, { language }, say) {
  return element(
    "p",
    { class: "head" },
    element("b", {}, message.isMine ? say("You") : message.author),
    message.isBot ? element("span", { class: "tag" }, say("Bot")) : null,
    element("time", { datetime: message.at }, timeOf(message, language)),
    message.isEdited ? element("span", { class: "edited" }, say("Edited")) : null,
  );
}

// What one can do with it: a card is answered by its own buttons, and one's own words can be taken back.
function deeds(message, { language, reply, edit, takeBack }, say) {
  const mine = message.isMine ? [[say("Edit"), edit], [say("Delete"), takeBack]] : [];
  const author = message.isMine ? say("You") : message.author;
  const named = (deed) => say("{deed}: {author}, {time}", { deed, author, time: timeOf(message, language) });
  return element("p", { class: "deeds" }, ...[[say("Reply in thread"), reply], ...mine].map(([title, act]) => element(
    "button",
    { type: "button", "aria-label": named(title), onclick: act },
    title,
  )));
}

function body(message, { reader, press }, say) {
  const said = message.card ? withCard(message, press, say) : [inWords(message)];
  return [...said, ...message.files.map((file) => fileLink(file, reader))];
}

// Every card comes with the same in words, for clients that draw no cards.
function withCard(message, press, say) {
  const twin = inLines(message.text, { lang: message.language });
  twin.classList.add("twin");
  twin.hidden = true;
  const show = element("button", { type: "button", class: "twin-switch", "aria-expanded": "false" }, say("Plain text"));
  show.addEventListener("click", () => {
    twin.hidden = !twin.hidden;
    show.setAttribute("aria-expanded", String(!twin.hidden));
  });
  const draft = `card ${message.id} ${message.version}`;
  const card = drawCard(message.card, message.text, press, prefersDark(), draft);
  card.lang = message.language;
  return [card, show, twin];
}

function inWords(message) {
  const language = { lang: message.language };
  return message.html ? element("div", { class: "text", ...language }, ...formatted(message.html)) : inLines(message.text, language);
}

function fileLink(file, reader) {
  const query = new URLSearchParams({ as: reader, id: file.id });
  return element("a", { class: "file", href: `/page/file?${query}`, download: file.name }, file.name);
}
