// <replay-controls> plays the replay by itself, and keeps its slider where the page is. Without it
// the form, the links and the arrow keys do the same.

class ReplayControls extends HTMLElement {
  connectedCallback() {
    this.range = this.querySelector("[type=range]");
    this.button = this.querySelector(".app-replay__play");
    this.speed = this.querySelector("select");
    this.leaving = new AbortController();
    const options = { signal: this.leaving.signal };
    this.button.addEventListener("click", () => this.toggle(), options);
    document.addEventListener("htmx:after:swap", () => this.arrive(), options);
    document.addEventListener("htmx:error", () => this.stop(), options);
    for (const part of [this.button, this.speed.parentElement]) part.hidden = false;
    this.querySelector(".app-replay__show").hidden = true;
  }

  disconnectedCallback() {
    this.leaving.abort();
    clearTimeout(this.due);
  }

  get playing() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  get atEnd() {
    return this.range.value === this.range.max;
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    this.button.setAttribute("aria-pressed", "true");
    this.button.textContent = "Pause";
    this.go(this.atEnd ? 1 : Number(this.range.value) + 1);
  }

  stop() {
    clearTimeout(this.due);
    this.button.setAttribute("aria-pressed", "false");
    this.button.textContent = "Play";
  }

  go(step) {
    this.range.value = step;
    this.range.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The next step waits until this one is on the page, however slow the line.
  arrive() {
    const shown = document.getElementById("replay");
    this.range.setAttribute("aria-valuetext", shown.dataset.said);
    if (!this.playing) return;
    clearTimeout(this.due);
    if (this.atEnd) this.stop();
    else this.due = setTimeout(() => this.go(Number(this.range.value) + 1), Number(this.speed.value));
  }
}

customElements.define("replay-controls", ReplayControls);
