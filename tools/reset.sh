#!/usr/bin/env bash
# Removes what the demo and the embedded servers have stored in this checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -d .claimdesk ]; then
  echo "There is no .claimdesk here: nothing to remove."
  exit 0
fi
if command -v flock >/dev/null && [ -f .claimdesk/postgres.lock ] && ! flock -n .claimdesk/postgres.lock true; then
  echo "Claimdesk still runs on .claimdesk: stop it first." >&2
  exit 1
fi
echo "Removing the database, the workflows and the files of the demo:"
du -sh .claimdesk/* | sed 's/^/  /'
rm -rf .claimdesk
