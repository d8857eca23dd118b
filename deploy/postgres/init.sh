#!/bin/sh
# Runs once, when the database is empty: the roles, their passwords, and the database.
set -eu

pumasi_psql() { psql -X -v ON_ERROR_STOP=1 --username postgres --dbname postgres "$@"; }

pumasi_psql --file "${PUMASI_ROLES:-/etc/pumasi/roles.sql}"
for role in owner app relay; do
    pumasi_psql -v role="pumasi_$role" -v password="$(cat "${PUMASI_SECRETS:-/run/secrets}/${role}_password")" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
