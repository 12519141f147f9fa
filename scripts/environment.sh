# Make the virtual environment from the lock. Usage: environment.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

missing() {
    echo "box1 cannot be set up: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    missing "there is no $python; install it (Debian, Ubuntu: apt-get install python3 python3-venv)"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' ||
    missing "$python is not Python 3.11 to 3.14; name one that is (make setup PYTHON=python3.12)"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    missing "$python has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv)"

"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement requirements.lock
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --editable .
echo "box1 is set up in $folder; start it with: make run"
