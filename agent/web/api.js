// Calls to the agent, with the key where it asks for one.

const KEY = "gimbal-key";

/// The agent refused the key, or asks for one.
export class KeyError extends Error {}

/// The agent answered with an error of its own.
export class AgentError extends Error {}

export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

export function setKey(key) {
  sessionStorage.setItem(KEY, key);
}

function describe(detail) {
  return Array.isArray(detail)
    ? detail.map((error) => `${error.loc.slice(1).join(".")}: ${error.msg}`).join("; ")
    : String(detail);
}

/// A reply with status 200. Rejects with TypeError where the agent cannot be reached.
export async function call(path, { body, signal } = {}) {
  const headers = {};
  if (hasKey()) {
    headers.Authorization = `Bearer ${sessionStorage.getItem(KEY)}`;
  }
  const response = await fetch(path, {
    method: body ? "POST" : "GET",
    body: body && JSON.stringify(body),
    headers,
    signal,
    cache: "no-store",
  });
  if (response.ok) {
    return response;
  }
  const detail = describe((await response.json().catch(() => ({}))).detail ?? response.statusText);
  throw response.status === 401 || response.status === 403
    ? new KeyError(detail) : new AgentError(detail);
}

export async function callJson(path, options) {
  return (await call(path, options)).json();
}
