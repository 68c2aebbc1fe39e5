// Where a camera points: the arithmetic of panning and zooming, and how often it is sent.

export const WIDE = Object.freeze({ center_x: 0.5, center_y: 0.5, zoom: 1 });
const MIN_ZOOM = 1;
const MAX_ZOOM = 4;

const clamp = (value, min, max) => Math.min(Math.max(value, min), max);

/// Keeps the crop inside the picture, so that a drag back takes effect at once.
function inside({ center_x, center_y, zoom }) {
  const half = 0.5 / zoom;
  return { center_x: clamp(center_x, half, 1 - half), center_y: clamp(center_y, half, 1 - half), zoom };
}

/// Moves by fractions of what is shown; positive shows more of the right and the bottom.
export function panned(framing, right, down) {
  return inside({
    center_x: framing.center_x + right / framing.zoom,
    center_y: framing.center_y + down / framing.zoom,
    zoom: framing.zoom,
  });
}

/// Multiplies the zoom and keeps what lies at (x, y), fractions of what is shown, where it is.
export function zoomed(framing, factor, x = 0.5, y = 0.5) {
  const zoom = clamp(framing.zoom * factor, MIN_ZOOM, MAX_ZOOM);
  const shift = 1 / framing.zoom - 1 / zoom;
  return inside({
    center_x: framing.center_x + (x - 0.5) * shift,
    center_y: framing.center_y + (y - 0.5) * shift,
    zoom,
  });
}

/// Sends values one at a time and not too often; of those that come meanwhile only the latest.
export class LatestSender {
  #send;
  #pauseMs;
  #busy = false;
  #next = null;

  constructor(send, pauseMs = 50) {
    this.#send = send;
    this.#pauseMs = pauseMs;
  }

  get busy() {
    return this.#busy;
  }

  async offer(value) {
    this.#next = value;
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    while (this.#next !== null) {
      const current = this.#next;
      this.#next = null;
      await this.#send(current);
      await new Promise((resume) => setTimeout(resume, this.#pauseMs));
    }
    this.#busy = false;
  }
}
