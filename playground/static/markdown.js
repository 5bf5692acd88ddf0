// The markdown that Webex draws inside a card: bold, italic, struck out, links, and lists. Everything else is plain text.
// A mark opens before a word and closes behind one, as in CommonMark; inside a word an underscore is none.

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const HELD = /\ue000(\d+)\ue001/g;
const MARKS = [
  [/\[([^\]]+)\]\((https?:\/\/[^\s)"]+)\)/g, '<a href="$2" target="_blank" rel="noopener">$1</a>'],
  [/\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*/g, "<strong>$1</strong>"],
  [/(?<=^|[\s\p{P}\p{S}])__(?=[^\s_])(.+?)(?<=[^\s_])__(?=$|[\s\p{P}\p{S}])/gu, "<strong>$1</strong>"],
  [/\*(?=[^\s*])(.+?)(?<=[^\s*])\*/g, "<em>$1</em>"],
  [/(?<=^|[\s\p{P}\p{S}])_(?=[^\s_])(.+?)(?<=[^\s_])_(?=$|[\s\p{P}\p{S}])/gu, "<em>$1</em>"],
  [/~~(?=\S)(.+?)(?<=\S)~~/g, "<s>$1</s>"],
];
const ITEM = /^ {0,3}(?:[-+*]|(\d{1,9})[.)])\s+(?=\S)/;

function escaped(words) {
  const node = document.createElement("p");
  node.textContent = words;
  return node.innerHTML.replaceAll('"', "&quot;");
}

function inline(words) {
  const held = [];
  const hold = (_, mark) => `\ue000${held.push(mark) - 1}\ue001`;
  const marked = MARKS.reduce((text, [mark, look]) => text.replace(mark, look), escaped(words.replace(ESCAPED, hold)));
  return marked.replace(HELD, (_, place) => escaped(held[place]));
}

function itemOf(line) {
  const [found, number] = line.match(ITEM) ?? [];
  if (found === undefined) return null;
  const item = `<li>${inline(line.slice(found.length))}</li>`;
  return number === undefined ? `<ul>${item}</ul>` : `<ol start="${Number(number)}">${item}</ol>`;
}

export function drawn(words) {
  const items = words.split("\n").map(itemOf);
  if (!items.some(Boolean)) return `<p>${inline(words).replaceAll("\n", "<br>")}</p>`;
  const lines = words.split("\n").map((line, place) => items[place] ?? `<p>${inline(line)}</p>`).join("");
  return `<div>${lines.replaceAll("</ul><ul>", "").replace(/<\/ol><ol start="\d+">/g, "")}</div>`;
}
