/** Lets a device make or sign what `data-options` asks for, and sends the form with its answer. */
const WORDS = {
  unsupported: "这个浏览器不支持通行密钥，请用密码和动态口令登录，或者换一个浏览器。",
  refused: "设备没有完成，可能是取消了、超时了，或者这个设备上没有（或已经有）本站的通行密钥。可以再试一次。",
};

export default function passkey(form) {
  const told = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  form.querySelector("[data-plain]").hidden = true;
  button.hidden = false;
  if (!window.PublicKeyCredential) {
    told.textContent = WORDS.unsupported;
    button.disabled = true;
    return;
  }
  const ask = async () => {
    button.disabled = true;
    told.textContent = "请按浏览器和设备的提示操作。";
    try {
      form.elements.answer.value = JSON.stringify(await answerOf(form));
      form.submit();
    } catch {
      told.textContent = WORDS.refused;
      button.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

async function answerOf(form) {
  const publicKey = JSON.parse(form.dataset.options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const known of [...(publicKey.excludeCredentials ?? []), ...(publicKey.allowCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  const act = form.dataset.act === "create" ? "create" : "get";
  const made = await navigator.credentials[act]({ publicKey });
  const { response } = made;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return {
    id: made.id,
    rawId: made.id,
    type: made.type,
    clientExtensionResults: {},
    response: Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])])),
  };
}

function bytes(words) {
  const plain = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
