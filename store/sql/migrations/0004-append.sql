-- The two ways in which the writer writes, one round trip each.

-- Appends one batch: all of it or nothing. SZ001: another epoch holds the lease. SZ002: the log does not end where
-- the batch begins. The share lock on the lease makes a takeover wait for this append, and this append see a takeover.
create function append(
  p_org integer, p_epoch bigint, p_first bigint,
  e_id text[], e_because text[], e_corrects text[], e_recorded bigint[],
  e_header bytea[], e_facts bytea[], e_commitment bytea[], e_leaf bytea[],
  b_seq bigint[], b_key integer[], b_sealed bytea[],
  a_key bytea[], a_account text[], a_request bytea[], a_seq bigint[],
  o_seq bigint[], o_notice text[],
  c_size bigint, c_root bytea, c_note text,
  t_level integer[], t_idx bigint[], t_hashes bytea[]
) returns void language plpgsql security invoker set search_path = shouze, pg_temp as $$
declare
  log_size bigint;
begin
  perform 1 from lease where org = p_org and epoch = p_epoch for share;
  if not found then
    raise exception 'lease of organisation % is not at epoch %', p_org, p_epoch using errcode = 'SZ001';
  end if;
  select coalesce(max(seq) + 1, 0) into log_size from event where org = p_org;
  if log_size <> p_first then
    raise exception 'log of organisation % holds % events, not %', p_org, log_size, p_first using errcode = 'SZ002';
  end if;
  if c_size <> p_first + cardinality(e_id) then
    raise exception 'checkpoint of % for a log of %', c_size, p_first + cardinality(e_id) using errcode = '22023';
  end if;

  insert into event (org, seq, id, because, corrects, recorded, header, facts, commitment, leaf)
  select p_org, p_first + e.n - 1, e.id, e.because, e.corrects, e.recorded, e.header, e.facts, e.commitment, e.leaf
  from unnest(e_id, e_because, e_corrects, e_recorded, e_header, e_facts, e_commitment, e_leaf) with ordinality
    as e (id, because, corrects, recorded, header, facts, commitment, leaf, n);
  if cardinality(b_seq) > 0 then
    insert into body (org, seq, key_no, sealed)
    select p_org, b.seq, b.key_no, b.sealed from unnest(b_seq, b_key, b_sealed) as b (seq, key_no, sealed);
  end if;
  if cardinality(a_key) > 0 then
    insert into answer (org, key, account, request, seq)
    select p_org, a.key, a.account, a.request, a.seq
    from unnest(a_key, a_account, a_request, a_seq) as a (key, account, request, seq);
  end if;
  if cardinality(o_seq) > 0 then
    insert into outbox (org, seq, notice)
    select p_org, o.seq, o.notice from unnest(o_seq, o_notice) as o (seq, notice);
  end if;
  insert into checkpoint (org, size, root, note) values (p_org, c_size, c_root, c_note);
  if cardinality(t_level) > 0 then
    insert into tile (org, level, idx, hashes)
    select p_org, t.level, t.idx, t.hashes from unnest(t_level, t_idx, t_hashes) as t (level, idx, hashes);
  end if;
end $$;

-- Writes the state behind. SZ003: what lies there reaches further than this, or was made by another fold, or is gone,
-- so that the changes alone would leave a mixture. With `p_all` every slice is replaced.
create function write_slices(
  p_org integer, p_size bigint, p_digest text, p_all boolean,
  s_key text[], s_value text[], s_wakes bigint[], gone text[]
) returns void language plpgsql security invoker set search_path = shouze, pg_temp as $$
begin
  if p_all then
    insert into folded as f (org, size, digest) values (p_org, p_size, p_digest)
    on conflict (org) do update set size = excluded.size, digest = excluded.digest where f.size <= excluded.size;
  else
    update folded set size = p_size where org = p_org and digest = p_digest and size <= p_size;
  end if;
  if not found then
    raise exception 'slices of organisation % cannot go on to %', p_org, p_size using errcode = 'SZ003';
  end if;
  if p_all then
    delete from slice where org = p_org;
  elsif cardinality(gone) > 0 then
    delete from slice where org = p_org and key = any (gone);
  end if;
  insert into slice as s (org, key, value, wakes)
  select p_org, n.key, n.value, n.wakes from unnest(s_key, s_value, s_wakes) as n (key, value, wakes)
  on conflict (org, key) do update set value = excluded.value, wakes = excluded.wakes;
end $$;
