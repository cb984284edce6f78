"""What is said of files that can't be taken."""

NOT_ALLOWED = "请选择 jpg、png、webp 或 pdf 文件"
DAMAGED = "文件已损坏，无法打开，请重新选择"
