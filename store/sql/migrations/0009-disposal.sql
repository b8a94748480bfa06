-- What is kept until when, and how it is destroyed.

-- Which happening ended for which entry: from the last one its retention is counted. Made from the log.
create table kept_since (
  org      integer not null,
  by_id    text collate "C" not null,
  register text collate "C" not null,
  entry    text collate "C" not null,
  at       bigint not null,
  primary key (org, by_id, register)
);
create index kept_since_entry on kept_since (org, entry);

-- That a disposal was carried out, written with it in one transaction: the certificate in the log is made from it.
create table disposed (
  org      integer not null,
  proposal bigint not null,
  approval bigint not null,
  bodies   integer not null,
  moved    integer not null,
  keys     text[] not null,
  primary key (org, proposal)
);

-- How long a body has to be kept at least from when it was recorded, in milliseconds, by the class of its data key; null:
-- for ever. A year is 365 days here; what is over by the calendar, the program says.
create function kept_at_least(class text) returns bigint language sql immutable set search_path = shouze, pg_temp as $$
  select case
    when class ~ '^body:(held\.)?days-[0-9]{1,6}(\.|$)' then substring(class from 'days-([0-9]+)')::bigint * 86400000
    when class ~ '^body:(held\.)?years-[0-9]{1,4}(\.|$)' then substring(class from 'years-([0-9]+)')::bigint * 31536000000
  end
$$;

-- Destroys the bodies that one person proposed and another agreed to, and the data keys that seal nothing any more. It is
-- the only way: the application's role may neither delete nor change a body. What is held and lies under a key that goes is
-- sealed anew first (m_…). A second call finds the first one's receipt. SZ001: another epoch holds the lease. SZ010: this is
-- not what two persons agreed to. SZ011: a body is not there, or its time is not over.
create function dispose(
  p_org integer, p_epoch bigint, p_proposal bigint, p_approval bigint, p_bodies bigint[],
  m_seq bigint[], m_key integer[], m_sealed bytea[], drafts_before bigint
) returns disposed language plpgsql security definer set search_path = shouze, pg_temp as $$
declare
  receipt disposed;
  proposal record;
  approval record;
  this_month text;
begin
  perform 1 from lease where org = p_org and epoch = p_epoch for share;
  if not found then
    raise exception 'lease of organisation % is not at epoch %', p_org, p_epoch using errcode = 'SZ001';
  end if;
  select * into receipt from disposed where org = p_org and disposed.proposal = p_proposal;
  if found then return receipt; end if;

  select id, convert_from(header, 'UTF8')::jsonb as header, convert_from(facts, 'UTF8')::jsonb -> 'facts' as facts
    into proposal from event where org = p_org and seq = p_proposal;
  select recorded, convert_from(header, 'UTF8')::jsonb as header, convert_from(facts, 'UTF8')::jsonb -> 'facts' as facts
    into approval from event where org = p_org and seq = p_approval;
  if proposal.header ->> 'register' is distinct from 'disposal'
    or approval.header ->> 'register' is distinct from 'disposal-approval'
    or proposal.header ->> 'type' is distinct from 'filed' or approval.header ->> 'type' is distinct from 'filed'
    or approval.facts ->> 'proposal' is distinct from proposal.id
    or coalesce(proposal.header ->> 'by' in (approval.header ->> 'by', 'system'), true)
    or coalesce(approval.header ->> 'by' = 'system', true)
    or encode(sha256(convert_to(array_to_string(p_bodies, ','), 'UTF8')), 'hex') is distinct from proposal.facts ->> 'list'
  then
    raise exception 'entries % and % do not agree to this list', p_proposal, p_approval using errcode = 'SZ010';
  end if;
  if exists (
    select from unnest(p_bodies || m_seq) as s (seq)
      left join body b on b.org = p_org and b.seq = s.seq
      left join event e on e.org = p_org and e.seq = s.seq
      left join data_key k on k.org = p_org and k.key_no = b.key_no
    where coalesce(e.recorded + kept_at_least(k.class) > approval.recorded, true)
  ) then
    raise exception 'a body of this list is not there or has to be kept' using errcode = 'SZ011';
  end if;

  this_month := to_char(to_timestamp((approval.recorded + 28800000) / 1000.0) at time zone 'UTC', 'YYYY-MM');
  perform set_config('shouze.disposing', 'on', true);
  update body b set key_no = m.key_no, sealed = m.sealed
    from unnest(m_seq, m_key, m_sealed) as m (seq, key_no, sealed) where b.org = p_org and b.seq = m.seq;
  delete from body where org = p_org and seq = any (p_bodies);
  perform set_config('shouze.disposing', '', true);
  delete from draft where org = p_org and saved < drafts_before;
  with gone as (
    delete from data_key k where k.org = p_org and k.month <> '' and k.month < this_month
      and (kept_at_least(k.class) is not null or k.class = 'draft')
      and not exists (select from body b where b.org = k.org and b.key_no = k.key_no)
      and not exists (select from draft d where d.org = k.org and d.key_no = k.key_no)
    returning k.key_no, k.class, k.month
  )
  insert into disposed (org, proposal, approval, bodies, moved, keys)
  select p_org, p_proposal, p_approval, cardinality(p_bodies), cardinality(m_seq),
    coalesce((select array_agg(format('%s %s %s', key_no, class, month) order by class, month) from gone), '{}')
  returning * into receipt;
  return receipt;
end $$;

-- Against our own mistakes, the owner's too, as for the log itself.
create function refuse_body_change() returns trigger language plpgsql as $$
begin
  if current_setting('shouze.disposing', true) = 'on' then return null; end if;
  raise exception '% on % is refused: what is kept goes by disposal alone', tg_op, tg_table_name using errcode = '23001';
end $$;
create trigger body_stays before update or delete or truncate on body
  for each statement execute function refuse_body_change();
alter table body enable always trigger body_stays;

-- The lists are made anew, with what they now hold.
delete from projected;

insert into application_right (object, may) values
  ('disposed', 'select'), ('kept_since', 'select, insert, update, delete'),
  ('function dispose', 'execute'), ('function kept_at_least', 'execute');
