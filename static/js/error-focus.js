/** Moves to the summary of errors, so that it is read out and seen first. */
export default function errorFocus(summary) {
  summary.focus();
}
