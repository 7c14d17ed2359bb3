-- JSON, by dkjson. Every reader of JSON decodes it here.

local json = {}

--- Returns the module dkjson, or nil and what to say if it is missing.
function json.load()
  local found, dkjson = pcall(require, "dkjson")
  if found then
    return dkjson
  end
  return nil, "JSON takes the module dkjson (Debian: lua-dkjson; rock: dkjson)"
end

--- Decodes a text with the module that `load` returned. A null is an absent field. Returns the
-- value; or nil, what is wrong, and the index of the wrong character.
function json.decode(dkjson, text)
  local done, value, index, message = pcall(dkjson.decode, text, 1, nil, nil)
  if not done then -- Lua's stack is full
    return nil, "JSON nests too deep", 1
  elseif message then
    return nil, "malformed JSON", math.min(index, #text)
  end
  local rest = text:find("[^ \t\r\n]", index)
  if rest then
    return nil, "malformed JSON", rest
  end
  return value, nil, index
end

return json
