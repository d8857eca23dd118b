-- The three roles and the database. Safe to run twice. The superuser runs it, here and in docker-compose.yml.
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name)
  FROM unnest(ARRAY['pumasi_owner', 'pumasi_app', 'pumasi_relay']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

SELECT 'CREATE DATABASE pumasi OWNER pumasi_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'pumasi')
\gexec

REVOKE ALL ON DATABASE pumasi FROM PUBLIC;
GRANT CONNECT ON DATABASE pumasi TO pumasi_app, pumasi_relay;

\connect pumasi

ALTER SCHEMA public OWNER TO pumasi_owner;
GRANT USAGE ON SCHEMA public TO pumasi_app, pumasi_relay;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
