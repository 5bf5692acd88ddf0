// A pane: one conversation, seen by one person, with its threads, and the box to write in.

import { isSameDay } from "./clock.js";
import { Composer } from "./composer.js";
import { drawDay, drawMessage } from "./message.js";
import { Rove } from "./rove.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";

const NEAR_THE_END = 120;
const MARGIN = 12;

export class Pane {
  constructor({ place, chosen, closed }) {
    this.place = place;
    this.person = null;
    this.drawn = new Map();
    this.section = document.getElementById("pane").content.cloneNode(true).firstElementChild;
    this.list = this.section.querySelector(".messages");
    this.rove = new Rove(this.list);
    this.form = this.section.querySelector("form");
    this.composer = new Composer(this.form, (words, about) => this.send(words, about));
    this.section.querySelector(".close").addEventListener("click", closed);
    this.section.addEventListener("focusin", chosen);
    this.section.addEventListener("pointerdown", chosen);
  }

  async turnTo(place, person) {
    this.place = place;
    this.person = person;
    this.composer.clear();
    await this.drawAnew();
    this.toTheEnd();
  }

  async drawAnew() {
    this.drawn.clear();
    this.list.replaceChildren();
    await this.refresh();
  }

  async refresh() {
    const place = this.place;
    const room = await ask("/page/room", { as: place.as, in: place.in });
    if (place !== this.place) return;
    this.showHead(room);
    this.showMessages(room.messages);
  }

  showHead(room) {
    this.section.querySelector(".pane-title").textContent = room.title;
    const others = room.members.filter((name) => name !== this.person.name).join(", ");
    const about = room.isGroup ? `with ${others}` : this.person.role;
    this.section.querySelector(".pane-about").textContent = `You are ${this.person.name} · ${about}`;
    this.section.setAttribute("aria-label", `${room.title}, as ${this.person.name}`);
    this.section.querySelector(".close").setAttribute("aria-label", `Close: ${room.title}, as ${this.person.name}`);
    this.composer.inRoom(this.person.name.split(" ")[0], room.isGroup);
  }

  // Only what changed is drawn anew: what somebody is typing into a card stays.
  showMessages(messages) {
    const isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_THE_END;
    const isNew = (each) => !this.drawn.has(each.id);
    const newest = messages.findLast(isNew);
    const changed = messages.filter((each) => this.drawn.get(each.id)?.version !== each.version);
    changed.forEach((each) => this.draw(each));
    if (changed.length) this.rove.drawn();
    if (newest && (isAtEnd || newest.isMine)) this.toTheEnd(this.drawn.get(newest.id).node);
  }

  // To the newest message; to where it begins when it is too long to be seen whole.
  toTheEnd(newest = this.list.lastElementChild) {
    const isLong = newest && newest.offsetHeight > this.list.clientHeight - MARGIN;
    const isLast = newest === this.list.lastElementChild;
    if (newest && (isLong || !isLast)) this.list.scrollTop = newest.offsetTop - MARGIN;
    else this.list.scrollTop = this.list.scrollHeight;
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
    if (known) known.node.replaceWith(node);
    else this.stand(message, node);
    this.drawn.set(message.id, { version: message.version, node });
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
    if (!this.newestAt() || !isSameDay(this.newestAt(), message.at)) this.list.append(drawDay(message.at));
    node.dataset.at = message.at;
    this.list.append(node);
  }

  newestAt() {
    return [...this.list.querySelectorAll("[data-at]")].at(-1)?.dataset.at;
  }

  doings(message) {
    const as = this.place.as;
    const start = message.text?.split("\n")[0].slice(0, 60);
    return {
      reader: as,
      press: reporting((title, nth, inputs) => tell("/page/press", { as, message: message.id, title, nth, inputs })),
      reply: () => this.composer.isAbout({ words: `In the thread of “${start}”`, parent: message.parent || message.id }),
      edit: () => this.composer.isAbout({ words: `Editing “${start}”`, edited: message.id, text: message.text }),
      takeBack: reporting(() => tell("/page/delete", { as, message: message.id })),
    };
  }

  async send(words, about) {
    if (about?.edited) await tell("/page/edit", { as: this.place.as, message: about.edited, text: words.text });
    else await tell("/page/say", { ...this.place, ...words, parent: about?.parent });
    this.toTheEnd();
  }
}
