// The server: asks for what is there, and tells what one does.

export async function ask(path, query = {}, signal = undefined) {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`, { signal });
  return answerOf(response);
}

export async function tell(path, words) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(words),
  });
  return answerOf(response);
}

async function answerOf(response) {
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.message || `The playground answered ${response.status}.`);
  return answer;
}
