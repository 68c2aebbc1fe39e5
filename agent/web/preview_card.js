// One preview: its moving picture, and the hands on its camera.
import { call, callJson } from "./api.js";
import { LatestSender, WIDE, panned, zoomed } from "./framing.js";
import { describeSource } from "./source.js";
import { pictures } from "./stream.js";

const ZOOM_STEP = 1.25;
const PAN_STEP = 0.1;
const RETRY_MS = 1000;

export class PreviewCard {
  #job;
  #onError;
  #framing;
  #sender;
  #stream = null;  // AbortController of the open stream
  #dismissed = false;

  constructor(job, onError) {
    this.#job = job;
    this.#onError = onError;
    this.#framing = job.ptz;
    this.lastTouched = 0;
    this.element = document.querySelector("#preview-template").content.cloneNode(true).firstElementChild;
    this.canvas = this.#part("canvas");
    this.#sender = new LatestSender((framing) => this.#report(callJson(
      "/runner/preview/ptz/update", { body: { job_id: this.#job.job_id, ...framing } })));
    this.#listen();
    this.update(job);
  }

  get dismissed() {
    return this.#dismissed;
  }

  get running() {
    return this.#job.state === "running";
  }

  #part(selector) {
    return this.element.querySelector(selector);
  }

  async #report(promise) {
    try {
      return await promise;
    } catch (error) {
      this.#onError(error);
      return null;
    }
  }

  /// Takes over what the agent says about the job.
  update(job) {
    this.#job = job;
    const { name, detail } = describeSource(job.source);
    this.#part(".name").textContent = name;
    this.#part(".source").textContent = detail;
    this.#part(".source").title = detail;
    this.canvas.setAttribute("aria-label",
      `Picture of ${name}. Drag or arrow keys pan, wheel or plus and minus zoom, 0 resets.`);
    this.#part(".stop").setAttribute("aria-label", `${this.running ? "Stop" : "Dismiss"} ${name}`);
    this.#part(".stop").textContent = this.running ? "Stop" : "Dismiss";
    if (!this.#sender.busy) {
      this.#framing = job.ptz;
    }
    this.#showFraming();
    this.#showState();
  }

  #showState() {
    const live = this.running && this.canvas.dataset.drawn;
    this.element.dataset.state = live ? "live" : this.#job.state;
    const fps = this.#job.stats ? `${this.#job.stats.fps.toFixed(0)} fps` : "running";
    this.#part(".state").textContent = !this.running ? "Failed" : live ? fps : "Waiting";
    this.#part(".note").hidden = Boolean(live);
    this.#part(".note").textContent = this.running ? "Waiting for the first picture" : this.#job.last_error;
  }

  #showFraming() {
    this.#part(".zoom-value").textContent = `${this.#framing.zoom.toFixed(1)}×`;
    this.#part(".zoom-out").disabled = this.#framing.zoom <= 1;
    this.#part(".zoom-in").disabled = this.#framing.zoom >= 4;
  }

  #point(framing) {
    if (this.running) {
      this.lastTouched = Date.now();
      this.#framing = framing;
      this.#showFraming();
      this.#sender.offer(framing);
    }
  }

  #listen() {
    this.#part(".zoom-in").addEventListener("click", () => this.#point(zoomed(this.#framing, ZOOM_STEP)));
    this.#part(".zoom-out").addEventListener("click", () => this.#point(zoomed(this.#framing, 1 / ZOOM_STEP)));
    this.#part(".reset").addEventListener("click", () => this.#point(WIDE));
    this.#part(".stop").addEventListener("click", () => this.#stop());
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.canvas.getBoundingClientRect();
      this.#point(zoomed(this.#framing, Math.exp(-event.deltaY / 400),
        (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height));
    }, { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => this.canvas.setPointerCapture(event.pointerId));
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) {
        const box = this.canvas.getBoundingClientRect();
        this.#point(panned(this.#framing, -event.movementX / box.width, -event.movementY / box.height));
      }
    });
    this.canvas.addEventListener("keydown", (event) => this.#onKey(event));
  }

  #onKey(event) {
    const moves = {
      ArrowLeft: () => panned(this.#framing, -PAN_STEP, 0),
      ArrowRight: () => panned(this.#framing, PAN_STEP, 0),
      ArrowUp: () => panned(this.#framing, 0, -PAN_STEP),
      ArrowDown: () => panned(this.#framing, 0, PAN_STEP),
      "+": () => zoomed(this.#framing, ZOOM_STEP),
      "-": () => zoomed(this.#framing, 1 / ZOOM_STEP),
      0: () => WIDE,
    };
    if (moves[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#point(moves[event.key]());
    }
  }

  async #stop() {
    if (!this.running) {
      this.#dismissed = true;
      this.element.remove();
      return;
    }
    const button = this.#part(".stop");
    button.disabled = true;
    button.textContent = "Stopping";
    await this.#report(callJson("/runner/preview/stop", { body: { job_id: this.#job.job_id } }));
    button.disabled = false;
  }

  async #draw(jpeg) {
    const picture = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" })).catch(() => null);
    if (!picture) {
      return;  // a broken picture; the next one is on its way
    }
    if (this.canvas.width !== picture.width || this.canvas.height !== picture.height) {
      this.canvas.width = picture.width;
      this.canvas.height = picture.height;
    }
    this.canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    if (!this.canvas.dataset.drawn) {
      this.canvas.dataset.drawn = "yes";
      this.#showState();
    }
  }

  /// Opens the stream and draws until it ends; only one picture where `once`.
  async #watch(signal, once) {
    const response = await call(`/runner/preview/stream/${this.#job.job_id}`, { signal });
    for await (const jpeg of pictures(response)) {
      await this.#draw(jpeg);
      if (once) {
        return;
      }
    }
  }

  /// Shows every picture, or none from now on.
  async setLive(live) {
    if (!live) {
      this.#stream?.abort();
      this.#stream = null;
      return;
    }
    if (this.#stream) {
      return;
    }
    const stream = new AbortController();
    this.#stream = stream;
    while (!stream.signal.aborted && this.running) {
      // Errors show in the list, which is asked for every second; here only trying again helps.
      await this.#watch(stream.signal, false).catch(() => {});
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
    }
    if (this.#stream === stream) {
      this.#stream = null;
    }
  }

  /// Shows the newest picture.
  async refresh() {
    const stream = new AbortController();
    const timeout = setTimeout(() => stream.abort(), RETRY_MS);
    await this.#watch(stream.signal, true).catch(() => {});
    clearTimeout(timeout);
    stream.abort();
  }
}
