-- Downloads one file with the curl command, bounded in time and size.

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local trim = require("ianaports.base.text").trim
local is_in = require("ianaports.base.options").is_in
local shell = require "ianaports.base.shell"

local download = {}

local MAX_REDIRECTS = 5
local MAX_VALIDATOR = 1000 -- bytes of an ETag; longer ones are not kept

-- HTTP statuses and exit statuses of curl after which the same request may succeed later: the
-- server is busy, or a host was not found or did not answer in time.
local TRANSIENT_CODES = { 408, 429, 500, 502, 503, 504 }
local TRANSIENT_EXITS = { 5, 6, 28 }

-- The shell limits the size of files, because curl does not limit bodies of unknown length nor
-- decompressed ones. The signal for a file that is too large is ignored: curl then fails to write,
-- and reports that.
local COMMAND = [[
trap '' XFSZ
ulimit -f %d 2>/dev/null
curl --disable %s %s]]

-- How curl shows its progress, by the type of the option `progress`: to whoever sits in front of a
-- terminal, or to this process, beside the answer.
local PROGRESS = {
  boolean = '"$([ -t 2 ] && echo --progress-bar || echo --silent)"',
  ["function"] = "--progress-bar 2>&1",
}
local NO_PROGRESS = "--silent"

local ANSWER = "answer\n%{http_code}\n%{time_total}\n%{redirect_url}\n%{errormsg}\nend\n"

-- What curl's exit statuses mean, and what the user can do.
local FAILURES = {
  [2] = "curl could not start; it may be too old: 7.68 or later is needed",
  [5] = "cannot find the proxy; see the variable https_proxy",
  [6] = "cannot find the host; is there a network connection?",
  [7] = "cannot connect; is there a network connection, or a proxy to be named in https_proxy?",
  [18] = "the body ended early; try again",
  [23] = "cannot write the file; is the disk full?",
  [28] = "took too long; try again, or allow a longer timeout",
  [35] = "no secure connection could be made",
  [52] = "the server did not answer; try again later",
  [56] = "the connection broke; try again",
  [60] = "the server's certificate is not trusted; is this machine's clock right, and "
    .. "are the certificates of authorities (ca-certificates) installed?",
}

-- Fails if curl is not installed.
function download.check_curl()
  local _, status = shell.run "command -v curl >/dev/null"
  if status ~= 0 then
    attempt.fail "the curl command is not installed; on Debian: apt-get install curl"
  end
end

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

local function arguments(request, url, headers_path)
  local limits, scheme, known = request.limits, scheme_of(url), request.validators or {}
  local list = {
    "--url", url,
    "--proto", "=" .. scheme,
    "--tlsv1.2",
    "--globoff",
    "--fail",
    "--compressed",
    "--user-agent", (ianaports._VERSION:gsub(" ", "/")),
    "--connect-timeout", seconds_text(limits.connect_timeout),
    "--max-time", seconds_text(request.time_left),
    "--max-filesize", ("%d"):format(limits.max_size),
    "--suppress-connect-headers",
    "--dump-header", headers_path,
    "--output", request.path,
    "--write-out", ANSWER,
  }
  if scheme == "http" then
    array.append(list, { "--noproxy", "*" }) -- loopback is another machine for a proxy
  end
  -- The server sends the file only if it has changed.
  if known.etag then
    array.append(list, { "--header", "If-None-Match: " .. known.etag })
  elseif known.last_modified then
    array.append(list, { "--header", "If-Modified-Since: " .. known.last_modified })
  end
  return list
end

-- The headers of the last response, by name in lower case. Earlier responses come from a proxy.
local function read_headers(headers_path)
  local headers = {}
  for line in (files.read(headers_path) or ""):gmatch "[^\r\n]+" do
    local name, rest = line:match "^([%w-]+):(.*)$"
    local value = trim(rest or "")
    if line:find "^HTTP/" then
      headers = {}
    elseif #value <= MAX_VALIDATOR and not value:find "%c" and value ~= "" then
      headers[name:lower()] = value
    end
  end
  return headers
end

