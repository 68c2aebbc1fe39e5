// Shares the few connections a browser has for one host among the previews.

// A browser opens six: four streams, one for stills in turn, one for everything else.
const LIVE = 4;
const STILL_MS = 400;

export class LiveSlots {
  #stills = [];

  constructor() {
    this.#refreshStills();
  }

  /// Gives streams to the previews touched last; the others get stills.
  assign(cards) {
    const running = document.hidden ? [] : cards.filter((card) => card.running);
    const ranked = [...running].sort((a, b) => b.lastTouched - a.lastTouched);
    const live = new Set(ranked.slice(0, LIVE));
    for (const card of cards) {
      card.setLive(live.has(card));
    }
    this.#stills = running.filter((card) => !live.has(card));
  }

  async #refreshStills() {
    for (let turn = 0; ; ++turn) {
      await new Promise((resume) => setTimeout(resume, STILL_MS));
      if (this.#stills.length > 0) {
        await this.#stills[turn % this.#stills.length].refresh();
      }
    }
  }
}
