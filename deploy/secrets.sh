#!/bin/sh
# Makes the secrets of docker-compose.yml in deploy/secrets. What is there already stays as it is.
set -eu
cd "$(dirname "$0")"

# The folder is closed; the files are open, for the user inside the containers sees each file alone.
mkdir -p secrets
chmod 700 secrets
umask 022

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "secrets/$1" ] || printf %s "$2" >"secrets/$1"; }

keep secret_key "$(random)"
keep vapid_private_key "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')"
keep superuser_password "$(random)"
for role in owner app relay; do
    keep "${role}_password" "$(random)"
done
url() { echo "postgresql://pumasi_$1:$(cat "secrets/$1_password")@postgres/pumasi"; }
keep database_url "$(url app)"
keep database_owner_url "$(url owner)"
keep database_relay_url "$(url relay)"
