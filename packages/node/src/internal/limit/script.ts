/**
 * The account's budget in Redis (law P2), by the rules of core's budget in memory (readings, resets of a fixed window, pauses
 * and probes): one atomic script that uses Redis's own time.
 *
 * KEYS, all in one hash slot: the state (hash), completed requests (by their end), requests in flight (by the end of their
 * lease), and when each was sent and what its response reported (hash). A request's name ends in its units.
 * ARGV: operation, epoch, limit, window, reserve, lease (milliseconds), then the arguments of the operation:
 * - `acquire`: name
 * - `settle`: name, whether it counts (1 or 0), milliseconds since it was acquired, whether a response arrived (1 or 0), and
 *   limit, remaining, pause or ""
 * - `usage`: none
 * - `join`: limit or "", remaining milliseconds of a pause, and for each request that Redis may not know its name,
 *   `inFlight`, `completed` or `returned`, and the milliseconds since it was acquired and since it ended. Repeatable.
 *
 * A call with another epoch than the state's gets the reply `Join`: Redis has lost what this process reported before.
 */
export const script = `
local state, completed, inFlight, details = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local op, epoch = ARGV[1], ARGV[2]
local limit, window, reserve, lease = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local call = redis.call

local function initialState()
  return { completed = 0, inServerWindow = 0, inFlight = 0, external = 0, pausedUntil = 0, probe = '', last = 0, offset = 0, keep = 0 }
end
local s = initialState()
local stored = call('HGETALL', state)
for i = 1, #stored, 2 do s[stored[i]] = tonumber(stored[i + 1]) or stored[i + 1] end
-- If one key was evicted, the totals and the sets no longer agree: all requests must be reported anew.
local function isLost(sum, key) return sum > 0 and call('EXISTS', key) == 0 end
if not s.epoch or isLost(s.completed, completed) or isLost(s.inFlight, inFlight) then
  call('DEL', state, completed, inFlight, details)
  s = initialState()
end
if op ~= 'join' and s.epoch ~= epoch then return { 'Join' } end

-- After a clock is set back, or on another server, time continues from the last known time.
local time = call('TIME')
local at = time[1] * 1000 + time[2] / 1000 + s.offset
if at < s.last then
  s.offset = s.offset + s.last - at
  at = s.last
end
s.last = at
if not s.epoch then s.epoch = 'e' .. time[1] .. '.' .. time[2] end

local margin = math.max(2, window / 2000)
local expiredUntil = at - window - margin

local function unitsOf(name) return tonumber(string.match(name, '(%d+)$')) end
local function record(name, sent, serverCount, current)
  call('HSET', details, name, string.format('%.3f %d %d', sent, serverCount, current))
end
local function detail(name, otherwise)
  local sent, serverCount, current = string.match(call('HGET', details, name) or '', '^(%S+) (%S+) (%S+)$')
  if not sent then return otherwise, -1, 1 end
  return tonumber(sent), tonumber(serverCount), tonumber(current)
end
local function begin(name, sent)
  call('ZADD', inFlight, sent + lease, name)
  s.inFlight = s.inFlight + unitsOf(name)
end
local function remove(name)
  if call('ZREM', inFlight, name) == 0 then return false end
  s.inFlight = s.inFlight - unitsOf(name)
  return true
end
local function count(name, endedAt, current)
  call('ZADD', completed, endedAt, name)
  s.completed = s.completed + unitsOf(name)
  if current == 1 then s.inServerWindow = s.inServerWindow + unitsOf(name) end
end
local function forget(name)
  local _, _, current = detail(name, at)
  s.completed = s.completed - unitsOf(name)
  if current == 1 then s.inServerWindow = s.inServerWindow - unitsOf(name) end
  call('HDEL', details, name)
end
local function undoCount(name)
  if call('ZREM', completed, name) == 0 then return false end
  forget(name)
  return true
end

-- A request that did not end within its lease belongs to a killed process. Its units count from then on, because its
-- outcome is unknown.
for _, name in ipairs(call('ZRANGEBYSCORE', inFlight, '-inf', at)) do
  local endedAt = tonumber(call('ZSCORE', inFlight, name))
  remove(name)
  local _, _, current = detail(name, endedAt)
  count(name, endedAt, current)
end
if s.probe ~= '' and s.probe ~= 'wanted' and not call('ZSCORE', inFlight, s.probe) then s.probe = 'wanted' end

local expired = call('ZRANGEBYSCORE', completed, '-inf', expiredUntil)
for _, name in ipairs(expired) do forget(name) end
if #expired > 0 then call('ZREMRANGEBYSCORE', completed, '-inf', expiredUntil) end
if s.readingEnded and s.readingEnded <= expiredUntil then
  s.readingEnded = nil
  s.external = 0
end
-- Lost details may have left a difference.
if call('ZCARD', completed) == 0 then s.inServerWindow = 0 end

local function each(visit)
  -- the first entry is usually enough
  local from, size = 0, 2
  while true do
    local page = call('ZRANGE', completed, from, from + size - 1, 'WITHSCORES')
    for i = 1, #page, 2 do
      if visit(page[i], tonumber(page[i + 1])) then return end
    end
    if #page < 2 * size then return end
    from, size = from + size, 64
  end
end

-- Our own units that a reading at this time can include.
local function ownUnits(respondedAt)
  local units = s.inServerWindow
  each(function(name, endedAt)
    local sent, _, current = detail(name, endedAt)
    if sent > respondedAt - window then return true end
    if current == 1 then units = units - unitsOf(name) end
  end)
  return units
end

-- A fixed window was reset between the last reading and this one.
local function reset(reading, serverCount)
  s.inServerWindow = 0
  each(function(name, endedAt)
    local sent, itsCount, was = detail(name, endedAt)
    local current = (name == reading or (endedAt > s.readingSent and itsCount < serverCount)) and 1 or 0
    if current ~= was then record(name, sent, itsCount, current) end
    if current == 1 then s.inServerWindow = s.inServerWindow + unitsOf(name) end
  end)
  s.oldSent, s.oldEnded, s.oldCount, s.newEnded, s.newCount = s.readingSent, s.readingEnded, s.readingCount, at, serverCount
end

-- Whether a response still comes from the window before the reset.
local function isOutdated(sent, serverCount)
  if not s.newEnded or sent >= s.newEnded then return false end
  if sent < s.oldEnded then return serverCount > (s.oldCount + s.newCount) / 2 end
  return serverCount > s.oldCount
end

local function observe(name, sent, serverCount)
  local old = isOutdated(sent, serverCount)
  if old then
    record(name, sent, serverCount, 0)
    s.inServerWindow = s.inServerWindow - unitsOf(name)
  end
  local overtaken = s.readingEnded and sent < s.readingEnded and serverCount < s.readingCount
  if not s.readingEnded or not (old or overtaken) then
    if s.readingEnded and serverCount < s.readingCount and serverCount < ownUnits(at) - 4 then reset(name, serverCount) end
    s.readingSent, s.readingEnded, s.readingCount = sent, at, serverCount
  end
  s.external = math.max(0, s.readingCount - ownUnits(s.readingEnded))
end

local function acquire(name)
  local units = unitsOf(name)
  if at < s.pausedUntil then return { 'Paused', string.format('%.3f', s.pausedUntil - at) } end
  local excess = s.inFlight + s.completed + s.external + units - math.max((s.reportedLimit or limit) - reserve, units)
  if excess <= 0 and (s.probe == '' or s.probe == 'wanted') then
    if s.probe == 'wanted' then s.probe = name end
    record(name, at, -1, 1)
    begin(name, at)
    return { 'Granted' }
  end
  local since
  if excess > 0 then
    local external = s.external
    each(function(entry, endedAt)
      if s.readingEnded and s.readingEnded <= endedAt then
        excess = excess - external
        external = 0
        if excess <= 0 then
          since = s.readingEnded
          return true
        end
      end
      excess = excess - unitsOf(entry)
      if excess <= 0 then since = endedAt end
      return excess <= 0
    end)
    if not since and s.readingEnded and excess <= external then since = s.readingEnded end
  end
  return { 'Exhausted', since and string.format('%.3f', since + window + margin - at) or '', tostring(s.inFlight) }
end

local function settle(name, counts, elapsed, responded, itsLimit, remaining, pause)
  local sent, _, current = detail(name, at - elapsed)
  -- its lease may have ended before the request did
  if not remove(name) then undoCount(name) end
  local before = (s.reportedLimit or limit) - s.external
  if counts then
    count(name, at, current)
  else
    call('HDEL', details, name)
  end
  s.reportedLimit = itsLimit or s.reportedLimit
  if counts and remaining then
    local serverCount = math.max(0, (s.reportedLimit or limit) - remaining)
    record(name, sent, serverCount, current)
    observe(name, sent, serverCount)
  elseif counts then
    record(name, sent, -1, current)
  end
  local probed = s.probe == name
  if probed then s.probe = responded and '' or 'wanted' end
  if pause then
    s.pausedUntil = math.max(s.pausedUntil, at + pause)
    s.probe = 'wanted'
  end
  local mayAdmit = probed or not counts or pause or (s.reportedLimit or limit) - s.external > before
  return { mayAdmit and '1' or '0' }
end

local function join(itsLimit, pause)
  s.reportedLimit = s.reportedLimit or itsLimit
  if pause > 0 and at + pause > s.pausedUntil then
    s.pausedUntil = at + pause
    s.probe = 'wanted'
  end
  for i = 9, #ARGV, 4 do
    local name, kind, sent, endedAt = ARGV[i], ARGV[i + 1], at - tonumber(ARGV[i + 2]), at - tonumber(ARGV[i + 3])
    if kind == 'inFlight' then
      if not call('ZSCORE', inFlight, name) and not call('ZSCORE', completed, name) then
        record(name, sent, -1, 1)
        begin(name, sent)
      end
    else
      remove(name)
      if kind == 'returned' then
        if not undoCount(name) then call('HDEL', details, name) end
      elseif endedAt > expiredUntil and not call('ZSCORE', completed, name) then
        record(name, sent, -1, 1)
        count(name, endedAt, 1)
        -- the last reading counted it as use by another client
        if s.readingEnded and sent < s.readingEnded then s.external = math.max(0, s.external - unitsOf(name)) end
      end
    end
  end
  return { s.epoch }
end

local reply
if op == 'acquire' then
  reply = acquire(ARGV[7])
elseif op == 'settle' then
  reply = settle(ARGV[7], ARGV[8] == '1', tonumber(ARGV[9]), ARGV[10] == '1', tonumber(ARGV[11]), tonumber(ARGV[12]),
    tonumber(ARGV[13]))
elseif op == 'join' then
  reply = join(tonumber(ARGV[7]), tonumber(ARGV[8]))
else
  reply = { tostring(s.reportedLimit or limit), tostring(s.completed), tostring(s.inFlight), tostring(s.external),
    string.format('%.3f', math.max(0, s.pausedUntil - at)) }
end

s.keep = math.max(s.keep, 2 * window + lease + 60000)
local fields = {}
for field, value in pairs(s) do
  fields[#fields + 1] = field
  fields[#fields + 1] = value
end
call('DEL', state)
call('HSET', state, unpack(fields))
local keep = string.format('%d', s.keep + math.max(0, s.pausedUntil - at))
for _, key in ipairs(KEYS) do call('PEXPIRE', key, keep) end
return reply`

/** The keys of the state and of the sets it sums up. Braces keep them in one slot of a cluster. */
export const keys = (prefix: string, account: string): ReadonlyArray<string> => {
  const state = `${prefix}{${account}}`
  return [state, `${state}:completed`, `${state}:inflight`, `${state}:details`]
}
