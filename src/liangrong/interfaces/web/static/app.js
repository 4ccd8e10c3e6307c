// What a page can do beyond its numbers: charts that are drawn here, a zoom that becomes an address, tiles and bars that lead on.
// Every number stands in a table too; without this file nothing is lost but the drawing.

import { addressWith } from "./address.js";
import { startForms } from "./forms.js";
import { startLater } from "./later.js";
import { startPlayers } from "./player.js";
import { startSearch } from "./search.js";

const loaded = {};

/** Load a classic script once. */
function script(address) {
  loaded[address] ??= new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    element.onerror = () => failed(new Error(address));
    document.head.append(element);
  });
  return loaded[address];
}

function day(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Write what is zoomed to into the address, so that it can be shared and found again. */
function followZoom(view) {
  if (!view.getState().signals.zoom) return;
  let waiting;
  view.addSignalListener("zoom", (_, selected) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const range = Object.values(selected ?? {})[0];
      const [from, to] = range?.length === 2 ? [day(Math.min(...range)), day(Math.max(...range))] : ["", ""];
      history.replaceState(null, "", addressWith({ zoom: from && `${from}..${to}` }));
    }, 200);
  });
}

/** Follow the link of what was clicked, where the drawing does not do so by itself. */
function followLinks(view) {
  const link = (item) => item?.datum?.link ?? item?.datum?.datum?.link;
  view.addEventListener("click", (_, item) => {
    if (link(item) && !item.href) location.assign(link(item));
  });
}

/** A chart that can mark a session marks the one that is played. */
function followSession(view) {
  if (!("session" in view.getState().signals)) return;
  const mark = (session) => view.signal("session", session).runAsync();
  document.addEventListener("session", ({ detail }) => mark(detail));
  const slider = document.querySelector("[data-play] input[type=range]");
  if (slider) mark(slider.valueAsNumber);
}

/** Draw one chart; its specification is fetched, or stands in the page when it is about an account. */
export async function draw(figure) {
  const place = figure.querySelector(".drawing");
  try {
    const address = figure.dataset.chart;
    const width = Math.floor(place.clientWidth || figure.clientWidth);
    const given = address
      ? fetch(`${address}&width=${width}`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      : Promise.resolve(JSON.parse(figure.querySelector("script[type='application/json']").textContent));
    const [spec] = await Promise.all([given, script(document.body.dataset.vega)]);
    const canvas = document.createElement("div");
    canvas.setAttribute("aria-hidden", "true"); // the table beside it says the same in words
    const { view } = await window.vegaEmbed(canvas, spec, {
      ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true },
    });
    place.replaceChildren(canvas);
    followZoom(view);
    followLinks(view);
    followSession(view);
    figure.dataset.drawn = "yes";
  } catch (error) {
    const instead = document.createElement("p");
    instead.className = "loading";
    instead.textContent = document.body.dataset.undrawn;
    place.replaceChildren(instead);
    figure.dataset.drawn = "no";
  } finally {
    place.removeAttribute("aria-busy");
  }
}

/** Charts are drawn when they come into view; those that are in view already, at once. */
export function drawAll(root) {
  const reach = 300;
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: `${reach}px` });
  for (const figure of root.querySelectorAll("figure.chart")) {
    const { top, width } = figure.getBoundingClientRect();
    if (width && top < innerHeight + reach) draw(figure);
    else watcher.observe(figure);
  }
}

drawAll(document);
startForms(drawAll);
startPlayers(document);
startLater((part) => {
  drawAll(part);
  startPlayers(part);
});
startSearch();
