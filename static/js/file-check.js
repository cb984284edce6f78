/** Says before the upload that a file is too large, or that there are too many. */
const MEGABYTE = 1024 * 1024;

export default function fileCheck(input) {
  const largest = Number(input.dataset.maxBytes);
  const most = Number(input.dataset.maxFiles);
  const words = document.createElement("p");
  words.className = "mj-err";
  words.setAttribute("role", "alert");
  input.before(words);

  const check = () => {
    const fault = faultOf([...input.files], largest, most);
    if (fault) input.value = "";
    return fault;
  };
  input.addEventListener("change", () => {
    document.getElementById(`${input.id}-e`)?.remove(); // what was wrong with the files before
    words.textContent = check();
  });
  words.textContent = check(); // on a slow network files are chosen before this script is here
}

function faultOf(files, largest, most) {
  const large = files.find((file) => file.size > largest);
  if (large) return `“${large.name}”有 ${(large.size / MEGABYTE).toFixed(1)}MB，文件不能大于 ${largest / MEGABYTE}MB`;
  if (files.length > most) return `还可以上传 ${most} 个文件，您选了 ${files.length} 个`;
  return "";
}
