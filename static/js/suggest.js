/** Offers names and numbers while one is typed: a combobox. Without it the form just searches. */
const WAIT = 120;
const HELD_BY_IME = 229; // the key code of a key that an input method keeps to itself

let lists = 0;

export default function suggest(form) {
  const input = form.elements.q;
  const list = listFor(form, `suggestions-${++lists}`);
  const status = statusAfter(form);
  let timer = 0;
  let asking = new AbortController();

  Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })
    .forEach(([name, value]) => input.setAttribute(name, value));

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function open(suggestions) {
    list.textContent = "";
    list.append(...suggestions.map((each, place) => optionFor(each, `${list.id}-${place}`)));
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = list.hidden ? "" : `有 ${suggestions.length} 条建议，按上下键选择`;
  }

  function choose(step) {
    const options = [...list.children];
    const before = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
    const place = before < 0 && step < 0 ? options.length - 1 : (before + step + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    options[place].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[place].id);
  }

  function ask() {
    clearTimeout(timer);
    asking.abort();
    const words = input.value.trim();
    if (!words) return close();
    timer = setTimeout(async () => {
      asking = new AbortController();
      const found = await suggestionsFor(form.dataset.source, words, asking.signal);
      if (found && document.activeElement === input) open(found);
    }, WAIT);
  }

  input.addEventListener("input", (event) => { if (!event.isComposing) ask(); });
  input.addEventListener("compositionstart", close);
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === HELD_BY_IME) {
      if (event.key === "Enter") event.preventDefault(); // it ends the composition, and sends nothing
      return;
    }
    const chosen = document.getElementById(input.getAttribute("aria-activedescendant"));
    if (list.hidden) {
      if (event.key !== "ArrowDown") return;
      ask();
    } else if (event.key === "ArrowDown") choose(1);
    else if (event.key === "ArrowUp") choose(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen) visit(chosen);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => visit(event.target.closest("[role=option]")));
  if (document.activeElement === input) ask(); // words typed before this script was here
}

function listFor(form, id) {
  const list = Object.assign(document.createElement("ul"), { id, className: "mj-options", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索建议");
  form.append(list);
  return list;
}

function statusAfter(form) {
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  form.after(status);
  return status;
}

function optionFor(suggestion, id) {
  const option = Object.assign(document.createElement("li"), { id, textContent: suggestion.text });
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = suggestion.url;
  option.append(" ", Object.assign(document.createElement("small"), { textContent: `${suggestion.label} ${suggestion.detail}` }));
  return option;
}

function visit(option) {
  if (option) location.assign(new URL(option.dataset.address).pathname);
}

async function suggestionsFor(source, words, signal) {
  try {
    const answer = await fetch(`${source}?q=${encodeURIComponent(words)}`, { signal });
    return answer.ok ? (await answer.json()).suggestions : [];
  } catch {
    return null; // typed on, or offline: the form still searches
  }
}
