// A pane: one conversation, seen by one person, and the box to write in.

import { isSameDay } from "./clock.js";
import { drawDay, drawMessage } from "./message.js";
import { ask, tell } from "./server.js";
import { reporting } from "./trouble.js";

const NEAR_THE_END = 120;
const MARGIN = 12;

export class Pane {
  constructor({ place, chosen }) {
    this.place = place;
    this.person = null;
    this.drawn = new Map();
    this.section = document.getElementById("pane").content.cloneNode(true).firstElementChild;
    this.list = this.section.querySelector(".messages");
    this.form = this.section.querySelector("form");
    this.form.text.id = `text-${Math.random().toString(36).slice(2)}`;
    this.form.querySelector("label[for]").htmlFor = this.form.text.id;
    this.section.addEventListener("focusin", chosen);
    this.section.addEventListener("pointerdown", chosen);
    this.form.addEventListener("submit", reporting((event) => this.send(event)));
    this.form.text.addEventListener("keydown", (event) => this.typed(event));
    this.form.file.addEventListener("change", () => this.showAttached());
  }

  async turnTo(place, person) {
    this.place = place;
    this.person = person;
    this.drawn.clear();
    this.list.replaceChildren();
    this.form.text.value = "";
    await this.refresh();
    this.toTheEnd();
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
    this.form.querySelector(".mention").hidden = !room.isGroup;
    this.isGroup = room.isGroup;
    this.form.text.placeholder = `Write to ${room.title} as ${this.person.name.split(" ")[0]}`;
  }

  // Only what changed is drawn anew: what somebody is typing into a card stays.
  showMessages(messages) {
    const isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_THE_END;
    const hasMore = messages.some((each) => !this.drawn.has(each.id));
    let before = null;
    for (const message of messages) {
      const known = this.drawn.get(message.id);
      if (known?.version !== message.version) this.draw(message, known, before);
      before = message;
    }
    if (isAtEnd && hasMore) this.toTheEnd();
  }

  // To the newest message; to where it begins when it is too long to be seen whole.
  toTheEnd() {
    const newest = this.list.lastElementChild;
    const isLong = newest && newest.offsetHeight > this.list.clientHeight - MARGIN;
    this.list.scrollTop = isLong ? newest.offsetTop - MARGIN : this.list.scrollHeight;
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

  draw(message, known, before) {
    const press = reporting((title, nth, inputs) => this.press(message, title, nth, inputs));
    const node = drawMessage(message, { reader: this.place.as, press });
    if (known) known.node.replaceWith(node);
    else {
      if (!before || !isSameDay(before.at, message.at)) this.list.append(drawDay(message.at));
      this.list.append(node);
    }
    this.drawn.set(message.id, { version: message.version, node });
  }

  press(message, title, nth, inputs) {
    return tell("/page/press", { as: this.place.as, message: message.id, title, nth, inputs });
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  async send(event) {
    event.preventDefault();
    const text = this.form.text.value.trim();
    const file = this.form.file.files[0];
    if (!text && !file) return;
    const mention = this.isGroup && this.form.mention.checked;
    await tell("/page/say", { ...this.place, text, mention, file: file ? await packed(file) : null });
    this.form.text.value = "";
    this.form.file.value = "";
    this.showAttached();
    this.toTheEnd();
  }

  showAttached() {
    const file = this.form.file.files[0];
    const place = this.form.querySelector(".attached");
    place.hidden = !file;
    place.textContent = file ? `With ${file.name}` : "";
  }
}

function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] || "" });
    reader.onerror = () => reject(new Error(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
}
