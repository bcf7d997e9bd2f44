#!/usr/bin/env bash
# Run by action.yml: installs launchcheck into an environment of its own, so that the job's Python stays as it is.
# The arguments are a Python and the folder for the environment. Dependencies are those of requirements.txt, and if
# there is a BOARD to write those of board-requirements.txt: wheels only, and checked by their hashes; only these come
# from a cache, so that nothing in it can decide about the gate.
# Python runs with -I: otherwise, a file venv.py in the checkout would be run instead of the module.
set -euo pipefail
python=$1
folder=$2
here=$(dirname "$0")

case "${VERSION:-}" in
  launchcheck | [0-9]* | v[0-9]*)
    echo "::error title=launchcheck::version must be a wheel, a git URL or a requirement of your own index, not $VERSION; the version of this action is what follows @ in uses"
    exit 2
    ;;
esac

"$python" -I -m venv --clear "$folder"
bin=$folder/bin
[ -d "$bin" ] || bin=$folder/Scripts # on Windows

install() { "$bin/python" -I -m pip install --quiet --disable-pip-version-check "$@"; }

if [ -n "${VERSION:-}" ]; then
  install --no-cache-dir "$VERSION"
else
  install --require-hashes --only-binary :all: --requirement "$here/requirements.txt"
  install --no-cache-dir --no-deps --no-build-isolation "$here/.."
fi
[ -z "${BOARD:-}" ] || install --require-hashes --only-binary :all: --requirement "$here/board-requirements.txt"
