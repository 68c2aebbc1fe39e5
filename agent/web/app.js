// The dashboard: asks the agent for its jobs every second and shows them.
import { AgentError, KeyError, callJson, hasKey } from "./api.js";
import { IngestTable } from "./ingest_table.js";
import { askForKey } from "./key_dialog.js";
import { LiveSlots } from "./live_slots.js";
import { PreviewCard } from "./preview_card.js";

const POLL_MS = 1000;
const POLL_TIMEOUT_MS = 5000;
const NOTICE_MS = 6000;

const element = (id) => document.querySelector(`#${id}`);
const cards = new Map();
const slots = new LiveSlots();
const ingests = new IngestTable(showProblem);
let noticeUntil = 0;

function showLink(state, text) {
  element("link").dataset.state = state;
  document.body.dataset.link = state;
  element("link").textContent = text;
}

function showBanner(text) {
  element("banner").textContent = text;
  element("banner").hidden = false;
}

/// Something the user asked for did not work; said for a while.
function showProblem(error) {
  if (error instanceof AgentError) {
    noticeUntil = Date.now() + NOTICE_MS;
    showBanner(`The agent refused: ${error.message}`);
  }
  // That the agent is gone, or wants a key, shows at the next poll.
}

function showPreviews(jobs) {
  const shown = jobs.filter((job) => job.state !== "stopped" && !cards.get(job.job_id)?.dismissed);
  const ids = new Set(jobs.map((job) => job.job_id));
  const shownIds = new Set(shown.map((job) => job.job_id));
  for (const [id, card] of cards) {
    if (!shownIds.has(id)) {
      card.setLive(false);
      card.element.remove();
      if (!ids.has(id) || !card.dismissed) {
        cards.delete(id);
      }
    }
  }
  for (const job of shown) {
    if (!cards.has(job.job_id)) {
      cards.set(job.job_id, new PreviewCard(job, showProblem));
      element("previews").prepend(cards.get(job.job_id).element);
    }
    cards.get(job.job_id).update(job);
  }
  element("no-previews").hidden = shown.length > 0;
  slots.assign(shown.map((job) => cards.get(job.job_id)).reverse());
}

function showCounts(previews, ingestJobs) {
  const running = (jobs) => jobs.filter((job) => job.state === "running").length;
  const count = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;
  element("counts").textContent =
    `${count(running(previews), "preview")}, ${count(running(ingestJobs), "ingest")} running`;
}

function showStartCommand() {
  const key = hasKey() ? " -H \"Authorization: Bearer $RUNNER_API_KEY\"" : "";
  element("start-command").textContent =
    `curl${key} ${location.origin}/runner/preview/start \\\n  -d '{"source_uri_ref": "scene:court"}'`;
}

function show(jobs) {
  const previews = jobs.filter((job) => job.kind === "preview");
  const ingestJobs = jobs.filter((job) => job.kind === "ingest");
  showLink("up", "Connected");
  showCounts(previews, ingestJobs);
  showPreviews(previews);
  ingests.update(ingestJobs);
  showStartCommand();
  if (Date.now() > noticeUntil) {
    element("banner").hidden = true;
  }
}

async function poll() {
  try {
    show((await callJson("/runner/jobs", { signal: AbortSignal.timeout(POLL_TIMEOUT_MS) })).jobs);
  } catch (error) {
    if (error instanceof KeyError) {
      showLink("connecting", "Key needed");
      await askForKey();
      return poll();
    }
    showLink("down", "Not connected");
    showBanner(error instanceof AgentError
      ? `The agent answers with an error: ${error.message}`
      : "The agent does not answer. Is it still running? This page goes on trying.");
  }
}

element("copy-command").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(element("start-command").textContent);
    element("copy-command").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(element("start-command"));  // to be copied by hand
  }
  setTimeout(() => { element("copy-command").textContent = "Copy"; }, 1500);
});
document.addEventListener("visibilitychange", () => slots.assign([...cards.values()]));

for (;;) {
  await poll();
  await new Promise((resume) => setTimeout(resume, POLL_MS));
}
