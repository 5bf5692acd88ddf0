// A pane: one conversation, seen by one person, with its threads, and the box to write in.

import { isSameDay } from "./clock.js";
import { Composer } from "./composer.js";
import { element } from "./dom.js";
import { drawDay, drawMessage } from "./message.js";
import { Rove } from "./rove.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";
import { directionOf, pageLanguage, speaker } from "./words.js";

const NEAR_THE_END = 120;
const MARGIN = 12;

export class Pane {
  constructor({ place, chosen, closed, acted }) {
    this.place = place;
    this.acted = acted;
    this.person = null;
    this.drawn = new Map();
    this.awaitsAnswer = false;
    this.asked = 0;
    this.shown = 0;
    this.pressed = null;
    this.section = document.getElementById("pane").content.cloneNode(true).firstElementChild;
    this.list = this.part(".messages");
    this.newest = this.part(".newest");
    this.rove = new Rove(this.list);
    this.form = this.part("form");
    this.composer = new Composer(this.form, (words, about) => this.send(words, about));
    this.part(".close").addEventListener("click", closed);
    this.newest.addEventListener("click", () => this.toTheEnd());
    this.list.addEventListener("scroll", () => { if (this.isAtTheEnd()) this.newest.hidden = true; });
    this.section.addEventListener("focusin", chosen);
    this.section.addEventListener("pointerdown", chosen);
  }

  part(selector) {
    return this.section.querySelector(selector);
  }

  async turnTo(place, person) {
    this.place = place;
    this.person = person;
    // In the language of their client, where they have one of their own.
    this.language = person.language || pageLanguage;
    this.say = speaker(this.language);
    this.section.lang = this.language;
    this.section.dir = directionOf(this.language);
    this.part(".close").textContent = this.say("Close");
    this.newest.textContent = this.say("Newest message");
    this.list.setAttribute("aria-label", this.say("Conversation; the arrow keys go from message to message"));
    this.composer.turnTo(place, person);
    await this.drawAnew();
    this.toTheEnd();
  }

  async drawAnew() {
    this.drawn.clear();
    this.newestAt = null;
    this.list.replaceChildren();
    await this.refresh();
  }

  // An answer that a later one has overtaken shows what was.
  async refresh() {
    const place = this.place;
    this.asked += 1;
    const asked = this.asked;
    const room = await ask("/page/room", { as: place.as, in: place.in });
    if (place !== this.place || asked < this.shown) return;
    this.shown = asked;
    this.showHead(room);
    this.showMessages(room.messages);
  }

  showHead(room) {
    const { name, aboutInOwnWords } = this.person;
    const names = room.members.filter((each) => each !== name).join(", ");
    const more = room.isGroup ? this.say("with {names}", { names }) : aboutInOwnWords;
    const whole = this.say("{room}, as {name}", { room: room.title, name });
    this.part(".pane-title").textContent = room.title;
    this.part(".pane-about").replaceChildren(element("bdi", {}, this.say("You are {name}", { name })), ...more ? [" · ", element("bdi", {}, more)] : []);
    this.list.dataset.empty = this.say("Nothing has been said yet. What you write begins the conversation.");
    this.section.setAttribute("aria-label", whole);
    this.part(".close").setAttribute("aria-label", `${this.say("Close")}: ${whole}`);
    this.composer.inRoom(room.isGroup);
  }

  // Only what changed is drawn anew: what somebody is typing into a card stays.
  showMessages(messages) {
    const wasAtTheEnd = this.isAtTheEnd();
    const fresh = messages.filter((each) => !this.drawn.has(each.id));
    const changed = messages.filter((each) => this.drawn.get(each.id)?.version !== each.version);
    changed.forEach((each) => this.draw(each));
    if (changed.length) this.rove.drawn();
    if (fresh.length) this.follow(fresh, wasAtTheEnd);
  }

  // Whoever wrote or pressed sees what is said to it; whoever reads further up is told that there is more.
  follow(fresh, wasAtTheEnd) {
    const isAnswer = this.awaitsAnswer && !fresh.at(-1).isMine;
    if (isAnswer) this.awaitsAnswer = false;
    const { node } = this.drawn.get(fresh.at(-1).id);
    if (wasAtTheEnd || isAnswer || fresh.some((each) => each.isMine)) this.toTheEnd(node);
    else this.newest.hidden = false;
    // From the button that was pressed the keys go on in what answers it, unless they have gone elsewhere.
    const isThere = this.drawn.get(this.pressed)?.node.contains(document.activeElement);
    if (isAnswer && isThere) node.focus({ preventScroll: true });
  }

  isAtTheEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_THE_END;
  }

  // To the newest message; to where it begins when it is too long to be seen whole.
  toTheEnd(newest = this.list.lastElementChild) {
    const isLong = newest && newest.offsetHeight > this.list.clientHeight - MARGIN;
    const isLast = newest === this.list.lastElementChild;
    if (newest && (isLong || !isLast)) this.list.scrollTop = newest.offsetTop - MARGIN;
    else this.list.scrollTop = this.list.scrollHeight;
    this.newest.hidden = true;
  }

  // A line of the ledger leads to its message.
  pointAt(id) {
    const node = this.drawn.get(id)?.node;
    if (!node) return;
    this.list.querySelector(".pointed-at")?.classList.remove("pointed-at");
    node.classList.add("pointed-at");
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    this.list.scrollTop = node.offsetTop - MARGIN;
  }

  draw(message) {
    const known = this.drawn.get(message.id);
    const node = drawMessage(message, this.doings(message));
    if (known) this.replace(known.node, node);
    else this.stand(message, node);
    this.drawn.set(message.id, { version: message.version, node });
  }

  // It stays in its thread, and whoever was in it is not thrown out.
  replace(old, node) {
    const hadFocus = old.contains(document.activeElement);
    node.classList.toggle("reply", old.classList.contains("reply"));
    old.replaceWith(node);
    if (hadFocus) node.focus({ preventScroll: true });
  }

  // An answer in a thread stands below what it answers, after the answers before it.
  stand(message, node) {
    const parent = this.drawn.get(message.parent)?.node;
    if (parent) {
      node.classList.add("reply");
      let last = parent;
      while (last.nextElementSibling?.classList.contains("reply")) last = last.nextElementSibling;
      last.after(node);
      return;
    }
    if (!this.newestAt || !isSameDay(this.newestAt, message.at)) this.list.append(drawDay(message.at, this.language));
    this.newestAt = message.at;
    this.list.append(node);
  }

  doings(message) {
    const as = this.place.as;
    const words = message.text?.split("\n")[0].slice(0, 60);
    const parent = message.parent || message.id;
    return {
      reader: as,
      language: this.language,
      press: reporting((title, nth, inputs) => this.press({ message: message.id, title, nth, inputs })),
      reply: () => this.composer.isAbout({ words: this.say("In the thread of “{words}”", { words }), parent }),
      edit: () => this.composer.isAbout({ words: this.say("Editing “{words}”", { words }), edited: message.id, text: message.text }),
      takeBack: reporting(() => tell("/page/delete", { as, message: message.id })),
    };
  }

  async press(button) {
    this.acted();
    this.awaitsAnswer = true;
    this.pressed = button.message;
    await tell("/page/press", { as: this.place.as, ...button });
  }

  async send({ text, ...more }, about) {
    this.acted();
    this.awaitsAnswer = !about?.edited;
    this.pressed = null;
    if (about?.edited) await tell("/page/edit", { as: this.place.as, message: about.edited, text });
    else await tell("/page/say", { ...this.place, text, ...more, parent: about?.parent });
  }
}
