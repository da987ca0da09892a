#!/bin/bash
# Double click on macOS: sets up and opens the course. Needs Python 3.11 or newer from python.org.
cd "$(dirname "$0")" || exit 1
for name in python3.13 python3.12 python3.11 python3.14 python3; do
  if command -v "$name" >/dev/null 2>&1; then
    "$name" start.py "$@"
    code=$?
    [ "$code" -eq 0 ] || read -r -p "Press Enter to close this window. "
    exit "$code"
  fi
done
echo "Python was not found. Install Python 3.13 from python.org and double click start.command again."
read -r -p "Press Enter to close this window. "
exit 1
