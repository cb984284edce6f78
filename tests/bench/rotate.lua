-- A script of wrk: asks for the addresses of a file one after another, and as many visitors would,
-- then writes what it measured as JSON. Call it with the file, and which address comes first.

local addresses, place = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    addresses[#addresses + 1] = line
  end
  place = tonumber(arguments[2])
end

function request()
  place = place + 1
  local visitor = string.format("10.%d.%d.%d", place / 65536 % 256, place / 256 % 256, place % 256)
  wrk.headers["X-Forwarded-For"] = visitor
  return wrk.format("GET", addresses[place % #addresses + 1])
end

function done(summary, latency, _)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "median": %d, "p95": %d, "failed": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), failed
  ))
end
