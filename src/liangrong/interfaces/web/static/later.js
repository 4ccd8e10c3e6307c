// Panels whose answer takes seconds: asked for when they come into view, and put in their place. Without this file they are a link.

const STILL_COMPUTING = 202;
const PAUSE = 1500;

/** The page once its figures are there. */
async function ready(address) {
  for (;;) {
    const answer = await fetch(address);
    if (answer.status !== STILL_COMPUTING) return answer;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

/** Fetch the page on which the panel has its answer, and take the panel from it. */
async function fill(panel, drawAll) {
  const said = panel.querySelector(".waiting");
  const before = said.firstChild.textContent;
  said.firstChild.textContent = said.dataset.wait;
  said.setAttribute("aria-busy", "true");
  try {
    const answer = await ready(panel.dataset.later);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(panel.id);
    if (!fresh || fresh.dataset.later) throw new Error(answer.statusText);
    panel.replaceWith(fresh);
    drawAll(fresh);
  } catch (error) {
    said.removeAttribute("aria-busy");
    said.firstChild.textContent = before;
  }
}

export function startLater(drawAll) {
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      fill(entry.target, drawAll);
    }
  }, { rootMargin: "200px" });
  for (const panel of document.querySelectorAll("[data-later]")) watcher.observe(panel);
}
