-- The three roles and the database, for the embedded cluster and for docker-compose alike; safe to run again.
-- Variables: owner_password, app_password, auditor_password. What each may touch is granted by the migrations.
select 'create role claimdesk_owner login' where not exists (select from pg_roles where rolname = 'claimdesk_owner') \gexec
select 'create role claimdesk_app login' where not exists (select from pg_roles where rolname = 'claimdesk_app') \gexec
select 'create role claimdesk_auditor login' where not exists (select from pg_roles where rolname = 'claimdesk_auditor') \gexec
alter role claimdesk_owner nosuperuser nocreaterole createdb nobypassrls password :'owner_password';
alter role claimdesk_app nosuperuser nocreaterole nocreatedb nobypassrls password :'app_password';
alter role claimdesk_auditor nosuperuser nocreaterole nocreatedb nobypassrls password :'auditor_password';
alter role claimdesk_auditor set default_transaction_read_only = on;
select 'create database claimdesk owner claimdesk_owner' where not exists (select from pg_database where datname = 'claimdesk') \gexec
revoke all on database claimdesk from public;
grant connect on database claimdesk to claimdesk_app, claimdesk_auditor;
grant temporary on database claimdesk to claimdesk_app;  -- thousands of rows at once are copied into one first
\connect claimdesk
alter schema public owner to claimdesk_owner;
revoke all on schema public from public;
grant usage on schema public to claimdesk_app, claimdesk_auditor;
