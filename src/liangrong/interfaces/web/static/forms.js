// Forms that answer while they are filled in: the sliders of an account.

/** Send a form and put its answer where it belongs, at most one question at a time. */
async function refresh(form, drawAll) {
  form.pending?.abort();
  form.pending = new AbortController();
  const target = document.getElementById(form.dataset.live);
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "x-part": form.dataset.live }, signal: form.pending.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(form.dataset.live);
    if (fresh) target.replaceChildren(...fresh.childNodes);
    drawAll(target);
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  target.removeAttribute("aria-busy");
}

/** Sliders say their value; live forms ask again a moment after the last change. */
export function startForms(drawAll) {
  for (const slider of document.querySelectorAll("input[type=range]")) {
    const said = document.querySelector(`output[for="${slider.id}"]`);
    const say = () => { if (said) said.value = `${slider.value}${slider.dataset.unit ?? ""}`; };
    slider.addEventListener("input", say);
    say();
  }
  for (const form of document.querySelectorAll("form[data-live]")) {
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => refresh(form, drawAll), 150);
    });
  }
}