local function size_of(path)
  local file = io.open(path, "rb")
  local size = file and file:seek "end" or 0
  if file then
    file:close()
  end
  return size
end

-- A function for what curl shows of its progress, such as "####    42.1%"; without a per cent sign
-- if the server does not say how long the file is.
local function watcher(request)
  local progress = request.limits.progress
  return type(progress) == "function" and function(piece)
    local percentage = piece:match "(%d+)[.,]?%d*%%"
    progress(request.url, size_of(request.path), percentage and percentage / 100)
  end or nil
end

-- The message for an exit status of curl. The HTTP status and curl's own message may be nil.
local function explain(request, url, exit, code, message)
  local limits, reason = request.limits, FAILURES[exit]
  if exit == 22 then
    reason = "HTTP status " .. (code or "unknown")
  elseif exit == 63 or exit == 23 and size_of(request.path) >= limits.max_size then
    reason = ("larger than %d bytes, the most that is taken"):format(limits.max_size)
  elseif exit > 128 then
    reason = "interrupted"
  end
  local detail = (message or "") ~= "" and ": " .. message or ""
  return ("%s: %s (curl %d%s)"):format(url, reason or "download failed", exit, detail)
end

-- Makes one request, without following redirects, and subtracts its time from what is left.
-- Returns the status code and the redirect's target; or nil, a message, and whether the request
-- may be repeated.
local function ask_once(request, url, headers_path)
  local limits = request.limits
  local blocks = math.floor(limits.max_size / 512) + 1 -- one more, so that a file can be too large
  local progress = limits.progress and PROGRESS[type(limits.progress)] or NO_PROGRESS
  local output, exit = shell.run(COMMAND:format(blocks, progress,
    shell.quote_all(arguments(request, url, headers_path))), watcher(request))
  local code, time, redirect, message =
    output:match "answer\n(%d*)\n([%d.]*)\n([^\n]*)\n?(.-)\nend\n"
  local microseconds = (time or ""):gsub("%D", "") -- curl writes six decimals
  request.time_left = request.time_left - (tonumber(microseconds) or 0) / 1e6
  if exit ~= 0 then
    local transient = is_in(TRANSIENT_EXITS, exit)
      or exit == 22 and is_in(TRANSIENT_CODES, tonumber(code))
    return nil, explain(request, url, exit, code, message), transient
  elseif size_of(request.path) > limits.max_size then
    return nil, explain(request, url, 63)
  end
  return tonumber(code), redirect
end

-- Waits if that leaves time for another request. Returns whether it does.
local function wait(request, seconds)
  request.time_left = request.time_left - seconds
  return request.time_left > 0 and select(2, shell.run(("sleep %d"):format(seconds))) == 0
end

-- Makes a request, and repeats it after 1, 2, 4 ... seconds, or as many as the server asks for.
-- Returns the status code and the redirect's target.
local function ask(request, url, headers_path)
  local pause = 1
  for count = 0, request.limits.retries do
    os.remove(headers_path)
    local code, message, transient = ask_once(request, url, headers_path)
    if code then
      return code, message
    end
    local wanted = (read_headers(headers_path)["retry-after"] or ""):match "^%d+$"
    if not transient or count == request.limits.retries
      or not wait(request, tonumber(wanted) or pause) then
      attempt.fail(message)
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
--   path        of the file to write
--   limits      connect_timeout and timeout in seconds, retries, max_size in bytes, progress
--   validators  what this function returned for the present file, if there is one
--
-- All attempts and redirects together take no longer than `timeout`. Returns a table of the new
-- validators (`etag`, `last_modified`, if the server sends them), or nil if the file has not
-- changed; then nothing was written.
function download.get(request)
  local url, headers_path = request.url, request.path .. ".headers"
  download.check_url(url)
  request.time_left = request.limits.timeout
  for count = 1, MAX_REDIRECTS + 1 do
    local code, target = ask(request, url, headers_path)
    if code == 200 then
      local headers = read_headers(headers_path)
      return { etag = headers.etag, last_modified = headers["last-modified"] }
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
