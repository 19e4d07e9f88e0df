-- Asks the request targets of a file one after the other, and prints one line of JSON at the end.
--
-- wrk -s requests.lua URL -- FILE ACCEPT [TAG]
-- With a tag each request ends in a comment that no other request has, so that no cache can answer it.

local targets, headers, tag, asked = {}, {}, nil, 0

function init(arguments)
  for name, value in pairs(wrk.headers) do headers[name] = value end
  for line in io.lines(arguments[1]) do targets[#targets + 1] = line end
  headers["Accept"] = arguments[2]
  tag = arguments[3]
end

function request()
  local target = targets[asked % #targets + 1]
  asked = asked + 1
  if tag then target = target .. "%0A%23" .. tag .. asked end
  return wrk.format("GET", target, headers)
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "bytes": %d, "p50_ms": %f, "p95_ms": %f, "p99_ms": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
