-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-iBdYvtepaHXORs3/fU4f9p4RMWnGbR6+Wxmz5dM1z8M=",
  style = "sha256-axzwnSZUkV/fMw1gHyE9SDB3/YYLzH5Mtq+uTj0xs9A=",
}
