#!/usr/bin/env bash
# Run by action.yml: checks the inputs with launchcheck, and sets outputs for later steps.
# The only argument is the folder with the commands; the inputs are environment variables.
set -uo pipefail
bin=$1
report=$(mktemp)

options=(--fail-on "$FAIL_ON" --format terminal --format "json=$report")
while IFS= read -r line; do [ -z "$line" ] || options+=(--checklist "$line"); done <<<"$CHECKLIST"
while IFS= read -r line; do [ -z "$line" ] || options+=(--format "$line"); done <<<"$FORMAT"
while IFS= read -r line; do [ -z "$line" ] || paths+=("$line"); done <<<"$PATHS"

"$bin/launchcheck" validate "${options[@]}" -- ${paths[@]+"${paths[@]}"}
code=$?
"$bin/python" "$(dirname "$0")/outputs.py" "$report" >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
