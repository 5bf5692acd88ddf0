// Drafts: what somebody was typing stays theirs while they look elsewhere, and when the page is loaded again. So does
// whatever else a window remembers.

const PREFIX = "draft ";

export function kept(key) {
  return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null");
}

export function keep(key, what) {
  if (what) sessionStorage.setItem(PREFIX + key, JSON.stringify(what));
  else sessionStorage.removeItem(PREFIX + key);
}
