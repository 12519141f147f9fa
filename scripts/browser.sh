# See that the browser tests have a Chromium: install one where that is allowed, else leave it.
# The tests themselves say loudly when they did not run.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
command -v apt-get >/dev/null 2>&1 || exit 0
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    exit 0
fi
echo "Installing Chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq &&
    $as_root apt-get install -qq -y --no-install-recommends chromium >/dev/null ||
    echo "Chromium could not be installed" >&2
exit 0
