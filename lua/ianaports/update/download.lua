-- Downloads one file with the curl command, bounded in time and size.

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local ianaports = require "ianaports"
local is_in = require("ianaports.base.options").is_in
local response = require "ianaports.update.response"
local system = require "ianaports.system"

local download = {}

local MAX_REDIRECTS = 5

-- HTTP statuses and exit statuses of curl after which the same request may succeed later: the
-- server is busy, or a host was not found or did not answer in time.
local TRANSIENT_CODES = { 408, 429, 500, 502, 503, 504 }
local TRANSIENT_EXITS = { 5, 6, 28 }

local TOO_LARGE = 63 -- curl's exit status for a body of a known length

local WHERE_CURL_IS = system.is_windows and "Windows has it from version 10 on"
  or "on Debian: apt-get install curl"

local PROGRESS_INTERVAL = 0.1 -- seconds

-- What curl's exit statuses mean, and what the user can do.
local FAILURES = {
  [2] = "curl could not start; it may be too old: 7.68 or later is needed",
  [5] = "cannot find the proxy; see the variable https_proxy",
  [6] = "cannot find the host; is there a network connection?",
  [7] = "cannot connect; is there a network connection, or a proxy to be named in https_proxy?",
  [18] = "the body ended early; try again",
  [28] = "took too long; try again, or allow a longer timeout",
  [35] = "no secure connection could be made",
  [52] = "the server did not answer; try again later",
  [56] = "the connection broke; try again",
  [60] = "the server's certificate is not trusted; is this machine's clock right, and "
    .. "are the certificates of authorities (ca-certificates) installed?",
}

local LOOPBACK = { ["127.0.0.1"] = true, ["localhost"] = true, ["[::1]"] = true }

-- The scheme of a URL that is allowed: https, or for tests http to this machine; nil for others.
-- URLs with a user name or with characters that no URL may have are refused, because curl might
-- find another host in them than this function does.
local function scheme_of(url)
  local scheme, authority = url:match "^(%a+)://([^/?#]+)"
  if not scheme or url:find "[^%w%-._~:/?#%[%]!$&'()*+,;=%%]" then
    return nil
  end
  scheme = scheme:lower()
  local host = authority:lower():gsub(":%d*$", "")
  if scheme == "https" or scheme == "http" and LOOPBACK[host] then
    return scheme
  end
end

-- Fails if a URL is not allowed.
function download.check_url(url)
  if not scheme_of(url) then
    attempt.fail(("%s: only https:// is allowed, and http:// to 127.0.0.1, localhost and [::1]")
      :format(url))
  end
end

-- Seconds as curl reads them: with a point, whatever the locale has for it. They are at least a
-- millisecond, because 0 means no limit to curl.
local function seconds_text(seconds)
  return (("%.3f"):format(math.max(0.001, seconds)):gsub("%D+", "."))
end

-- Whether curl shows its progress itself, to whoever sits in front of a terminal.
local function shows_progress(request)
  return request.limits.progress == true and system.error_size() ~= nil
end

-- A header with which the server sends the file only if it has changed.
local function condition(known)
  if known.etag then
    return { "--header", "If-None-Match: " .. known.etag }
  end
  return known.last_modified and { "--header", "If-Modified-Since: " .. known.last_modified } or {}
end

local function command(request, url)
  local limits, scheme = request.limits, scheme_of(url)
  local list = {
    "curl",
    "--disable",
    shows_progress(request) and "--progress-bar" or "--silent",
    "--url", url,
    "--proto", "=" .. scheme,
    "--tlsv1.2",
    "--globoff",
    "--fail",
    "--compressed",
    "--no-buffer",
    "--user-agent", (ianaports._VERSION:gsub(" ", "/")),
    "--connect-timeout", seconds_text(limits.connect_timeout),
    "--max-time", seconds_text(request.time_left),
    "--max-filesize", ("%d"):format(limits.max_size),
    "--suppress-connect-headers",
    "--dump-header", "-",
    "--write-out", response.ANSWER,
  }
  -- Loopback is another machine for a proxy.
  array.append(list, scheme == "http" and { "--noproxy", "*" } or {})
  return array.append(list, condition(request.validators or {}))
end

-- A function that calls that of the option `progress`, if it is one, and not too often.
local function watcher(request)
  local progress, next_time = request.limits.progress, 0
  return function(received)
    if type(progress) == "function" and system.clock() >= next_time then
      next_time = system.clock() + PROGRESS_INTERVAL
      progress(request.url, received:body_size(), received:share())
    end
  end
end

