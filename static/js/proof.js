/**
 * Works out the proof that a form asks for when much comes in, while the person reads the page.
 * The form waits for it; without it, or without this script, the page says how to go on.
 */
const encoder = new TextEncoder();

export default function proof(form) {
  const field = form.elements.proof;
  const words = form.querySelector("[data-proof-words]");
  if (!field || !globalThis.crypto?.subtle) return;
  let waiting = null;

  form.addEventListener("submit", (event) => {
    if (field.value) return;
    waiting = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation(); // nothing was sent, so that a second click is not one too many
    words.textContent = "正在验证，完成后自动提交，请稍候。";
  }, { capture: true });

  words.textContent = "正在自动验证，不用您操作。";
  solve(JSON.parse(form.dataset.challenge)).then((solved) => {
    field.value = solved;
    words.textContent = "已自动验证，可以提交。";
    if (waiting) form.requestSubmit(waiting);
  });
}

async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const places = new DataView(password.buffer);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter += 1) {
    places.setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derived = hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derived.startsWith(keyPrefix)) {
      const text = JSON.stringify({ challenge, solution: { counter, derivedKey: derived } });
      return btoa(String.fromCharCode(...encoder.encode(text)));
    }
  }
}

function bytes(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16));
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
