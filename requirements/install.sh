#!/bin/sh
# install.sh PYTHON LOCK: installs what a lock names, and this project as it stands, into the environment of PYTHON.
# uv does it in a tenth of the time; where uv cannot reach what pip is configured for, pip does it.
set -eu
python=$1
lock=$2
pip="$python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps"
uv="$python -m uv pip install --quiet --no-deps --python $python"

$pip --require-hashes -r requirements/installer.txt
index=${PIP_INDEX_URL:-$($python -m pip config get global.index-url 2>/dev/null || true)}
if [ -n "$index" ]; then
  export UV_DEFAULT_INDEX="$index"
fi
# The authorities that this machine trusts, as pip does.
export UV_NATIVE_TLS=1

if ! $uv --require-hashes -r "$lock"; then
  echo "uv could not install $lock; pip does it, which takes minutes" >&2
  $pip --require-hashes -r "$lock"
fi
$pip --no-build-isolation --editable .