-- Reads what curl writes, until the end or until it is too much. A read that a signal has
-- interrupted returns false.
local function receive(process, request)
  local received, watch = response.new(), watcher(request)
  repeat
    local block = process:read()
    if block then
      received:add(block)
      watch(received)
    end
  until block == "" or block == nil or received:exceeds(request.limits.max_size)
  return received
end

-- Runs curl, which does not limit bodies of unknown length. Returns what it has written, and its
-- exit status.
local function run(request, url)
  local process, message, code = system.start(command(request, url))
  if not process then
    attempt.fail(code == system.NOT_FOUND
      and "the curl command is not installed; " .. WHERE_CURL_IS
      or ("cannot run the curl command: %s"):format(message))
  end
  local succeeded, received = pcall(receive, process, request)
  if not succeeded then
    process:stop()
    error(received, 0)
  elseif received:exceeds(request.limits.max_size) then
    process:stop()
    return received, TOO_LARGE
  end
  local exit, reason = process:finish()
  return received, exit or attempt.fail(("cannot run the curl command: %s"):format(reason))
end

-- The message for an exit status of curl. The HTTP status and curl's own message may be nil.
local function explain(request, url, exit, code, message)
  local reason = FAILURES[exit]
  if exit == 22 then
    reason = "HTTP status " .. (code or "unknown")
  elseif exit == TOO_LARGE then
    reason = ("larger than %d bytes, the most that is taken"):format(request.limits.max_size)
  elseif exit > 128 then
    reason = "interrupted"
  end
  local detail = (message or "") ~= "" and ": " .. message or ""
  return ("%s: %s (curl %d%s)"):format(url, reason or "download failed", exit, detail)
end

-- Makes one request, without following redirects, and subtracts its time from what is left.
-- Returns the status code, the redirect's target, the headers and the body; or nil, a message, the
-- headers, and whether the request may be repeated.
local function ask_once(request, url)
  local received, exit = run(request, url)
  local body, code, time, redirect, message = received:finish()
  local headers = received.headers or {}
  local microseconds = (time or ""):gsub("%D", "") -- curl writes six decimals
  request.time_left = request.time_left - (tonumber(microseconds) or 0) / 1e6
  if exit ~= 0 or not code then
    local transient = is_in(TRANSIENT_EXITS, exit)
      or exit == 22 and is_in(TRANSIENT_CODES, tonumber(code))
    return nil, explain(request, url, exit, code, message), headers, transient
  elseif #body > request.limits.max_size then
    return nil, explain(request, url, TOO_LARGE), headers
  end
  return tonumber(code), redirect, headers, body
end

-- Waits if that leaves time for another request. Returns whether it does.
local function wait(request, seconds)
  request.time_left = request.time_left - seconds
  return request.time_left > 0 and system.sleep(seconds)
end

-- Makes a request, and repeats it after 1, 2, 4 ... seconds, or as many as the server asks for.
-- Returns the status code, the redirect's target, the headers and the body.
local function ask(request, url)
  local pause = 1
  for count = 0, request.limits.retries do
    local code, target, headers, rest = ask_once(request, url)
    if code then
      return code, target, headers, rest
    end
    local wanted = (headers["retry-after"] or ""):match "^%d+$"
    if not rest or count == request.limits.retries
      or not wait(request, tonumber(wanted) or pause) then
      attempt.fail(target)
    end
    pause = 2 * pause
  end
end

-- A redirect from https must lead to https, and one from this machine to this machine.
local function check_redirect(url, target, count)
  if scheme_of(target) ~= scheme_of(url) then
    attempt.fail(("%s: redirected to %s, which is not allowed: https may lead to https alone, "
      .. "and loopback to loopback"):format(url, target))
  elseif count > MAX_REDIRECTS then
    attempt.fail(("%s: more than %d redirects"):format(url, MAX_REDIRECTS))
  end
end

-- Downloads a file. `request` has
--
--   url         of the file
--   limits      connect_timeout and timeout in seconds, retries, max_size in bytes, progress
--   validators  what this function returned for the present file, if there is one
--
-- All attempts and redirects together take no longer than `timeout`. Returns a table of the new
-- validators (`etag`, `last_modified`, if the server sends them) and the file's text; or nil if the
-- file has not changed.
function download.get(request)
  local url = request.url
  download.check_url(url)
  request.time_left = request.limits.timeout
  for count = 1, MAX_REDIRECTS + 1 do
    local code, target, headers, body = ask(request, url)
    if code == 200 then
      return { etag = headers.etag, last_modified = headers["last-modified"] }, body
    elseif code == 304 and request.validators then
      return nil
    elseif target == "" then
      attempt.fail(("%s: unexpected HTTP status %d"):format(url, code))
    end
    check_redirect(url, target, count)
    url = target
  end
end

return download
