#!/bin/sh
# Runs once, when the PostgreSQL container makes its cluster: our roles and database, and Temporal's two.
set -eu
psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" \
  -v auditor_password="$AUDITOR_PASSWORD" -f /roles.sql
psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v password="$TEMPORAL_PASSWORD" <<'SQL'
create role temporal login password :'password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke all on database temporal, temporal_visibility from public;
SQL
