local errno = require "spec.support.errno"
local files = require "ianaports.base.files"

describe("A file", function()
  local path

  before_each(function()
    path = os.tmpname()
  end)

  after_each(function()
    os.remove(path)
  end)

  it("has the content that was written", function()
    assert.is_true(files.write(path, "a\0b\r\n"))
    assert.equal("a\0b\r\n", files.read(path))
    assert.is_true(files.exists(path))
  end)

  it("does not count if it is empty", function()
    assert.is_false(files.exists(path))
    assert.equal("", files.read(path))
  end)
end)

describe("What cannot be read or written", function()
  it("is reported", function()
    assert.same({ nil, "/nonexistent: " .. errno.ENOENT }, { files.read "/nonexistent" })
    assert.same({ nil, "/: " .. errno.EISDIR }, { files.write("/", "x") })
    local content, message = files.read "/"
    assert.is_nil(content)
    assert.matches("^/: ", message)
    assert.is_false(files.exists "/nonexistent")
    assert.is_false(files.exists "/")
  end)

  it("is reported if it shows only when the file is closed", function()
    local written, message = files.write("/dev/full", "x")
    assert.is_falsy(written)
    assert.matches(errno.ENOSPC, message)
  end)
end)
