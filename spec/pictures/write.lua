-- Draws the pictures of README anew.
--
-- usage: lua5.4 spec/pictures/write.lua    (in a checkout, as `make pictures` does)

local terminal = require "spec.pictures.terminal"

for name, lines in pairs(terminal.PICTURES) do
  local file = assert(io.open(("spec/pictures/%s.svg"):format(name), "wb"))
  assert(file:write(terminal.draw(lines)))
  assert(file:close())
end
