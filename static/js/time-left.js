/** Says in time that what was typed will soon be forgotten by the server. */
const WARNING = 5;

export default function timeLeft(words) {
  const minutes = Number(words.dataset.minutes);
  setTimeout(() => {
    words.setAttribute("role", "alert");
    words.className = "mj-note mj-note-warn";
    words.textContent = `还有 ${WARNING} 分钟，填写的内容就会被清除。点“继续”可以再保留 ${minutes} 分钟。`;
  }, (minutes - WARNING) * 60_000);
}
