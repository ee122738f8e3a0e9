-- Once, as the server's superuser: psql -v owner_password=... -v app_password=... -f deploy/roles.sql
SET password_encryption = 'scram-sha-256';
CREATE ROLE throughline_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE throughline_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE throughline OWNER throughline_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
\connect throughline
GRANT USAGE ON SCHEMA public TO throughline_app;
ALTER DEFAULT PRIVILEGES FOR ROLE throughline_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO throughline_app;
ALTER DEFAULT PRIVILEGES FOR ROLE throughline_owner GRANT USAGE, SELECT ON SEQUENCES TO throughline_app;
