-- What curl writes to its standard output: the headers of a response, as they come, its body, and
-- an answer of its own.

local trim = require("ianaports.base.text").trim

local Response = {}
Response.__index = Response

local response = {}

-- What curl is told to write after the body.
response.ANSWER = "\nanswer\n%{http_code}\n%{time_total}\n%{redirect_url}\n%{errormsg}\nend\n"

local MAX_ANSWER = 2 ^ 20 -- bytes; curl does not take headers that are as long
local MAX_VALUE = 1000 -- bytes of a header; longer ones are not kept

function response.new()
  return setmetatable({ pieces = {}, size = 0 }, Response)
end

-- The headers of one response, by name in lower case.
local function parse_headers(text)
  local headers = {}
  for line in text:gmatch "[^\r\n]+" do
    local name, rest = line:match "^([%w-]+):(.*)$"
    local value = trim(rest or "")
    if value ~= "" and #value <= MAX_VALUE and not value:find "%c" then
      headers[name:lower()] = value
    end
  end
  return headers
end

-- Looks for the end of the headers. A response such as "103 Early Hints" precedes another one.
function Response:find_headers()
  local text, first = table.concat(self.pieces), 1
  self.pieces = { text }
  while text:find("^HTTP/", first) do
    local _, last = text:find("\r\n\r\n", first, true)
    if not last then
      return
    end
    local headers = text:sub(first, last)
    first = last + 1
    if not headers:find "^HTTP/[%d.]+ 1" then
      self.headers, self.body_first = parse_headers(headers), first
      return
    end
  end
end

function Response:add(block)
  self.pieces[#self.pieces + 1] = block
  self.size = self.size + #block
  if not self.headers then
    self:find_headers()
  end
end

-- How many bytes of the body have come. While it comes, the last of them may be curl's answer.
function Response:body_size()
  return self.body_first and self.size - self.body_first + 1 or 0
end

-- Which share of the body that is, from 0 to 1; nil if the server does not say how long it is.
function Response:share()
  local headers = self.headers or {}
  local length = not headers["content-encoding"] and tonumber(headers["content-length"])
  return length and length > 0 and math.min(self:body_size() / length, 1) or nil
end

-- Whether the body is longer than so many bytes, even if the last that has come is the answer.
function Response:exceeds(max_size)
  return self:body_size() > max_size + MAX_ANSWER
end

-- Separates the body from the answer when all has come. Returns the body, and the four values of
-- the answer, which are nil if curl was ended before.
function Response:finish()
  local text = table.concat(self.pieces)
  local before, code, time, redirect, message =
    text:match "^(.*)\nanswer\r?\n(%d*)\r?\n([%d.,]*)\r?\n([^\r\n]*)\r?\n?(.-)\r?\nend\r?\n$"
  local body = self.body_first and (before or text):sub(self.body_first) or ""
  return body, code, time, redirect, message
end

return response
