// The search box suggests while one types: a combobox with a list (ARIA 1.2). Without this file it is a form that works.

const WAIT = 120;

/** Turn the box into a combobox; what it suggests is a part of a page that the server makes. */
export function startSearch() {
  const box = document.getElementById("search");
  if (!box) return;
  const form = box.form;
  const list = document.createElement("div");
  list.className = "suggestions";
  list.hidden = true;
  const said = document.createElement("div");
  said.className = "hidden";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions", "aria-haspopup": "listbox",
  })) box.setAttribute(name, value);

  let waiting, asking, chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    chosen = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", at === place));
    const option = options()[place];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  async function suggest() {
    asking?.abort();
    asking = new AbortController();
    const given = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`/suggestions?${given}`, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("suggestions");
      if (!fresh || document.activeElement !== box) return;
      list.replaceChildren(fresh);
      choose(-1);
      said.textContent = fresh.dataset.said;
      list.hidden = options().length === 0;
      box.setAttribute("aria-expanded", String(!list.hidden));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (box.value.trim()) waiting = setTimeout(suggest, WAIT);
    else close();
  });
  box.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && list.hidden && box.value.trim()) {
      event.preventDefault();
      suggest();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      choose(chosen < last ? chosen + 1 : 0);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      choose(chosen > 0 ? chosen - 1 : last);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.address);
    } else if (event.key === "Tab") close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  box.addEventListener("blur", close);
}
