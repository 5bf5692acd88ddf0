// The language of the page: another one is the same page, asked for in that language, at the same place.

document.getElementById("language")?.addEventListener("change", ({ target }) => {
  const address = new URL(location.href);
  address.searchParams.set("language", target.value);
  location.assign(address);
});
