// <live-changes> keeps a page up to date. It hears from the server that something changed, never
// what, and then says so with a "box1-changed" event on the body; the parts of the page that listen
// for it (data-hx-trigger="box1-changed from:body") fetch themselves anew, so that every reader only
// ever gets what they may see. Attributes: data-src, the stream; data-ref, the one record to follow;
// data-after, the last position that the page already shows.

const AT_MOST_EVERY = { record: 400, list: 1000 }; // milliseconds, while changes pour in
const TICK = 60_000; // "in 2 h 10 min" grows old by itself
const RETRY = 5000;
const DISPOSED = "IncidentKeysDestroyed"; // no word of the record may stay, nor anything typed about it
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

class LiveChanges extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("[role=status]");
    this.button = this.querySelector("button");
    this.position = Number(this.dataset.after ?? 0);
    this.held = 0;
    this.paused = false;
    this.due = 0;
    this.least = this.appendChild(this.hiddenInput());
    this.leaving = new AbortController();
    const options = { signal: this.leaving.signal };
    this.button.addEventListener("click", () => this.toggle(), options);
    document.addEventListener("visibilitychange", () => this.follow(), options);
    window.addEventListener("pagehide", () => this.close(), options);
    window.addEventListener("pageshow", () => this.follow(), options);
    this.clock = setInterval(() => this.paused || document.hidden || this.tell(), TICK);
    document.body.addEventListener("box1-signed-out", () => this.stop(), options);
    this.button.hidden = false;
    this.follow();
  }

  disconnectedCallback() {
    this.leaving.abort();
    clearInterval(this.clock);
    clearTimeout(this.due);
    this.close();
  }

  // Every fetch that follows a change asks for a page that already shows it.
  hiddenInput() {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "min_position", className: "app-live__position" });
    input.disabled = true;
    return input;
  }

  // A hidden tab gives its connection back; browsers allow six to one server.
  follow() {
    if (document.hidden) this.close();
    else if (!this.stream && !this.stopped) this.open();
  }

  open() {
    const address = new URL(this.dataset.src, location.href);
    if (this.dataset.ref) address.searchParams.set("ref", this.dataset.ref);
    if (this.position) address.searchParams.set("after", this.position);
    this.stream = new EventSource(address);
    this.stream.addEventListener("open", () => this.find());
    this.stream.addEventListener("message", (event) => this.hear(event));
    this.stream.addEventListener("error", () => this.lose());
    this.say();
  }

  close() {
    this.stream?.close();
    this.stream = undefined;
  }

  find() {
    this.lostAt = undefined;
    this.say();
  }

  lose() {
    this.lostAt ??= new Date();
    if (this.stream?.readyState === EventSource.CLOSED) {
      this.close();
      this.tell(); // if it was the session that ended, the answer says so
      setTimeout(() => this.isConnected && this.follow(), RETRY);
    }
    this.say();
  }

  // The session is over. The page stays as it is, with all that was typed into it.
  stop() {
    this.stopped = true;
    this.close();
    clearInterval(this.clock);
    this.button.hidden = true;
    this.say();
  }

  hear(event) {
    const change = JSON.parse(event.data);
    if (this.dataset.ref && change.type === DISPOSED) return location.reload();
    this.position = Math.max(this.position, change.position);
    this.held += 1;
    if (this.paused) this.say();
    else this.tellSoon();
  }

  tellSoon() {
    const apart = this.dataset.ref ? AT_MOST_EVERY.record : AT_MOST_EVERY.list;
    const wait = (this.told ?? 0) + apart - Date.now();
    if (wait <= 0) this.tell();
    else this.due ||= setTimeout(() => this.tell(), wait);
  }

  tell() {
    clearTimeout(this.due);
    this.due = 0;
    this.told = Date.now();
    this.changedAt = this.held ? new Date() : this.changedAt;
    this.held = 0;
    this.least.disabled = !this.position;
    this.least.value = this.position;
    document.body.dispatchEvent(new CustomEvent("box1-changed", { bubbles: true }));
    this.say();
  }

  toggle() {
    this.paused = !this.paused;
    if (!this.paused && this.held) this.tell();
    this.say();
  }

  say() {
    const [state, words] = this.standing();
    if (this.words.textContent !== words) this.words.textContent = words;
    this.classList.toggle("app-live--paused", state === "paused");
    this.classList.toggle("app-live--lost", state === "lost");
    this.button.textContent = !this.paused ? "Pause" : this.held ? `Show ${this.held} new` : "Resume";
  }

  standing() {
    if (this.stopped) return ["lost", "You were signed out. Nothing typed here is lost: sign in when you are asked."];
    if (this.paused) return ["paused", `Paused. ${this.held || "Nothing"} new.`];
    if (this.lostAt) return ["lost", `Not connected since ${CLOCK.format(this.lostAt)}. Trying again by itself.`];
    if (this.stream?.readyState !== EventSource.OPEN) return ["paused", "Connecting."];
    if (this.changedAt) return ["live", `Live. Updated at ${CLOCK.format(this.changedAt)}.`];
    return ["live", "Live. Updates by itself."];
  }
}

customElements.define("live-changes", LiveChanges);
