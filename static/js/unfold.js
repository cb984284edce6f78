/** Opens on wide screens what is folded for phones, in browsers whose style sheet can't. */
export default function unfold(details) {
  const canStyle = CSS.supports("selector(::details-content)");
  if (!canStyle && matchMedia("(min-width: 48em)").matches) details.open = true;
}
