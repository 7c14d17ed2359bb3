local ianaports = require "ianaports"
local preference = require "ianaports.base.preference"

-- Two entries to which rules 4 to 7 apply: the others decide nothing between them.
local function is_alike(one, other)
  return one.transport_protocol == other.transport_protocol
    and (one.service_name == nil) == (other.service_name == nil)
end

describe("preference.rank", function()
  it("is the order of find_all, by each rule", function()
    local alias = 'This entry is an alias to "a"'
    local rows = {}
    for _, last in ipairs { false, 9 } do
      for _, notes in ipairs { false, alias } do
        for _, description in ipairs { "d", false } do
          for _, reference in ipairs { "[A_B][RFC 1]", "[RFC-a-b-01]", false } do
            table.insert(rows, 1, {
              service_name = "a", port_number = 9, port_last = last or nil,
              assignment_notes = notes or nil, description = description or nil,
              reference = reference or nil,
            })
          end
        end
      end
    end
    local ranks = {}
    for index, entry in ipairs(ianaports.build({ rows = rows }):find_all(9)) do
      ranks[index] = preference.rank(entry)
    end
    local expected = {}
    for rank = 0, preference.COUNT - 1, 2 do
      for _, of_reference in ipairs { 0, 1, 1 } do
        expected[#expected + 1] = rank + of_reference
      end
    end
    assert.same(expected, ranks)
  end)

  it("never falls along the entries of a port in the bundled registry", function()
    local compared = 0
    for port = 0, 65535 do
      local entries = ianaports.find_all(port)
      for index = 2, #entries do
        if is_alike(entries[index - 1], entries[index]) then
          compared = compared + 1
          assert.is_true(preference.rank(entries[index - 1]) <= preference.rank(entries[index]))
        end
      end
    end
    assert.is_true(compared > 100)
  end)
end)
