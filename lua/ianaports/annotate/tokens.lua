-- Writes the service after each word like "80/tcp" in a text.

local memo = require "ianaports.annotate.memo"
local ports = require "ianaports.format.port"
local protocols = require "ianaports.base.protocol"

local tokens = {}

local concat, find, match, sub = table.concat, string.find, string.match, string.sub

-- A port stands alone: "8000-8010/tcp", "/80/tcp" and "80/tcp6" hold none.
local WORD_AT_END = "[%w_/%-]*$"
local PROTOCOL = "^(%a+)%f[^%w_/%-]"

local LONGEST_PORT = #"65535"
local LONGEST_TOKEN = #"65535/sctp"
local LONGEST_TAIL = 32 -- bytes in which the beginning of the last word is looked for
local MOST_KNOWN = 65536 -- tokens that are remembered

-- A table of the texts that replace tokens; false for a token that stays as it is.
local function new_replacements(registry)
  return memo.new(MOST_KNOWN, LONGEST_TOKEN, function(token)
    local digits, word = match(token, "^(%d+)/(%a+)$")
    local port, protocol = ports.of(digits), protocols.of(word)
    local name = port and protocol and ports.service(registry, port, protocol)
    return name and ("%s (%s)"):format(token, name) or false
  end)
end

-- The token around a slash and the index of its last byte; or nil.
local function token_at(text, slash)
  if not find(text, "^%d/%a", slash - 1) then
    return nil
  end
  -- The byte before the longest port shows whether the word begins earlier.
  local before = sub(text, slash > LONGEST_PORT and slash - LONGEST_PORT - 1 or 1, slash - 1)
  local digits = match(before, WORD_AT_END)
  local protocol = match(text, PROTOCOL, slash + 1)
  if protocol and not find(digits, "%D") then
    return digits .. "/" .. protocol, slash + #protocol
  end
end

local function replace_tokens(text, replacements)
  local pieces, position = {}, 1
  local slash = find(text, "/", 1, true)
  while slash do
    local token, last = token_at(text, slash)
    local replacement = token and replacements[token]
    if replacement then
      pieces[#pieces + 1] = sub(text, position, slash - #match(token, "^%d+") - 1)
      pieces[#pieces + 1] = replacement
      position = last + 1
    end
    slash = find(text, "/", slash + 1, true)
  end
  pieces[#pieces + 1] = sub(text, position)
  return concat(pieces)
end

-- How many bytes can be written before the next block is read: those before the last word, which
-- may continue. If it is too long for a token already, only enough bytes of it to show that are
-- kept.
local function complete_length(text)
  local tail = sub(text, -LONGEST_TAIL)
  local start = find(tail, WORD_AT_END)
  if start > 1 or #text <= LONGEST_TAIL then
    return #text - #tail + start - 1
  end
  return #text - LONGEST_TOKEN - 1
end

-- Returns true, or nil and a message.
function tokens.annotate(stream, registry)
  local replacements, rest = new_replacements(registry), ""
  repeat
    local block, message = stream:read()
    if not block then
      return nil, message
    end
    local text = rest .. block
    local length = block == "" and #text or complete_length(text)
    local written
    written, message = stream:write(replace_tokens(sub(text, 1, length), replacements))
    if not written then
      return nil, message
    end
    rest = sub(text, length + 1)
  until block == ""
  return true
end

return tokens
