// The table of ingest jobs.
import { callJson } from "./api.js";

const MAX_ENDED = 20;
const SURE_MS = 3000;

function bitrateText(bitsPerSecond) {
  return bitsPerSecond >= 1e6
    ? `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s` : `${(bitsPerSecond / 1e3).toFixed(0)} kbit/s`;
}

export class IngestTable {
  #rows = new Map();
  #table = document.querySelector("#ingests");
  #none = document.querySelector("#no-ingests");
  #onError;

  constructor(onError) {
    this.#onError = onError;
  }

  /// Shows what runs, then what ended last.
  update(jobs) {
    const running = jobs.filter((job) => job.state === "running");
    const ended = jobs.filter((job) => job.state !== "running").reverse().slice(0, MAX_ENDED);
    const shown = [...running.reverse(), ...ended];
    const ids = new Set(shown.map((job) => job.job_id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    const body = this.#table.tBodies[0];
    shown.forEach((job, place) => {
      const row = this.#rows.get(job.job_id) ?? this.#addRow(job);
      this.#fill(row, job);
      if (body.children[place] !== row) {
        body.insertBefore(row, body.children[place] ?? null);
      }
    });
    this.#table.hidden = shown.length === 0;
    this.#none.hidden = shown.length > 0;
  }

  #addRow(job) {
    const row = document.querySelector("#ingest-template").content.cloneNode(true).firstElementChild;
    const button = row.querySelector(".stop");
    button.setAttribute("aria-label", `Stop ingest ${job.session_id}`);
    button.addEventListener("click", () => this.#stop(button, job.job_id));
    this.#rows.set(job.job_id, row);
    return row;
  }

  #fill(row, job) {
    const running = job.state === "running";
    const part = (selector) => row.querySelector(selector);
    part(".session").textContent =
      job.replica_index > 0 ? `${job.session_id} #${job.replica_index}` : job.session_id;
    part(".source").textContent = job.source;
    part(".pill").textContent = job.state;
    part(".pill").dataset.state = job.state;
    part(".fps").textContent = running && job.stats ? job.stats.fps.toFixed(1) : "";
    part(".bitrate").textContent = running && job.stats ? bitrateText(job.stats.bitrate) : "";
    part(".error").textContent = job.last_error ?? "";
    part(".stop").hidden = !running;
  }

  /// A recording that is stopped cannot be taken up again, so the first press only asks.
  async #stop(button, id) {
    if (!button.classList.contains("sure")) {
      button.classList.add("sure");
      button.textContent = "Really stop?";
      setTimeout(() => {
        button.classList.remove("sure");
        button.textContent = "Stop";
      }, SURE_MS);
      return;
    }
    button.disabled = true;
    try {
      await callJson("/runner/ingest/stop", { body: { job_id: id } });
    } catch (error) {
      this.#onError(error);
      button.disabled = false;
    }
  }
}
