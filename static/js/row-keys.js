/**
 * Keys for a list of rows: j and k go down and up, x ticks a row, a ticks all; Enter opens, as on
 * any link. They work only while the focus is inside the list, and never with Ctrl, Alt or Meta.
 */
export default function rowKeys(list) {
  const rows = [...list.querySelectorAll("tbody tr")];
  const rowOf = (element) => rows.indexOf(element.closest("tr"));
  const box = (row) => row.querySelector("input[type=checkbox]");

  const go = (from, step) => {
    const next = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step));
    rows[next].querySelector("a").focus();
  };
  const tickAll = () => {
    const every = rows.every((row) => box(row).checked);
    for (const row of rows) box(row).checked = !every;
  };
  const acts = {
    j: (at) => go(at, 1),
    k: (at) => go(at, -1),
    x: (at) => { if (at >= 0) box(rows[at]).checked = !box(rows[at]).checked; },
    a: tickAll,
  };

  list.addEventListener("keydown", (event) => {
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act(rowOf(event.target));
    mark();
  });

  const mark = () => {
    for (const row of rows) row.classList.toggle("mj-sel", box(row).checked);
  };
  list.addEventListener("change", mark);
  mark();
}
