/** Suggests the names of known companies while a name is typed. */
const WAIT = 250;
const LEAST = 2;

export default function companyLookup(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let asked = "";

  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const words = input.value.trim();
      if (words.length < LEAST || words === asked) return;
      asked = words;
      const names = await namesLike(input.dataset.source, words);
      if (input.value.trim() === words) show(list, names);
    }, WAIT);
  };
  input.addEventListener("input", look);
  if (document.activeElement === input) look(); // words typed before this script was here
}

async function namesLike(source, words) {
  try {
    const answer = await fetch(`${source}?q=${encodeURIComponent(words)}`);
    return answer.ok ? (await answer.json()).names : [];
  } catch {
    return []; // Suggestions are a convenience: without them the page asks after submitting.
  }
}

function show(list, names) {
  list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
}
