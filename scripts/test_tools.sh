# See that the tests have a Chromium and the HTML checker: fetch each where that is allowed.
# Tests that lack theirs say loudly that they did not run, so this never fails.
set -u

have() {
    command -v "$1" >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_chromium() {
    echo "Installing Chromium for the browser tests"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends chromium >/dev/null
}

if ! have chromium && ! have chromium-browser && ! have google-chrome && have apt-get; then
    as_root true 2>/dev/null && { install_chromium || echo "Chromium could not be installed" >&2; }
fi
if have java && have npm; then
    .venv/bin/python scripts/vendor.py --checker || echo "The HTML checker was not fetched" >&2
fi
exit 0
