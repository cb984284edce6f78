/** Folds the open group of a menu when Escape is pressed, or when focus or pointer go elsewhere. */
export default function menu(nav) {
  const open = () => nav.querySelector("details[open]");

  nav.addEventListener("keydown", (event) => {
    const group = open();
    if (event.key !== "Escape" || !group) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
  const fold = (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  };
  document.addEventListener("pointerdown", fold);
  document.addEventListener("focusin", fold);
}
