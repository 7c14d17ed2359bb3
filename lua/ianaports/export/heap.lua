-- A binary heap: an array of items, the one with the least key first.

local heap = {}

function heap.push(items, item)
  local index = #items + 1
  local parent = math.floor(index / 2)
  while parent > 0 and item.key < items[parent].key do
    items[index] = items[parent]
    index, parent = parent, math.floor(parent / 2)
  end
  items[index] = item
end

-- Removes the first item.
function heap.pop(items)
  local last, count = items[#items], #items - 1
  items[#items] = nil
  if count == 0 then
    return
  end
  local index, child = 1, 2
  while child <= count do
    if child < count and items[child + 1].key < items[child].key then
      child = child + 1
    end
    if last.key <= items[child].key then
      break
    end
    items[index] = items[child]
    index, child = child, child * 2
  end
  items[index] = last
end

return heap
