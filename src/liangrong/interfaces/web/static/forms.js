// Forms that answer while they are filled in: the sliders of an account. Every control also works with a button of the form.

const PAUSE = 150;
const asking = {};

/** Old drawings stay until the new ones are ready, so that nothing jumps while a slider moves. */
function keepDrawing(old, fresh) {
  const [before, after] = [old, fresh].map((part) => part.querySelector(".drawing"));
  if (before && after) after.replaceChildren(...before.childNodes);
}

/** Ask for one part of the page anew and put it where it stands; an older question for the same part is dropped. */
async function refresh(form, id, drawAll) {
  asking[id]?.abort();
  asking[id] = new AbortController();
  const old = document.getElementById(id);
  old.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form);
    body.set("do", "assess");
    const answer = await fetch(form.action, { method: "POST", body, headers: { "x-part": id }, signal: asking[id].signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) throw new Error(answer.statusText);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    keepDrawing(old, fresh);
    old.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
    drawAll(old);
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  old.removeAttribute("aria-busy");
}

/** Sliders say their value; live controls ask again a moment after the last change. */
export function startForms(drawAll) {
  const waiting = {};
  for (const width of document.querySelectorAll("form input[name=width]")) width.value = width.form.clientWidth;
  document.addEventListener("input", ({ target }) => {
    const said = target.id && document.querySelector(`output[for="${target.id}"]`);
    if (said) said.value = `${target.value}${target.dataset.unit ?? ""}`;
    for (const id of target.dataset?.live?.split(" ") ?? []) {
      clearTimeout(waiting[id]);
      waiting[id] = setTimeout(() => refresh(target.form, id, drawAll), PAUSE);
    }
  });
}
