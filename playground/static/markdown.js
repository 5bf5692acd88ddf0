// The little markdown that Webex draws inside a card: bold, italic and links. Everything else is plain text.

const MARKS = [
  [/\[([^\]]+)\]\((https?:\/\/[^\s)"]+)\)/g, '<a href="$2" target="_blank" rel="noopener">$1</a>'],
  [/\*\*(?=\S)(.+?)\*\*/g, "<strong>$1</strong>"],
  [/(?<![\w*])[*_](?=[^\s*_])(.+?)(?<=[^\s*_])[*_](?![\w*])/g, "<em>$1</em>"],
];

function escaped(words) {
  const node = document.createElement("p");
  node.textContent = words;
  return node.innerHTML.replaceAll('"', "&quot;");
}

export function drawn(words) {
  const lines = MARKS.reduce((text, [mark, look]) => text.replace(mark, look), escaped(words));
  return `<p>${lines.replaceAll("\n", "<br>")}</p>`;
}
