#!/bin/sh
# Makes .venv from requirements.lock with the first suitable Python; run by make.
set -eu
cd "$(dirname "$0")/.."

suits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
seen=''
python=''
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
	command -v "$candidate" >/dev/null 2>&1 || continue
	if "$candidate" -c "$suits" 2>/dev/null; then python=$candidate; break; fi
	seen="$seen
  $(command -v "$candidate"): $("$candidate" --version 2>&1 || true), too old or without venv and ensurepip"
done
if [ -z "$python" ]; then
	echo "OneDistrict needs Python 3.11 or newer with venv and ensurepip.${seen:-
  No python3 in PATH.}
On Debian or Ubuntu: apt install python3 python3-venv. Or name one: make PYTHON=/path/to/python3" >&2
	exit 1
fi

if ! .venv/bin/python -c "$suits" 2>/dev/null; then
	echo "Making .venv with $("$python" --version)"
	"$python" -m venv --clear .venv
fi
echo "Installing what requirements.lock names"
pip='.venv/bin/python -m pip --disable-pip-version-check --quiet --no-input'
$pip install --require-hashes -r requirements.lock
$pip install --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q chassis contracts deploy gateway services
touch .venv/installed
