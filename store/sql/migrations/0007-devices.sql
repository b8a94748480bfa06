-- Computers that several people use in turn. Which there are is in the log; here is how one is known, and who may
-- change persons at it by a short number.

create table device (
  org        integer not null,
  device     text collate "C" not null,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  enrolled   bigint not null,
  seen       bigint not null,
  primary key (org, device)
);

-- `signed`: when he last gave his whole password here. `pin` is made with the token of this computer, which is not kept.
create table device_user (
  org      integer not null,
  device   text collate "C" not null,
  account  text collate "C" not null,
  pin      text,
  failures integer not null default 0,
  signed   bigint not null,
  seen     bigint not null,
  primary key (org, device, account)
);

-- `kind`: by the whole password, or by the short number. `idle`: how long it may stand unused, where that is less.
alter table session
  add column kind   text not null default 'full' check (kind in ('full', 'pin')),
  add column device text collate "C",
  add column idle   bigint;

create or replace function grant_application(application name) returns void language plpgsql
set search_path = shouze, pg_temp as $$
declare
  grantee text := quote_ident(application);
begin
  execute 'grant usage on schema shouze to ' || grantee;
  execute 'revoke all on all tables in schema shouze from ' || grantee;
  execute 'grant select on organisation to ' || grantee;
  execute 'grant select, insert on event, body, checkpoint, tile, answer, data_key to ' || grantee;
  execute 'grant select, insert, update on lease to ' || grantee;
  execute 'grant select, insert, update, delete on outbox, slice, folded, entry, moved, exact, undone, owed, owed_month, '
    || 'entry_month, sent, setting, projected, credential, session, draft, device, device_user to ' || grantee;
  execute 'revoke all on all functions in schema shouze from public';
  execute 'grant execute on function append, write_slices to ' || grantee;
end $$;
