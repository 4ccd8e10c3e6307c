// A path that plays: a slider over its sessions, each of which stands in the page already. Without this file links lead from one to the next.

import { addressWith } from "./address.js";

const BEAT = 1200;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** One player: its slider, its button and its frames. */
class Player {
  constructor(section) {
    this.frames = [...section.querySelectorAll(".frame")];
    this.slider = section.querySelector("input[type=range]");
    this.button = section.querySelector("button.play");
    this.words = { play: this.button.textContent, ...this.button.dataset };
    section.querySelector(".controls").hidden = false;
    section.querySelector(".steps").hidden = true;
    this.button.addEventListener("click", () => this.press());
    this.slider.addEventListener("input", () => this.show(this.slider.valueAsNumber));
    section.addEventListener("keydown", (event) => this.key(event));
    STILL.addEventListener("change", () => this.stop());
    this.stop();
  }

  get at() { return this.slider.valueAsNumber; }
  get last() { return this.frames.length - 1; }

  /** Show one session, and write it into the address. */
  show(session) {
    this.slider.value = session;
    this.slider.setAttribute("aria-valuetext", this.frames[session].dataset.said);
    this.frames.forEach((frame, place) => { frame.hidden = place !== session; });
    history.replaceState(null, "", addressWith({ session: session ? `${session}` : "" }));
    document.dispatchEvent(new CustomEvent("session", { detail: session }));
    if (session === this.last) this.stop();
  }

  /** Play or pause; who wants nothing to move goes on by one session. */
  press() {
    const from = this.at === this.last ? 0 : this.at + 1;
    if (this.beat) this.stop();
    else if (STILL.matches) this.show(from);
    else {
      this.beat = setInterval(() => this.show(this.at + 1), BEAT);
      this.button.textContent = this.words.pause;
      this.show(from);
    }
  }

  stop() {
    clearInterval(this.beat);
    this.beat = undefined;
    this.button.textContent = STILL.matches ? this.words.step : this.words.play;
  }

  /** The slider knows its arrows; the space bar plays, and arrows on the button step. */
  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === " " && event.target === this.slider) this.press();
    else if (step && event.target === this.button) this.show(Math.min(this.last, Math.max(0, this.at + step)));
    else return;
    event.preventDefault();
  }
}

export function startPlayers(root) {
  for (const section of root.querySelectorAll("[data-play]")) new Player(section);
}
