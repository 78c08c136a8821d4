/**
 * The account's budget in Redis, by the rules of core's budget in memory (readings, resets of a fixed window, pauses
 * and probes), in one atomic script with Redis's own time.
 *
 * KEYS, all of one hash slot: the state (hash), ended requests (by their end), those under way (by the end of their
 * lease), and when each was sent and what its answer said (hash). A request's name ends in its units.
 * ARGV: operation, epoch, limit, window, reserve, lease (milliseconds), then what the operation needs:
 * - `take`: name
 * - `settle`: name, whether it counts (1 or 0), milliseconds since it was taken, whether it was answered (1 or 0), and
 *   limit, remaining, pause or ""
 * - `usage`: nothing
 * - `join`: limit or "", milliseconds of pause left, and for each request that Redis may not know of its name, `underWay`,
 *   `spent` or `free`, and the milliseconds since it was taken and since it ended. It may be repeated.
 *
 * Whoever comes with another epoch than the state's is told to join: Redis has forgotten what it had been told.
 */
export const script = `
local state, ended, underWay, details = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local op, epoch = ARGV[1], ARGV[2]
local limit, window, reserve, lease = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local call = redis.call

local function fresh()
  return { spent = 0, current = 0, flying = 0, foreign = 0, paused = 0, probe = '', last = 0, offset = 0, keep = 0 }
end
local s = fresh()
local stored = call('HGETALL', state)
for i = 1, #stored, 2 do s[stored[i]] = tonumber(stored[i + 1]) or stored[i + 1] end
-- One key that was evicted took with it what another sums up, or is summed up by it: all is to be told anew.
local function lost(sum, key) return sum > 0 and call('EXISTS', key) == 0 end
if not s.epoch or lost(s.spent, ended) or lost(s.flying, underWay) then
  call('DEL', state, ended, underWay, details)
  s = fresh()
end
if op ~= 'join' and s.epoch ~= epoch then return { 'Join' } end

-- A clock that is set back, or that of another server, goes on from where the last one stood.
local time = call('TIME')
local at = time[1] * 1000 + time[2] / 1000 + s.offset
if at < s.last then
  s.offset = s.offset + s.last - at
  at = s.last
end
s.last = at
if not s.epoch then s.epoch = 'e' .. time[1] .. '.' .. time[2] end

local margin = math.max(2, window / 2000)
local over = at - window - margin

local function unitsOf(name) return tonumber(string.match(name, '(%d+)$')) end
local function note(name, sent, used, current)
  call('HSET', details, name, string.format('%.3f %d %d', sent, used, current))
end
local function detail(name, otherwise)
  local sent, used, current = string.match(call('HGET', details, name) or '', '^(%S+) (%S+) (%S+)$')
  if not sent then return otherwise, -1, 1 end
  return tonumber(sent), tonumber(used), tonumber(current)
end
local function fly(name, sent)
  call('ZADD', underWay, sent + lease, name)
  s.flying = s.flying + unitsOf(name)
end
local function land(name)
  if call('ZREM', underWay, name) == 0 then return false end
  s.flying = s.flying - unitsOf(name)
  return true
end
local function count(name, endedAt, current)
  call('ZADD', ended, endedAt, name)
  s.spent = s.spent + unitsOf(name)
  if current == 1 then s.current = s.current + unitsOf(name) end
end
local function forget(name)
  local _, _, current = detail(name, at)
  s.spent = s.spent - unitsOf(name)
  if current == 1 then s.current = s.current - unitsOf(name) end
  call('HDEL', details, name)
end
local function uncount(name)
  if call('ZREM', ended, name) == 0 then return false end
  forget(name)
  return true
end

-- Who did not end before its lease was killed: its units count from then on, for nobody knows what became of them.
for _, name in ipairs(call('ZRANGEBYSCORE', underWay, '-inf', at)) do
  local endedAt = tonumber(call('ZSCORE', underWay, name))
  land(name)
  local _, _, current = detail(name, endedAt)
  count(name, endedAt, current)
end
if s.probe ~= '' and s.probe ~= 'wanted' and not call('ZSCORE', underWay, s.probe) then s.probe = 'wanted' end

local gone = call('ZRANGEBYSCORE', ended, '-inf', over)
for _, name in ipairs(gone) do forget(name) end
if #gone > 0 then call('ZREMRANGEBYSCORE', ended, '-inf', over) end
if s.refEnded and s.refEnded <= over then
  s.refEnded = nil
  s.foreign = 0
end
-- What was lost of the details may have left a difference.
if call('ZCARD', ended) == 0 then s.current = 0 end

local function each(visit)
  -- mostly the first of them is enough
  local from, size = 0, 2
  while true do
    local page = call('ZRANGE', ended, from, from + size - 1, 'WITHSCORES')
    for i = 1, #page, 2 do
      if visit(page[i], tonumber(page[i + 1])) then return end
    end
    if #page < 2 * size then return end
    from, size = from + size, 64
  end
end

-- Our own units that the server can have seen when it answered at such a time.
local function seen(answered)
  local units = s.current
  each(function(name, endedAt)
    local sent, _, current = detail(name, endedAt)
    if sent > answered - window then return true end
    if current == 1 then units = units - unitsOf(name) end
  end)
  return units
end

-- A fixed window has begun anew between the last reading and this one.
local function reset(reading, used)
  s.current = 0
  each(function(name, endedAt)
    local sent, itsUsed, was = detail(name, endedAt)
    local current = (name == reading or (endedAt > s.refSent and itsUsed < used)) and 1 or 0
    if current ~= was then note(name, sent, itsUsed, current) end
    if current == 1 then s.current = s.current + unitsOf(name) end
  end)
  s.oldSent, s.oldEnded, s.oldUsed, s.newEnded, s.newUsed = s.refSent, s.refEnded, s.refUsed, at, used
end

-- Whether an answer still comes from the window before the reset.
local function outdated(sent, used)
  if not s.newEnded or sent >= s.newEnded then return false end
  if sent < s.oldEnded then return used > (s.oldUsed + s.newUsed) / 2 end
  return used > s.oldUsed
end

local function observe(name, sent, used)
  local old = outdated(sent, used)
  if old then
    note(name, sent, used, 0)
    s.current = s.current - unitsOf(name)
  end
  local overtaken = s.refEnded and sent < s.refEnded and used < s.refUsed
  if not s.refEnded or not (old or overtaken) then
    if s.refEnded and used < s.refUsed and used < seen(at) - 4 then reset(name, used) end
    s.refSent, s.refEnded, s.refUsed = sent, at, used
  end
  s.foreign = math.max(0, s.refUsed - seen(s.refEnded))
end

local function take(name)
  local units = unitsOf(name)
  if at < s.paused then return { 'Paused', string.format('%.3f', s.paused - at) } end
  local excess = s.flying + s.spent + s.foreign + units - math.max((s.told or limit) - reserve, units)
  if excess <= 0 and (s.probe == '' or s.probe == 'wanted') then
    if s.probe == 'wanted' then s.probe = name end
    note(name, at, -1, 1)
    fly(name, at)
    return { 'Granted' }
  end
  local since
  if excess > 0 then
    local others = s.foreign
    each(function(entry, endedAt)
      if s.refEnded and s.refEnded <= endedAt then
        excess = excess - others
        others = 0
        if excess <= 0 then
          since = s.refEnded
          return true
        end
      end
      excess = excess - unitsOf(entry)
      if excess <= 0 then since = endedAt end
      return excess <= 0
    end)
    if not since and s.refEnded and excess <= others then since = s.refEnded end
  end
  return { 'Spent', since and string.format('%.3f', since + window + margin - at) or '', tostring(s.flying) }
end

local function settle(name, counts, elapsed, read, itsLimit, remaining, pause)
  local sent, _, current = detail(name, at - elapsed)
  -- its lease may have ended before it did
  if not land(name) then uncount(name) end
  local before = (s.told or limit) - s.foreign
  if counts then
    count(name, at, current)
  else
    call('HDEL', details, name)
  end
  s.told = itsLimit or s.told
  if counts and remaining then
    local used = math.max(0, (s.told or limit) - remaining)
    note(name, sent, used, current)
    observe(name, sent, used)
  elseif counts then
    note(name, sent, -1, current)
  end
  local probed = s.probe == name
  if probed then s.probe = read and '' or 'wanted' end
  if pause then
    s.paused = math.max(s.paused, at + pause)
    s.probe = 'wanted'
  end
  local better = probed or not counts or pause or (s.told or limit) - s.foreign > before
  return { better and '1' or '0' }
end

local function join(itsLimit, pause)
  s.told = s.told or itsLimit
  if pause > 0 and at + pause > s.paused then
    s.paused = at + pause
    s.probe = 'wanted'
  end
  for i = 9, #ARGV, 4 do
    local name, kind, sent, endedAt = ARGV[i], ARGV[i + 1], at - tonumber(ARGV[i + 2]), at - tonumber(ARGV[i + 3])
    if kind == 'underWay' then
      if not call('ZSCORE', underWay, name) and not call('ZSCORE', ended, name) then
        note(name, sent, -1, 1)
        fly(name, sent)
      end
    else
      land(name)
      if kind == 'free' then
        if not uncount(name) then call('HDEL', details, name) end
      elseif endedAt > over and not call('ZSCORE', ended, name) then
        note(name, sent, -1, 1)
        count(name, endedAt, 1)
        -- the last reading took it for somebody else's
        if s.refEnded and sent < s.refEnded then s.foreign = math.max(0, s.foreign - unitsOf(name)) end
      end
    end
  end
  return { s.epoch }
end

local answer
if op == 'take' then
  answer = take(ARGV[7])
elseif op == 'settle' then
  answer = settle(ARGV[7], ARGV[8] == '1', tonumber(ARGV[9]), ARGV[10] == '1', tonumber(ARGV[11]), tonumber(ARGV[12]),
    tonumber(ARGV[13]))
elseif op == 'join' then
  answer = join(tonumber(ARGV[7]), tonumber(ARGV[8]))
else
  answer = { tostring(s.told or limit), tostring(s.spent), tostring(s.flying), tostring(s.foreign),
    string.format('%.3f', math.max(0, s.paused - at)) }
end

s.keep = math.max(s.keep, 2 * window + lease + 60000)
local fields = {}
for field, value in pairs(s) do
  fields[#fields + 1] = field
  fields[#fields + 1] = value
end
call('DEL', state)
call('HSET', state, unpack(fields))
local keep = string.format('%d', s.keep + math.max(0, s.paused - at))
for _, key in ipairs(KEYS) do call('PEXPIRE', key, keep) end
return answer`

/** The state's key, and those of what it sums up; braces keep them on one node of a cluster. */
export const keys = (prefix: string, account: string): ReadonlyArray<string> => {
  const state = `${prefix}{${account}}`
  return [state, `${state}:ended`, `${state}:underway`, `${state}:sent`]
}
