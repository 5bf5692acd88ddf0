// What was written with marks, as Webex draws it: of the HTML of a message what Webex knows, and all else as words.

import { element } from "./dom.js";

const BLOCKS = ["p", "ul", "ol", "li", "blockquote", "pre"];
const INLINE = ["strong", "em", "code", "br"];
const HEADING = /^h[1-6]$/;
const ADDRESS = /^(?:https?|mailto):/i;

export function formatted(html) {
  return inside(new DOMParser().parseFromString(html, "text/html").body);
}

function inside(node) {
  return [...node.childNodes].flatMap((each) => (each.nodeType === Node.TEXT_NODE ? [each.data] : drawn(each)));
}

function drawn(node) {
  const name = node.localName;
  if (name === "spark-mention") return [element("span", { class: "chip" }, `@${node.textContent}`)];
  if (BLOCKS.includes(name)) return [element(name, { dir: "auto" }, ...inside(node))];
  if (INLINE.includes(name)) return [element(name, {}, ...inside(node))];
  if (HEADING.test(name)) return [element("p", { dir: "auto", class: "heading" }, ...inside(node))];
  const href = node.getAttribute?.("href") ?? "";
  if (name === "a" && ADDRESS.test(href)) return [element("a", { href, target: "_blank", rel: "noopener" }, ...inside(node))];
  return inside(node);
}
