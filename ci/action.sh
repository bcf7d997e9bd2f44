#!/usr/bin/env bash
# Run by action.yml: checks the inputs with launchcheck, and sets outputs for later steps.
# The only argument is the environment that install.sh made; the inputs are environment variables.
set -uo pipefail
bin=$1/bin
[ -d "$bin" ] || bin=$1/Scripts # on Windows
report=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/launchcheck-$$.json # a path that a Windows program takes, too

options=(--fail-on "$FAIL_ON" --format terminal --format "json=$report")

# The base of a pull request judges the change; a shallow checkout does not have it yet.
policy=${POLICY_FROM:-}
base=${GITHUB_BASE_REF:-}
if [ -z "$policy" ] && [ -n "$base" ]; then
  policy="refs/remotes/origin/$base"
  if ! git rev-parse --verify --quiet "$policy^{commit}" >/dev/null; then
    depth=()
    [ "$(git rev-parse --is-shallow-repository)" = false ] || depth=(--depth=1)
    if ! git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} origin "+refs/heads/$base:$policy"; then
      echo "::error title=launchcheck::The base $base cannot be fetched; set fetch-depth: 0 for actions/checkout, or policy-from: none"
      exit 2
    fi
  fi
fi
[ -z "$policy" ] || [ "$policy" = none ] || options+=(--policy-from "$policy")
[ -z "${AGAINST:-}" ] || options+=(--against "$AGAINST")
[ -z "${CONFIG:-}" ] || options+=(--config "$CONFIG")
[ -z "${BOARD:-}" ] || options+=(--format "html=$BOARD")
while IFS= read -r line; do [ -z "$line" ] || options+=(--checklist "$line"); done <<<"$CHECKLIST"
while IFS= read -r line; do [ -z "$line" ] || options+=(--format "$line"); done <<<"$FORMAT"
while IFS= read -r line; do [ -z "$line" ] || paths+=("$line"); done <<<"$PATHS"

"$bin/launchcheck" validate "${options[@]}" -- ${paths[@]+"${paths[@]}"}
code=$?
"$bin/python" "$(dirname "$0")/outputs.py" "$report" >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
