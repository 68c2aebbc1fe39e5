// Asks for the agent's key.
import { hasKey, setKey } from "./api.js";

const dialog = document.querySelector("#key-dialog");
const input = document.querySelector("#key");

/// Resolves once a key has been typed in.
export function askForKey() {
  document.querySelector("#key-refused").hidden = !hasKey();
  input.value = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      if (input.value) {
        setKey(input.value.trim());
      }
      resolve();
    }, { once: true });
  });
}
