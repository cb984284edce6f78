"""Which files are taken, and what is said of those that are not. Pure."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NOT_ALLOWED = "请选择 jpg、png、webp 或 pdf 文件"
DOCUMENT_NOT_ALLOWED = "请选择 pdf、docx、xlsx、jpg、png 或 webp 文件"
DAMAGED = "文件已损坏，无法打开，请重新选择"
TOO_COMPLEX = "文件太复杂，无法检查。请重新导出，或者分成几个文件再上传"
UNREADABLE = "文件太复杂，无法检查里面的文字。请重新导出，或者分成几个文件再上传"
MOST_CHARACTERS = 200_000
TOO_LONG = f"文件里的文字超过 {MOST_CHARACTERS // 10_000} 万字，请分成几个文件再上传"
