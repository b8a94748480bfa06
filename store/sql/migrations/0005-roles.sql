-- What the application's role may do: the smallest that works. Called by the owner after every migration.

create function grant_application(application name) returns void language plpgsql set search_path = shouze, pg_temp
as $$
declare
  grantee text := quote_ident(application);
begin
  execute 'grant usage on schema shouze to ' || grantee;
  execute 'revoke all on all tables in schema shouze from ' || grantee;
  execute 'grant select on organisation to ' || grantee;
  execute 'grant select, insert on event, body, checkpoint, tile, answer, data_key to ' || grantee;
  execute 'grant select, insert, update on lease to ' || grantee;
  execute 'grant select, insert, update, delete on outbox, slice, folded, entry, moved, exact, undone, clause_month, projected, '
    || 'credential, session, draft to ' || grantee;
  execute 'revoke all on all functions in schema shouze from public';
  execute 'grant execute on function append, write_slices to ' || grantee;
end $$;
