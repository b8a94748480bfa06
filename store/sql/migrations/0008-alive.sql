-- When the writer of an organisation last showed a sign of life, by the organisation's own clock: what fell due between
-- that instant and the next start was our outage. And in whose stead an entry was made.

create table alive (
  org integer primary key,
  at  bigint not null
);

alter table entry add column stead text collate "C";
create index entry_stead on entry (org, stead, recorded) where stead is not null;

-- What the application's role may do, a row for each table or function: a further migration adds its rows and no more.
create table application_right (
  object text collate "C" primary key,
  may    text not null
);
insert into application_right (object, may) values
  ('organisation', 'select'),
  ('event', 'select, insert'), ('body', 'select, insert'), ('checkpoint', 'select, insert'), ('tile', 'select, insert'),
  ('answer', 'select, insert'), ('data_key', 'select, insert'),
  ('lease', 'select, insert, update'), ('alive', 'select, insert, update'),
  ('outbox', 'select, insert, update, delete'), ('slice', 'select, insert, update, delete'),
  ('folded', 'select, insert, update, delete'), ('entry', 'select, insert, update, delete'),
  ('moved', 'select, insert, update, delete'), ('exact', 'select, insert, update, delete'),
  ('undone', 'select, insert, update, delete'), ('owed', 'select, insert, update, delete'),
  ('owed_month', 'select, insert, update, delete'), ('entry_month', 'select, insert, update, delete'),
  ('sent', 'select, insert, update, delete'), ('setting', 'select, insert, update, delete'),
  ('projected', 'select, insert, update, delete'), ('credential', 'select, insert, update, delete'),
  ('session', 'select, insert, update, delete'), ('draft', 'select, insert, update, delete'),
  ('device', 'select, insert, update, delete'), ('device_user', 'select, insert, update, delete'),
  ('function append', 'execute'), ('function write_slices', 'execute');

create or replace function grant_application(application name) returns void language plpgsql
set search_path = shouze, pg_temp as $$
declare
  grantee text := quote_ident(application);
  item record;
begin
  execute 'grant usage on schema shouze to ' || grantee;
  execute 'revoke all on all tables in schema shouze from ' || grantee;
  execute 'revoke all on all functions in schema shouze from public';
  for item in select object, may from application_right order by object loop
    execute 'grant ' || item.may || ' on ' || item.object || ' to ' || grantee;
  end loop;
end $$;
