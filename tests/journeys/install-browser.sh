#!/bin/sh
# Journeys need a browser: CHROMIUM names one, or it is found on the PATH. Where there is none and
# this user may install packages with apt, Debian's is installed, with a Chinese font; else the
# journeys are skipped, and pytest says so.
set -eu

[ -z "${CHROMIUM:-}" ] || exit 0
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
	! command -v "$name" >/dev/null || exit 0
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "No browser found: the journeys are skipped. Install chromium, or set CHROMIUM." >&2
	exit 0
fi
echo "Installing a browser and a Chinese font for the journeys"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && for browser in chromium-headless-shell chromium; do
	apt-get install -qq --yes --no-install-recommends "$browser" fonts-noto-cjk >/dev/null && exit 0
done || echo "The browser could not be installed: the journeys are skipped." >&2
