// The box to write in: words, a file, and what they are about: a thread, or a message that is edited.

import { keep, kept } from "./drafts.js";
import { reporting } from "./trouble.js";
import { pageLanguage, say, speaker } from "./words.js";

export class Composer {
  constructor(form, send) {
    this.form = form;
    this.file = null;
    this.about = null;
    this.send = send;
    this.isGroup = false;
    form.text.id = `text-${Math.random().toString(36).slice(2)}`;
    this.part("label[for]").htmlFor = form.text.id;
    form.addEventListener("submit", reporting((event) => this.submitted(event)));
    form.text.addEventListener("keydown", (event) => this.typed(event));
    form.text.addEventListener("input", () => this.keepDraft());
    form.file.addEventListener("change", reporting(() => this.chosen()));
    for (const each of form.querySelectorAll("[data-sample]")) {
      each.addEventListener("click", reporting(() => this.attachSample(each.dataset.sample)));
    }
    this.menuOf(this.part(".attaching"));
    this.part(".attached button").addEventListener("click", () => this.attach(null));
    this.part(".about-it button").addEventListener("click", () => this.isAbout(null));
  }

  get text() { return this.form.text; }

  part(selector) {
    return this.form.querySelector(selector);
  }

  // Another conversation: its words are those of its reader, and what they had begun to write stands there again.
  turnTo(place, { name, language }) {
    this.clear();
    this.say = speaker(language || pageLanguage);
    this.draft = `text ${place.as} ${place.in}`;
    this.form.text.value = kept(this.draft) ?? "";
    this.form.text.placeholder = this.say("Write as {name}", { name: name.split(" ")[0] });
    for (const each of this.form.querySelectorAll("[data-say]")) each.textContent = this.say(each.dataset.say, each.dataset);
  }

  clear() {
    this.form.text.value = "";
    this.attach(null);
    this.isAbout(null);
  }

  inRoom(isGroup) {
    this.isGroup = isGroup;
    this.part(".mention").hidden = !isGroup;
  }

  // Words that somebody is offered to send; they stand there, and can be changed.
  offer(words) {
    this.form.text.value = words;
    this.keepDraft();
    this.form.text.focus();
  }

  keepDraft() {
    if (!this.about?.edited) keep(this.draft, this.form.text.value);
  }

  // `about` is { words, parent } or { words, edited }.
  isAbout(about) {
    if (this.about?.edited && !about) this.form.text.value = "";
    this.about = about;
    show(this.part(".about-it"), about?.words);
    if (about?.edited) this.form.text.value = about.text;
    if (about) this.form.text.focus();
  }

  attach(file) {
    this.file = file;
    this.form.file.value = "";
    show(this.part(".attached"), file && this.say("With {file}", { file: file.name }));
  }

  // What unfolds is folded again by its choice, by Escape, and by whatever else one turns to.
  menuOf(details) {
    const fold = () => { details.open = false; };
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      fold();
      details.querySelector("summary").focus();
    });
    details.addEventListener("focusout", (event) => { if (event.relatedTarget && !details.contains(event.relatedTarget)) fold(); });
    details.addEventListener("click", (event) => { if (event.target.closest("[data-sample]")) fold(); });
    document.addEventListener("pointerdown", (event) => { if (!details.contains(event.target)) fold(); });
  }

  async chosen() {
    const [file] = this.form.file.files;
    this.part(".attaching").open = false;
    if (file) this.attach(await packed(file));
  }

  async attachSample(name) {
    const response = await fetch(`/page/sample/${encodeURIComponent(name)}`);
    if (!response.ok) throw new Error(unreadable(name));
    this.attach(await packed(new File([await response.blob()], name)));
    this.form.text.focus();
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    }
    if (event.key === "Escape") this.isAbout(null);
  }

  async submitted(event) {
    event.preventDefault();
    const text = this.form.text.value.trim();
    if (!text && !this.file) return;
    const mention = this.isGroup && this.form.mention.checked;
    const { about, draft, file } = this;
    // The box is free at once: what is typed next is another message.
    this.clear();
    keep(draft, "");
    try {
      await this.send({ text, mention, file }, about);
    } catch (error) {
      if (draft === this.draft && !this.form.text.value) this.offer(text);
      throw error;
    }
  }
}

function show(place, words) {
  place.hidden = !words;
  place.querySelector("span").textContent = words || "";
}

function unreadable(name) {
  return say("{file} cannot be read.", { file: name });
}

function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] || "" });
    reader.onerror = () => reject(new Error(unreadable(file.name)));
    reader.readAsDataURL(file);
  });
}
