// The box to write in: words, a file, and what they are about: a thread, or a message that is edited.

import { reporting } from "./trouble.js";

export class Composer {
  constructor(form, send) {
    this.form = form;
    this.file = null;
    this.about = null;
    this.send = send;
    this.isGroup = false;
    form.text.id = `text-${Math.random().toString(36).slice(2)}`;
    form.querySelector("label[for]").htmlFor = form.text.id;
    form.addEventListener("submit", reporting((event) => this.submitted(event)));
    form.text.addEventListener("keydown", (event) => this.typed(event));
    form.file.addEventListener("change", reporting(() => this.chosen()));
    form.sample.addEventListener("change", reporting(() => this.chosenSample()));
    form.querySelector(".attached button").addEventListener("click", () => this.attach(null));
    form.querySelector(".about-it button").addEventListener("click", () => this.isAbout(null));
  }

  get text() { return this.form.text; }

  clear() {
    this.form.text.value = "";
    this.attach(null);
    this.isAbout(null);
  }

  inRoom(name, isGroup) {
    this.isGroup = isGroup;
    this.form.querySelector(".mention").hidden = !isGroup;
    this.form.text.placeholder = `Write as ${name}`;
  }

  // `about` is { words, parent } or { words, edited }.
  isAbout(about) {
    if (this.about?.edited && !about) this.form.text.value = "";
    this.about = about;
    show(this.form.querySelector(".about-it"), about?.words);
    if (about?.edited) this.form.text.value = about.text;
    if (about) this.form.text.focus();
  }

  attach(file) {
    this.file = file;
    this.form.file.value = "";
    this.form.sample.value = "";
    show(this.form.querySelector(".attached"), file && `With ${file.name}`);
  }

  async chosen() {
    const [file] = this.form.file.files;
    if (file) this.attach(await packed(file));
  }

  async chosenSample() {
    const name = this.form.sample.value;
    if (!name) return;
    const response = await fetch(`/page/sample/${encodeURIComponent(name)}`);
    if (!response.ok) throw new Error(`${name} cannot be read.`);
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
    await this.send({ text, mention, file: this.file }, this.about);
    this.clear();
  }
}

function show(place, words) {
  place.hidden = !words;
  place.querySelector("span").textContent = words || "";
}

function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] || "" });
    reader.onerror = () => reject(new Error(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
}
