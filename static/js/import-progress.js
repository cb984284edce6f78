/** Keeps the bar of an import moving, and shows the result when it is there. */
const PAUSE = 1500;

export default function importProgress(part) {
  const bar = part.querySelector("progress");
  const read = part.querySelector("b");

  const look = async () => {
    const now = await ask(part.dataset.source);
    if (now && !now.under_way) return location.reload();
    if (now) {
      bar.max = Math.max(now.total || 1, now.read);
      bar.value = now.read;
      read.textContent = now.read.toLocaleString("zh-CN");
    }
    setTimeout(look, PAUSE);
  };
  setTimeout(look, PAUSE);
}

async function ask(source) {
  try {
    const answer = await fetch(source);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // offline for a moment: the import goes on without us
  }
}
