-- The four transport protocols of the registry.

local protocol = {}

-- In the order in which the registry and this module list them.
protocol.NAMES = { "tcp", "udp", "sctp", "dccp" }

-- IANA's protocol numbers, by name.
protocol.NUMBERS = { tcp = 6, udp = 17, sctp = 132, dccp = 33 }

-- The names by what a protocol may be called: its name, or its number in decimal.
protocol.BY_WORD = {}

-- All these words, the names first.
protocol.WORDS = {}

-- The position of each name in NAMES.
protocol.RANKS = {}

for rank, name in ipairs(protocol.NAMES) do
  local number = tostring(protocol.NUMBERS[name])
  protocol.BY_WORD[name], protocol.BY_WORD[number] = name, name
  protocol.WORDS[rank], protocol.WORDS[rank + #protocol.NAMES] = name, number
  protocol.RANKS[name] = rank
end

-- For messages about a word that is none of them.
protocol.KNOWN = "known: " .. table.concat(protocol.NAMES, ", ")

-- The name of a protocol that is given by name, in any case, or by number; or nil.
function protocol.of(word)
  return protocol.BY_WORD[word] or protocol.BY_WORD[word:lower()]
end

return protocol
