// The server: asks for what is there, and tells what one does. What is said about it is in the language of the page.

import { pageLanguage, say } from "./words.js";

export async function ask(path, query = {}, signal = undefined) {
  const response = await fetch(addressOf(path, query), { signal });
  return answerOf(response);
}

export async function tell(path, words) {
  const response = await fetch(addressOf(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(words),
  });
  return answerOf(response);
}

function addressOf(path, query = {}) {
  return `${path}?${new URLSearchParams({ ...query, language: pageLanguage })}`;
}

async function answerOf(response) {
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.message || say("The playground answered {status}.", { status: response.status }));
  return answer;
}
